"""One sign of harm in full: what was answered or said, how its clock stands, who must act, everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.consequences.harm_waiting import Waiting, waiting, waiting_of_enquirer
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.knowledge.loader import release
from plait.records.intake import queries as intake
from plait.records.intake.types import Request
from plait.records.safety import queries
from plait.records.safety.types import Done, FlagRecord

__all__ = ["Done", "FlagPage", "FlagRecord", "Request", "read"]
SCREENER = "c-ssrs-screener"


@dataclass(frozen=True, slots=True)
class FlagPage:
    """The page of a flag. ``standing`` is None once it is closed."""

    header: Header | None  # None for somebody who only asked for contact
    enquirer: Request | None  # what they sent; None for a patient
    flag: FlagRecord
    standing: Waiting | None
    phones: tuple[str, ...]
    screener: str  # id of the instrument to ask on with; "" where there is none
    previous: tuple[FlagRecord, ...]  # the person's other flags, newest first


def read(flag_id: UUID, *, actor: Actor, at: Instant) -> FlagPage:
    """One flag."""
    with door.read("safety.read", actor=actor, at=at, patient=lambda: queries.whose(flag_id)) as visit:
        if visit.enquirer is not None:
            return _of_enquirer(visit.enquirer, flag_id, at)
        flags = queries.of_patient(visit.patient)
        flag = next((one for one in flags if one.flag_id == flag_id), None)
        if flag is None:
            raise door.Denied(str(flag_id))
        known = situation.gather(visit.patient)
        found = waiting(at, [visit.patient]) if flag.open else ()
        return FlagPage(
            header=header(known, visit, actor=actor, at=at),
            enquirer=None,
            flag=flag,
            standing=next((one for one in found if one.line.flag_id == flag_id), None),
            phones=known.patient.phones,
            screener=SCREENER if SCREENER in release().instruments else "",
            previous=tuple(one for one in flags if one.flag_id != flag_id),
        )


def _of_enquirer(enquirer: Enquirer, flag_id: UUID, at: Instant) -> FlagPage:
    """The flag of somebody who only asked for contact: what they sent stands in the place of a chart."""
    flags, request = queries.of_enquirer(enquirer), intake.one(enquirer.request_id)
    flag = next((one for one in flags if one.flag_id == flag_id), None)
    if flag is None or request is None:
        raise door.Denied(str(flag_id))
    found = waiting_of_enquirer(at, enquirer) if flag.open else ()
    return FlagPage(
        header=None,
        enquirer=request,
        flag=flag,
        standing=next((one for one in found if one.line.flag_id == flag_id), None),
        phones=(request.asked.phone,) if request.asked.phone else (),
        screener="",
        previous=tuple(one for one in flags if one.flag_id != flag_id),
    )
