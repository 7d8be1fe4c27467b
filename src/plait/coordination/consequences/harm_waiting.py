"""Which signs of harm wait, on whom, and how long: computed whenever somebody looks; a dead worker hides nothing.

Shared by the list, the day, the chart, the door (coverage opens a chart while a flag is open) and the alarm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.moment import Instant
from plait.clinical.safety import harm_clock
from plait.clinical.safety.harm_clock import Clocks, Reading
from plait.clinical.safety.harm_duty import Duty, who_acts
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.people.duties import SAFETY_LEAD
from plait.records.safety import clock_settings, queries
from plait.records.safety.queries import Concern, OpenLine


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open flag: what it is about, what its clock says, who must act."""

    line: OpenLine
    reading: Reading
    duty: Duty

    def for_clinician(self, actor: Actor) -> bool:
        """Whether it is this clinician's to act on: they treat the person, cover, or it was handed to them."""
        if not actor.clinical or actor.practitioner_id is None:
            return False
        return self.duty.includes(actor.practitioner_id) or actor.practitioner_id in self.line.named

    def to_reach(self, actor: Actor) -> bool:
        """Whether somebody is told whom to call, and nothing of what was answered."""
        if not self.reading.waiting:
            return False
        if SAFETY_LEAD in actor.duties and self.duty.lead:
            return True
        return actor.acting_role == "coordinator" and actor.site_id == self.line.site_id and self.duty.coordinators


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
    return tuple(sorted((_waiting(line, at) for line in lines), key=_pressing))


def _waiting(line: OpenLine, at: Instant) -> Waiting:
    reading = harm_clock.read(line.running, own_lengths(release().clocks, line.clock_rows), at)
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
        return tuple(one.line.patient_id for one in (*self.mine, *self.to_reach))


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


def any_late(user: Any, at: Instant) -> bool:
    """Whether a sign of harm has waited too long, from the row that says who is signed in; True where it cannot say."""
    rows = getattr(user, "open_flags", None)
    if rows is None:
        return bool(late(at))
    if not rows:
        return False
    lengths = own_lengths(release().clocks, user.clock_rows)
    return any(harm_clock.read(state, lengths, at).late for state in queries.running_from(rows))
