"""Which signs of harm wait, on whom, and how long: computed whenever somebody looks; a dead worker hides nothing.

Shared by the list, the day, the chart, the door (coverage opens a chart while a flag is open) and the alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.moment import Instant
from plait.clinical.safety import harm_clock
from plait.clinical.safety.harm_clock import Clocks, Reading
from plait.clinical.safety.harm_duty import Clinician, Duty, who_acts, who_acts_at_the_door
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.enquirer import Enquirer
from plait.knowledge.loader import release
from plait.records.intake import queries as intake
from plait.records.people import queries as people
from plait.records.people.duties import SAFETY_LEAD
from plait.records.safety import clock_settings, queries, subject
from plait.records.safety.types import Concern, OpenLine
from plait.records.tasks.roster import rosters


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open flag: what it is about, what its clock says, who must act."""

    line: OpenLine
    reading: Reading
    duty: Duty

    def for_clinician(self, actor: Actor) -> bool:
        """Whether it is theirs to act on: they treat the person, cover, or it was handed to them."""
        if self.line.patient_id is None and SAFETY_LEAD in actor.duties:
            return True  # nobody treats somebody who only asked for contact: the safety lead acts as well
        if not actor.clinical or actor.practitioner_id is None:
            return False
        return self.duty.includes(actor.practitioner_id) or actor.practitioner_id in self.line.named

    def to_reach(self, actor: Actor) -> bool:
        """Whether somebody is told whom to call, and nothing of what was answered."""
        if not self.reading.waiting:
            return False
        if SAFETY_LEAD in actor.duties and self.duty.lead:
            return True
        own_site = self.line.patient_id is None or actor.site_id == self.line.site_id
        return actor.acting_role == "coordinator" and own_site and self.duty.coordinators


def own_lengths(default: Clocks | None, rows: Iterable[dict[str, Any]]) -> Clocks:
    """The practice's own lengths over the default of the content."""
    if default is None:
        raise ValueError("the content holds no clock of the risk path")
    return clock_settings.over(default, rows)


def clocks() -> Clocks:
    """The lengths that hold in this practice."""
    return own_lengths(release().clocks, clock_settings.rows())


def waiting(at: Instant, patient_ids: Iterable[UUID]) -> tuple[Waiting, ...]:
    """The open flags of some people as of a moment, in one query; the most pressing first."""
    return _sorted(queries.open_flags(at, patient_ids), at)


def waiting_of_enquirer(at: Instant, enquirer: Enquirer) -> tuple[Waiting, ...]:
    """The open flags of somebody who only asked for contact; the most pressing first."""
    return _sorted(queries.open_flags_of_enquirer(at, enquirer), at)


def late(at: Instant) -> tuple[Waiting, ...]:
    """Every flag of the practice that has waited too long; the most pressing first."""
    found = _sorted(queries.open_flags_of(Concern(late=_late_since(at, clocks())), at), at)
    return tuple(one for one in found if one.reading.late)


def _late_since(at: Instant, lengths: Clocks) -> tuple[Instant, Instant]:
    """Nothing that waits, or is acknowledged, for less than this can be late."""
    every = lengths.by_level.values()
    ends = min(one.everybody for one in every), min(one.close for one in every)
    return at.plus(seconds=-60 * ends[0]), at.plus(seconds=-60 * ends[1])


def _sorted(lines: Iterable[OpenLine], at: Instant) -> tuple[Waiting, ...]:
    found = tuple(lines)
    asked = [one.contact_request for one in found if one.patient_id is None and one.contact_request is not None]
    door = _at_the_door(asked, at) if asked else None
    return tuple(sorted((_waiting(line, at, door) for line in found), key=_pressing))


@dataclass(frozen=True, slots=True)
class _Door:
    """For those who only asked for contact: whom to ask for and where, and who must act."""

    called: Mapping[UUID, tuple[str, str]]
    duty: Duty


