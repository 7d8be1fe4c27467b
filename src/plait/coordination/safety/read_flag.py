"""One sign of harm in full: what was answered or said, how its clock stands, who must act, everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.consequences.harm_waiting import Waiting, waiting
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.safety import queries
from plait.records.safety.queries import Done, FlagRecord

__all__ = ["Done", "FlagPage", "FlagRecord", "read"]
SCREENER = "c-ssrs-screener"


@dataclass(frozen=True, slots=True)
class FlagPage:
    """The page of a flag. ``standing`` is None once it is closed."""

    header: Header
    flag: FlagRecord
    standing: Waiting | None
    phones: tuple[str, ...]
    screener: str  # id of the instrument to ask on with; "" where there is none
    previous: tuple[FlagRecord, ...]  # the person's other flags, newest first


def read(flag_id: UUID, *, actor: Actor, at: Instant) -> FlagPage:
    """One flag."""
    with door.read("safety.read", actor=actor, at=at, patient=lambda: queries.whose(flag_id)) as visit:
        flags = queries.of_patient(visit.patient)
        flag = next((one for one in flags if one.flag_id == flag_id), None)
        if flag is None:
            raise door.Denied(str(flag_id))
        known = situation.gather(visit.patient)
        found = waiting(at, [visit.patient]) if flag.open else ()
        return FlagPage(
            header=header(known, visit, actor=actor, at=at),
            flag=flag,
            standing=next((one for one in found if one.line.flag_id == flag_id), None),
            phones=known.patient.phones,
            screener=SCREENER if SCREENER in release().instruments else "",
            previous=tuple(one for one in flags if one.flag_id != flag_id),
        )
