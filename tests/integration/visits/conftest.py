"""Short ways to book, mark and read in the small practice: Dr. Reyes, J. Ortiz, and S. Cole at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plait.clinical.moment import Instant
from plait.coordination.visits import book_visit, note_attendance
from plait.foundation.actor import Actor
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.records.visits import actions
from tests.integration.conftest import NOW, Practice

ZONE = "America/New_York"


def once(key: UUID | None = None, payload: str = "x") -> Once:
    """A request of its own, or the same one again."""
    return Once(key or uuid4(), payload)


class Desk:
    """Does what staff do about visits, as of the practice's moment (10:00 in New York)."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.mara = practice.people["mara"]

    def who(self, name: str) -> Actor:
        """Somebody on the clock of their site."""
        return replace(self.practice.staff[name], zone=ZONE)

    def book(self, start: str, by: str = "cole", with_: str = "reyes", *, key: Once | None = None, **more: object):
        """Book Mara, through the decision."""
        command = book_visit.Command(
            patient_id=more.pop("patient", self.mara),
            practitioner_id=self.practice.staff[with_].practitioner_id,
            service=more.pop("service", "follow-up"),
            local_start=start,
            minutes=more.pop("minutes", 30),
            mode="in-person",
            **more,
        )
        return book_visit.commit(command, actor=self.who(by), at=NOW, once=key or once())

    def booked(self, start: str, patient: str = "mara", with_: str = "reyes", **more: object) -> UUID:
        """An appointment as it stands in the records, without a decision."""
        return actions.book_appointment(
            Stamp(self.practice.staff["cole"], NOW.plus(days=-30)),
            patient_id=self.practice.people[patient],
            practitioner_id=self.practice.staff[with_].practitioner_id,
            site_id=self.practice.sites["main"],
            local_start=start,
            zone=ZONE,
            **{"service": "follow-up", "minutes": 30, "mode": "in-person", **more},
        )

    def mark(self, appointment_id: UUID, status: str, shown: Instant, *, at: Instant = NOW, **more: str):
        """Note something at the desk."""
        command = note_attendance.Command(appointment_id, status, shown.iso(), **more)
        return note_attendance.commit(command, actor=self.who("cole"), at=at, once=once())


@pytest.fixture
def desk(practice: Practice) -> Desk:
    """The desk of the small practice."""
    return Desk(practice)


def wall(days: int = 0, clock: str = "09:00") -> str:
    """A wall time some days after the practice's day."""
    return f"{NOW.day(ZONE) + timedelta(days=days)}T{clock}"
