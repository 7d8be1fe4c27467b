"""Appointments of an invented practice: those that were kept or missed, and a believable today, tomorrow and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination.demo.diary import Agreed, Diary, Due
from plait.coordination.demo.rows import Ids, Row, Rows
from plait.coordination.demo.story import ZONE, Calendar
from plait.foundation.actor import Actor
from plait.foundation.facts import Stamp

BOOKED_DAYS_BEFORE = 21
TODAY, TOMORROW = (5, 8), (4, 7)  # visits of one clinician
TODAY_SHARE = 60  # of a hundred who are due come today, where there are few
REPEATS = 2  # sessions agreed beyond the next one
LOOKED_AHEAD = 140  # days
WHAT = {"noshow": "missed"}  # what an event is called where it is not the status
Met = tuple[str, UUID]  # "encounter" or "session", and which
WAITING_MINUTES = 30  # before their time, people sit in the waiting room; the first of a site comes earlier still


@dataclass(frozen=True, slots=True)
class Whose:
    """A person with the site they belong to and who books for them."""

    patient: UUID
    site: UUID
    booked_by: str


@dataclass
class Book:
    """Writes appointments into rows."""

    calendar: Calendar
    staff: dict[str, Actor]
    ids: Ids
    rows: Rows
    now: Instant

    def past(self, whose: Whose, agreed: Iterable[Agreed], met: Mapping[datetime, Met]) -> None:
        """What was agreed, and what came of it; ``met`` says by its beginning which visit or session it led to."""
        for one in agreed:
            row = self._booked(whose, one, before=BOOKED_DAYS_BEFORE)
            row["_met"] = met.get(row["starts_at"]) if one.status == "fulfilled" else None
            self._became(row, one.status, Stamp(self._acting(one), Instant(row["ends_at"])), note=one.reason)

    def days(self, agreed: Iterable[tuple[Whose, Agreed]]) -> None:
        """Today and all days ahead."""
        today: dict[str, list[Row]] = defaultdict(list)
        for whose, one in agreed:
            row = self._booked(whose, one, before=BOOKED_DAYS_BEFORE + one.day // 2)
            if one.day == 0:
                today[one.by].append(row)
        early = {min(each, key=lambda row: row["starts_at"])["id"] for each in self._by_site(today).values()}
        for rows in today.values():
            self._today(rows, early)

    @staticmethod
    def _by_site(today: Mapping[str, list[Row]]) -> Mapping[UUID, list[Row]]:
        found: dict[UUID, list[Row]] = defaultdict(list)
        for row in (row for rows in today.values() for row in rows):
            found[row["site_id"]].append(row)
        return found

    def _today(self, rows: list[Row], early: set[UUID]) -> None:
        """What one clinician's day looks like by now: over, sitting in the waiting room, still to come."""
        soon = self.now.plus(seconds=60 * WAITING_MINUTES).utc
        for row in rows:
            if row["ends_at"] <= self.now.utc:
                self._became(row, "fulfilled", Stamp(self._acting(row["_agreed"]), Instant(row["ends_at"])))
            elif row["starts_at"] <= soon or row["id"] in early:
                self._became(row, "arrived", Stamp(self.staff[row["_booked_by"]], self.now.plus(seconds=-300)))

    def _acting(self, one: Agreed) -> Actor:
        return replace(self.staff[one.by], acting_role=one.role)

    def _booked(self, whose: Whose, one: Agreed, *, before: int) -> Row:
        starts = self.calendar.moment(one.day, one.at)
        booked = self.calendar.moment(min(one.day - before, -1), "11:00")
        actor, stamp = self.staff[one.by], Stamp(self.staff[whose.booked_by], booked)
        row = {
            "id": self.ids(),
            "created_at": booked.utc,
            "changed_at": booked.utc,
            "patient_id": whose.patient,
            "practitioner_id": actor.practitioner_id,
            "practitioner_name": actor.name,
            "site_id": whose.site,
            "service": one.service,
            "mode": one.mode,
            "status": "booked",
            "local_start": f"{self.calendar.day(one.day).isoformat()}T{one.at}",
            "zone": ZONE,
            "minutes": one.minutes,
            "starts_at": starts.utc,
            "ends_at": starts.plus(seconds=60 * one.minutes).utc,
            "cancel_reason": "",
        }
        when = {name: str(row[name]) for name in ("local_start", "zone", "minutes")}
        about = {"service": one.service, "mode": one.mode, "practitioner": actor.name}
        self._note(row, stamp, ("booked", {}, {**when, **about}))
        self.rows.add("appointments", row)
        row["_agreed"], row["_booked_by"] = one, whose.booked_by
        return row

    def _became(self, row: Row, status: str, stamp: Stamp, note: str = "") -> None:
        led_to = {row["_met"][0]: str(row["_met"][1])} if row.get("_met") else {}
        told = {"status": status, **led_to}
        self._note(row, stamp, (WHAT.get(status, status), {"status": row["status"]}, told), note)
        row["status"], row["changed_at"] = status, stamp.at.utc
        if status == "cancelled":
            row["cancel_reason"] = note

    def _note(self, row: Row, stamp: Stamp, told_of: tuple[str, Row, Row], note: str = "") -> None:
        what, before, after = told_of
        told = {"id": self.ids(), "appointment_id": row["id"], "what": what, "before": before, "after": after}
        self.rows.add("appointment_events", {**stamp.fields(), **told, "note": note})


