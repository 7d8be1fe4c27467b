"""A clinician looks over everybody whom they treat, by one instrument: who gets better, who does not, who is not asked.

All of the caseload is read and counted, so that no page and no filter hides anybody from the numbers; at most a hundred
people are shown at a time, and only these are noted as seen. People who are known to have died are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from plait.clinical.assessment.baseline import since_step
from plait.clinical.assessment.expected_course import OnTrack, on_track
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.assessment.standing import DAY_SECONDS, GROUPS, Group, Standing, Taken, standing
from plait.clinical.medication.regimen import state
from plait.clinical.moment import Instant
from plait.clinical.visits.before_visit import ASKED_AGAIN_DAYS, IN_USE_DAYS
from plait.coordination import door
from plait.coordination.assessment.series import treatments_of
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.assessment import caseload as assessment
from plait.records.assessment.caseload import Filled, LastFilled
from plait.records.medication import caseload as medication
from plait.records.people import queries as people
from plait.records.people.types import PatientLine
from plait.records.problems import caseload as problems
from plait.records.problems.caseload import Begun
from plait.records.safety import queries as safety
from plait.records.therapy import caseload as therapy

PAGE = 100
FIRST_CHOICE = "phq-9"
Sort = Literal["name", "score", "change", "longest-ago", "rose"]
SORTS: tuple[Sort, ...] = ("name", "score", "change", "rose", "longest-ago")
FLAGGED = "open-flag"
NOTHING = Decimal(0)
NOT_READ = UUID(int=0)
NOT_BEGUN = Begun()


@dataclass(frozen=True, slots=True)
class Line:
    """One person: where they stand on the instrument, its totals over time, the last of every other, what is missed."""

    person: PatientLine
    standing: Standing
    totals: tuple[Taken, ...]
    others: tuple[tuple[str, Decimal], ...] = ()  # the last total of every other instrument
    missed: tuple[str, ...] = ()  # instruments in use that nobody filled in lately
    on_track: OnTrack | None = None
    open_flags: int = 0


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page, and the numbers of everybody. ``used``: how many people filled in each instrument."""

    instrument: Instrument
    used: tuple[tuple[str, int], ...]
    everybody: int
    groups: tuple[tuple[Group, int], ...]
    flagged: int  # people with an open flag of harm
    lines: tuple[Line, ...]
    found: int  # how many the filter leaves
    page: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; an instrument or group that is not known stands for none. ``group`` may be ``FLAGGED``."""

    instrument: str = ""
    group: str = ""
    sort: Sort = "name"
    page: int = 1


def read(asked: Asked, *, actor: Actor, at: Instant) -> Caseload:
    """The caseload of the acting clinician."""
    with door.read("assessment.caseload", actor=actor, at=at) as visit:
        if not actor.clinical or actor.practitioner_id is None:
            raise door.Denied(visit.action)
        ids = people.caseload(actor, at)
        last = assessment.last_filled_by(ids)
        used = Counter(name for own in last.values() for name in own)
        instrument = _chosen(asked.instrument, used)
        filled = assessment.filled_in_by(ids, instrument.id)
        known = _Gathered(instrument, filled, last, problems.begun_by(ids), at, actor.zone)
        standings = {one: known.standing(one) for one in ids}
        flags = safety.open_counts(ids)
        counts = Counter(one.group for one in standings.values())
        shown = [one for one in ids if _asked_for(asked.group, standings[one], flags[one])]
        if asked.sort != "name":
            shown.sort(key=_key(asked.sort, instrument, standings))
        first = (max(1, asked.page) - 1) * PAGE
        page = shown[first : first + PAGE]
        lines, tracks = people.lines_of(page), _tracks(page, known)
        visit.saw(page)
        return Caseload(
            instrument=instrument,
            used=tuple(sorted(used.items(), key=lambda one: (-one[1], one[0]))),
            everybody=len(ids),
            groups=tuple((group, counts[group]) for group in GROUPS if counts[group]),
            flagged=len(flags),
            lines=tuple(
                replace(
                    _line(lines[one], standings[one], known),
                    on_track=tracks[one],
                    open_flags=flags[one],
                )
                for one in page
            ),
            found=len(shown),
            page=max(1, asked.page),
        )


def _asked_for(group: str, where: Standing, flags: int) -> bool:
    """Whether somebody is among those asked for."""
    if group == FLAGGED:
        return flags > 0
    return group not in GROUPS or where.group == group


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What is known of everybody, for one instrument at one moment."""

    instrument: Instrument
    filled: Mapping[UUID, list[Filled]]  # of the instrument
    last: Mapping[UUID, Mapping[str, LastFilled]]  # of every instrument
    begun: Mapping[UUID, Begun]
    at: Instant
    zone: str

    def standing(self, one: UUID) -> Standing:
        """Where one person stands."""
        taken = [_taken(told) for told in self.filled.get(one, ())]
        return standing(self.instrument, taken, since=self.begun.get(one, NOT_BEGUN).episode, at=seconds(self.at))

    def on_track(self, one: UUID, treatments: frozenset[str]) -> OnTrack:
        """Whether one person is on track, on what they are given."""
        step = self.begun.get(one, NOT_BEGUN).step
        totals = [_response(self.instrument.id, told) for told in self.filled.get(one, ())]
        since = since_step(self.instrument, totals, title="", began=instant(step)) if step is not None else None
        return on_track(
            self.instrument, release().expectations, since, treatments=treatments, at=self.at, zone=self.zone
        )


