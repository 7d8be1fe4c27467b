"""Named duties of the practice: who is privacy lead, who is safety lead, from which day on. At most one a day for each.

A duty is held beside the roles and opens no chart. Naming somebody ends the duty of whoever held it; both stay on
record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.people.models import PracticeDuty

PRIVACY_LEAD = "privacy-lead"
SAFETY_LEAD = "safety-lead"
DUTIES = (PRIVACY_LEAD, SAFETY_LEAD)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a duty, from one day until (not including) another; None: goes on."""

    duty: str
    practitioner_id: UUID
    name: str
    profession: str
    starts_on: date
    ends_on: date | None
    active: bool  # whether the account works: nobody can turn to somebody who cannot sign in

    def on(self, day: date) -> bool:
        """Whether the duty is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def holder(duty: str, day: date) -> Holder | None:
    """Who holds a duty on a day and can sign in; None where nobody does."""
    return next((one for one in history(duty) if one.active and one.on(day)), None)


def history(duty: str) -> tuple[Holder, ...]:
    """Everybody who was named for a duty, the last first; without who was replaced before the first day."""
    rows = PracticeDuty.objects.filter(duty=duty).select_related("practitioner__user")
    found = [_holder(row) for row in latest(rows) if not row.entered_in_error and row.ends_on != row.starts_on]
    return tuple(sorted(found, key=lambda one: one.starts_on, reverse=True))


def _holder(row: PracticeDuty) -> Holder:
    member = row.practitioner
    active = member.user is not None and member.user.is_active
    return Holder(row.duty, member.pk, member.name, member.profession, row.starts_on, row.ends_on, active)


def name_holder(stamp: Stamp, duty: str, practitioner_id: UUID, starts_on: date) -> UUID:
    """Name who holds a duty from a day on. It ends for whoever held it; who is named for later begins as planned."""
    ends_on = None
    for row in latest(PracticeDuty.objects.filter(duty=duty)):
        if row.entered_in_error or row.ends_on == row.starts_on:
            continue
        if row.starts_on > starts_on:
            ends_on = min(ends_on or row.starts_on, row.starts_on)
        elif row.ends_on is None or row.ends_on > starts_on:
            revise(row, stamp, ends_on=starts_on)
    named = record(
        PracticeDuty, stamp, duty=duty, practitioner_id=practitioner_id, starts_on=starts_on, ends_on=ends_on
    )
    return named.thread


def of_signed_in() -> ArraySubquery:
    """The duties of a user as a column, for the one query that finds out who is signed in."""
    rows = (
        PracticeDuty.objects.filter(practitioner__user_id=OuterRef("pk"))
        .order_by("thread", "-sequence")
        .distinct("thread")
    )
    columns = JSONObject(duty="duty", starts="starts_on", ends="ends_on", wrong="entered_in_error")
    return ArraySubquery(rows.values_list(columns))


def held_by(user: Any, day: date) -> tuple[str, ...]:
    """The duties that a signed-in user holds on a day."""
    rows: Iterable[dict[str, Any]] | None = getattr(user, "duty_rows", None)
    if rows is None:
        mine = latest(PracticeDuty.objects.filter(practitioner_id=user.practitioner.pk))
        held = {row.duty for row in mine if not row.entered_in_error and _holder(row).on(day)}
        return tuple(sorted(held))
    today = day.isoformat()
    return tuple(
        sorted(
            {
                row["duty"]
                for row in rows
                if not row["wrong"] and row["starts"] <= today and (row["ends"] is None or today < row["ends"])
            }
        )
    )