@dataclass
class Plan:
    """Gives everybody who is due a time; nobody has to come twice on one day."""

    diary: Diary
    draw: Random
    comes: set[tuple[UUID, int]] = field(default_factory=set)

    def all(self, due: Iterable[tuple[Whose, Due]]) -> Iterator[tuple[Whose, Agreed]]:
        """A full today and tomorrow for each clinician, the rest as their days come."""
        by_clinician: dict[str, list[tuple[Whose, Due]]] = defaultdict(list)
        for whose, one in due:
            by_clinician[one.by].append((whose, one))
        tomorrow = self.diary.open_day(1)
        for waiting in by_clinician.values():
            waiting.sort(key=lambda pair: pair[1].day)
            most = max(TODAY[0] - 1, len(waiting) * TODAY_SHARE // 100)
            left = yield from self._day(waiting, 0, min(self.draw.randint(*TODAY), most))
            left = yield from self._day(left, tomorrow, self.draw.randint(*TOMORROW))
            for whose, one in left:
                yield from self._later(whose, one, max(one.day, tomorrow + 1))

    def _day(
        self, waiting: list[tuple[Whose, Due]], day: int, wanted: int
    ) -> Generator[tuple[Whose, Agreed], None, list[tuple[Whose, Due]]]:
        """Fill one day of a clinician; returns who still waits."""
        left = []
        for whose, one in waiting:
            free = wanted > 0 and (whose.patient, day) not in self.comes
            at = self.diary.on(one.by, day, one.minutes, one.wish) if free else None
            if at is None:
                left.append((whose, one))
                continue
            wanted -= 1
            yield self._comes(whose, one, day, at)
            yield from self._repeated(whose, one, day)
        return left

    def _later(self, whose: Whose, one: Due, day: int) -> Iterator[tuple[Whose, Agreed]]:
        """The next free time from a day on."""
        while (whose.patient, self.diary.open_day(day)) in self.comes:
            day = self.diary.open_day(day) + 1
        slot = self.diary.find(one.by, day, one.minutes, one.wish, last=LOOKED_AHEAD)
        if slot is not None and (whose.patient, slot[0]) not in self.comes:
            yield self._comes(whose, one, *slot)
            yield from self._repeated(whose, one, slot[0])

    def _repeated(self, whose: Whose, one: Due, day: int) -> Iterator[tuple[Whose, Agreed]]:
        """Therapy in a rhythm is agreed some sessions ahead."""
        for number in range(1, REPEATS + 1 if one.every else 1):
            slot = self.diary.find(one.by, day + number * one.every, one.minutes, one.wish, last=LOOKED_AHEAD)
            if slot is not None and (whose.patient, slot[0]) not in self.comes:
                yield self._comes(whose, one, *slot)

    def _comes(self, whose: Whose, one: Due, day: int, at: str) -> tuple[Whose, Agreed]:
        self.comes.add((whose.patient, day))
        return whose, _agreed(one, day, at)


def _agreed(one: Due, day: int, at: str) -> Agreed:
    return Agreed(day, at, one.by, one.service, one.minutes, one.mode, "booked", role=one.role)
