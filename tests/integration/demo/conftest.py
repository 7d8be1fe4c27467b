"""The demo practice, written once for a whole module into a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from plait.clinical.moment import Instant
from plait.coordination.demo.story import ZONE, stories
from plait.foundation.actor import ROLES, Actor

NOW = Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
TOLD = dict(stories())


@dataclass(frozen=True)
class DemoPractice:
    """What was said at the end, and everybody: staff by short name and role, people by the name of their story."""

    said: str
    staff: dict[tuple[str, str], Actor]
    people: dict[str, UUID]

    def acting(self, who: str, role: str = "") -> Actor:
        """A member of staff in one of their roles."""
        return next(actor for (name, acts), actor in self.staff.items() if name == who and role in {"", acts})

    def team(self, story: str) -> list[Actor]:
        """Who treats this person today."""
        members: list[dict[str, Any]] = TOLD[story]["team"]
        return [self.acting(m["who"], m.get("role", "")) for m in members if "until" not in m]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[DemoPractice]:
    """The whole demo practice as of NOW."""
    from django.db import transaction

    from plait.coordination.demo import seed

    with django_db_blocker.unblock(), transaction.atomic():
        yield DemoPractice(seed.run(NOW), _staff(), _people())
        transaction.set_rollback(True)


def _staff() -> dict[tuple[str, str], Actor]:
    from plait.records.people.models import Practitioner, PractitionerRole

    found = {}
    for row in sorted(PractitionerRole.objects.all(), key=lambda row: ROLES.index(row.role)):  # the first role first
        member = Practitioner.objects.select_related("user").get(pk=row.practitioner_id)
        name = member.user.sign_in_name
        found[name, row.role] = Actor(
            "staff", member.user_id, member.name, row.role, (row.role,), member.pk, member.site_id, ZONE
        )
    return found


def _people() -> dict[str, UUID]:
    from plait.records.people.models import PatientDetails

    ids = {(row.given, row.family): row.patient_id for row in PatientDetails.objects.all()}
    return {name: ids[story["person"]["given"], story["person"]["family"]] for name, story in TOLD.items()}