def _tracks(page: list[UUID], known: _Gathered) -> dict[UUID, OnTrack]:
    """On track or not, of those who are shown: what they are given is read for them alone."""
    orders, therapies = medication.orders_of(page), therapy.therapies_of(page)
    found = {}
    for one in page:
        states = (state(lines, at=known.at) for lines in orders.get(one, ()))
        active = [order for order in states if order is not None and order.status != "stopped" and order.confirmed]
        courses = therapies[one].courses if one in therapies else ()
        found[one] = known.on_track(one, treatments_of(active, courses))
    return found


def _response(instrument: str, told: Filled) -> Response:
    """A filling-in as the comparison reads it: its answers are not looked at."""
    taken = _taken(told)
    return Response(NOT_READ, instrument, taken.version, instant(taken.at), {}, taken.total, None, complete=True)


def seconds(at: Instant) -> int:
    """A moment in seconds since 1970."""
    return int(at.utc.timestamp())


def instant(at: int) -> Instant:
    """A moment from seconds since 1970."""
    return Instant(datetime.fromtimestamp(at, UTC))


def _chosen(wanted: str, used: Mapping[str, int]) -> Instrument:
    """The instrument asked for, else the one that most of them filled in."""
    known = release().instruments
    if wanted in known:
        return known[wanted]
    most = max((name for name in used if name in known), key=lambda n: (used[n], n == FIRST_CHOICE), default="")
    return known[most or FIRST_CHOICE]


def _taken(told: Filled) -> Taken:
    version, at, total = told
    return Taken(version, at, None if total is None else Decimal(total))


def _key(sort: Sort, instrument: Instrument, standings: Mapping[UUID, Standing]) -> Callable[[UUID], tuple[bool, Any]]:
    """Who needs a look first: the worst score, the worst change, the longest without one. Who has none comes last."""
    sign = 1 if instrument.better == "higher" else -1

    def number(one: Standing) -> Decimal | int | None:
        last = one.last.total if one.last else None
        if sort == "score":
            return None if last is None else sign * last
        if sort == "rose":
            before = one.before.total if one.before else None
            return None if last is None or before is None else sign * (last - before)
        if sort == "change":
            return None if one.difference is None else sign * one.difference
        return None if one.last_asked is None else one.last_asked

    def key(one: UUID) -> tuple[bool, Any]:
        found = number(standings[one])
        return (found is None, NOTHING if found is None else found)

    return key


def _line(person: PatientLine, where: Standing, known: _Gathered) -> Line:
    last = known.last.get(person.patient_id, {})
    others = {
        name: Decimal(told.total)
        for name, told in last.items()
        if name != known.instrument.id and told.total is not None
    }
    taken = [_taken(told) for told in known.filled.get(person.patient_id, ())]
    totals = tuple(one for one in taken if one.total is not None)
    return Line(person, where, totals, tuple(sorted(others.items())), _missed(last, seconds(known.at)))


def _missed(last: Mapping[str, LastFilled], at: int) -> tuple[str, ...]:
    """Instruments in use that nobody filled in lately: by the same two numbers as on the page of the day."""
    in_use, lately = at - IN_USE_DAYS * DAY_SECONDS, at - ASKED_AGAIN_DAYS * DAY_SECONDS
    return tuple(sorted(name for name, told in last.items() if in_use <= told.at < lately))
