"""A sign of harm to try things with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.coordination import door
from plait.coordination.consequences import harm
from plait.foundation.idempotency import Once
from tests.integration.conftest import NOW, Practice

Receive = Callable[..., UUID | None]


def once() -> Once:
    """A key of a request that nobody sent before."""
    return Once(uuid4(), "asked")


def later(minutes: int) -> Instant:
    """A moment after the flag came in."""
    return NOW.plus(seconds=60 * minutes)


@dataclass
class Path:
    """The risk path of a practice, with somebody in it."""

    practice: Practice

    def who(self, name: str) -> Any:
        """A member of staff."""
        return self.practice.staff[name]

    @property
    def mara(self) -> UUID:
        """Whose flags they are."""
        return self.practice.people["mara"]

    def receive(
        self, level: str = "high", *, value: int = 3, cause: UUID | None = None, at: Instant = NOW, whose: str = "mara"
    ) -> UUID | None:
        """An answer that speaks of harm comes in, as from a clinician's form."""
        patient = self.practice.people[whose]
        by = self.who({"mara": "reyes", "ines": "far"}.get(whose, "reyes"))
        sign = Sign(level, "self", "clinician", "phq-9", (("9", value),), at)
        with door.write("assessment.submit", actor=by, at=at, patient=patient) as visit:
            return harm.receive(visit, patient, sign, cause_kind="questionnaire-response", cause_id=cause or uuid4())


@pytest.fixture
def path(practice: Practice) -> Path:
    """The small practice with its risk path."""
    return Path(practice)