def _at_the_door(request_ids: Iterable[UUID], at: Instant) -> _Door:
    known = rosters(at)
    zone = next((one.zone for one in known.values()), "UTC")
    clinicians = [
        Clinician(one.practitioner_id, one.name) for one in people.staff(at.day(zone)) if set(one.roles) & CLINICAL
    ]
    return _Door(intake.called(request_ids), who_acts_at_the_door(known.values(), clinicians, at))


def _waiting(line: OpenLine, at: Instant, door: _Door | None) -> Waiting:
    reading = harm_clock.read(line.running, own_lengths(release().clocks, line.clock_rows), at)
    if line.patient_id is None and line.contact_request is not None and door is not None:
        name, phone = door.called.get(line.contact_request, ("", ""))
        return Waiting(replace(line, name=name, phone=phone), reading, door.duty)
    return Waiting(line, reading, who_acts(line.clinicians(at), line.roster, at, reading.step))


def _pressing(one: Waiting) -> tuple[bool, bool, int, Instant]:
    opened = one.line.running.opened
    return (not one.reading.late, not one.reading.waiting, -LEVELS.index(opened.level), opened.opened_at)


@dataclass(frozen=True, slots=True)
class Waits:
    """``mine``: to act on. ``to_reach``: whom to call. ``late``: others that have waited too long, to name nobody.

    The most pressing of each; ``more`` says how many of ``mine`` and ``to_reach`` an answer leaves out, so that nobody
    takes the list for all there is.
    """

    mine: tuple[Waiting, ...] = ()
    to_reach: tuple[Waiting, ...] = ()
    late: tuple[Waiting, ...] = ()
    more: int = 0

    @property
    def shown(self) -> tuple[UUID, ...]:
        """Whom the answer names."""
        both = (*self.mine, *self.to_reach)
        return tuple(one.line.patient_id for one in both if one.line.patient_id is not None)


def sorted_for(actor: Actor, at: Instant, *, most: int, with_late: bool = False) -> Waits:
    """The open flags of the practice as this actor may know them; asked inside a passage through the door.

    ``most``: how many of each an answer shows. ``with_late``: whether those of others that wait too long are asked for.
    """
    concern = Concern(
        clinician=actor.practitioner_id if actor.clinical else None,
        site=actor.site_id if actor.acting_role == "coordinator" else None,
        everywhere=SAFETY_LEAD in actor.duties,
        late=_late_since(at, clocks()) if with_late else None,
    )
    found = _sorted(queries.open_flags_of(concern, at), at)
    mine = [one for one in found if one.for_clinician(actor)]
    known = {one.line.flag_id for one in mine}
    reach = [one for one in found if one.line.flag_id not in known and one.to_reach(actor)]
    known |= {one.line.flag_id for one in reach}
    others = [one for one in found if one.reading.late and one.line.flag_id not in known]
    more = max(0, len(mine) - most) + max(0, len(reach) - most)
    return Waits(tuple(mine[:most]), tuple(reach[:most]), tuple(others[:most]), more)


def covers(practitioner_id: UUID, patient_id: UUID, at: Instant) -> bool:
    """Whether a clinician covers for who treats the person, or was handed a flag of theirs, while it is open."""
    found = waiting(at, [patient_id])
    return any(one.duty.includes(practitioner_id) or practitioner_id in one.line.named for one in found)


def covers_enquirer(practitioner_id: UUID, enquirer: Enquirer, at: Instant) -> bool:
    """Whether a clinician covers for somebody who only asked for contact while a flag is open, or had it in hand."""
    if subject.in_hand(enquirer, practitioner_id):
        return True
    found = waiting_of_enquirer(at, enquirer)
    return any(one.duty.includes(practitioner_id) for one in found)


def any_late(user: Any, at: Instant) -> bool:
    """Whether a sign of harm has waited too long, from the row that says who is signed in; True where it cannot say."""
    rows = getattr(user, "open_flags", None)
    if rows is None:
        return bool(late(at))
    if not rows:
        return False
    lengths = own_lengths(release().clocks, user.clock_rows)
    return any(harm_clock.read(state, lengths, at).late for state in queries.running_from(rows))
