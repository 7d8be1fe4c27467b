"""What stands above every page of a chart: who it is, what must not be overlooked, and who treats them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.assessment.risk_answer import is_fresh
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.situation import Allergy, Pregnancy
from plait.coordination.door import Visit
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.people.emergency import Standing
from plait.records.people.types import TeamMember
from plait.records.safety.marks import FlagMark
from plait.records.safety.plan_queries import Mark as PlanMark

OLDEST_ASKED = 60
YOUNGEST_ASKED = 12
__all__ = ["FlagMark", "Header", "PlanMark", "Risk", "Standing", "active_risk", "age", "header"]


@dataclass(frozen=True, slots=True)
class Risk:
    """The latest answer above zero that speaks of harm: which instrument, which items, when.

    ``loud`` unless it was old already when it came in from elsewhere; then it waits to be gone through. ``taken_on``
    is the date of an imported answer whose sender stated no moment.
    """

    instrument: str
    items: tuple[tuple[str, int], ...]
    taken_at: Instant
    imported: bool = False
    taken_on: PartialDate | None = None
    loud: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a chart. ``pregnancy_relevant`` says whether it is shown at all."""

    patient_id: UUID
    number: str
    name: str
    preferred_name: str
    called: str
    pronouns: str
    birth_date: PartialDate | None
    age: int | None
    deceased: str
    allergies: tuple[Allergy, ...]
    allergy_state: str
    pregnancy: Pregnancy | None
    pregnancy_relevant: bool
    risk: Risk | None
    team: tuple[TeamMember, ...]
    plan: PlanMark  # whether there is a safety plan, and whether it waits to be reviewed
    emergency: Standing | None  # the access by which somebody outside the care team reads it
    flags: tuple[FlagMark, ...] = ()  # open ones, the first opened first
    covers: bool = False  # open to somebody who covers, while a flag is open


def header(known: Known, visit: Visit, *, actor: Actor, at: Instant) -> Header:
    """The head of a chart from what is known, and from what the door found out about whoever reads it."""
    patient = known.patient
    outside = _outside(visit.team, actor, at)
    standing = visit.emergency if outside else None
    years = age(patient.birth_date, at.day(actor.zone))
    return Header(
        patient_id=patient.patient_id,
        number=patient.number,
        name=patient.name,
        preferred_name=patient.preferred_name,
        called=patient.called,
        pronouns=patient.pronouns,
        birth_date=patient.birth_date,
        age=years,
        deceased=patient.deceased,
        allergies=tuple(allergy for _thread, allergy in known.allergies.known),
        allergy_state=known.allergies.state,
        pregnancy=known.pregnancy,
        pregnancy_relevant=patient.sex_for_clinical_use != "male"
        and (years is None or YOUNGEST_ASKED <= years < OLDEST_ASKED or known.pregnancy is not None),
        risk=active_risk(known.responses, actor.zone),
        team=tuple(member for member in visit.team if member.at(at)),
        plan=known.plan,
        emergency=standing,
        flags=tuple(one for one in reversed(known.flags) if one.open),
        covers=outside and standing is None and actor.clinical,
    )


def _outside(team: tuple[TeamMember, ...], actor: Actor, at: Instant) -> bool:
    """Whether somebody reads the chart who does not treat the person in the role acted in."""
    own = (actor.practitioner_id, actor.acting_role)
    return actor.practitioner_id is not None and not any((m.practitioner_id, m.role) == own and m.at(at) for m in team)


def age(born: PartialDate | None, on: date) -> int | None:
    """Completed years; None where the birth date is not known to the day and the two readings differ."""
    if born is None:
        return None
    readings = {_years(day, on) for day in (born.earliest(), born.latest())}
    return readings.pop() if len(readings) == 1 else None


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def active_risk(responses: tuple[Response, ...], zone: str) -> Risk | None:
    """The latest answer to each instrument's items about harm, where it is above zero; the newest of these.

    One that stands loudly comes before one that was old already when it was imported.

    A form that left the item out says nothing about it and takes no mark away. The whole path (flag, clock,
    acknowledgement) comes later; until then the mark stands until a newer answer.
    """
    latest: dict[str, Response] = {}
    for response in responses:
        if response.risk or _risk_items(response.instrument) & set(response.answers):
            latest[response.instrument] = response
    speaking = [response for response in latest.values() if response.risk]
    if not speaking:
        return None
    found = [_risk(response, zone) for response in speaking]
    return max(found, key=lambda risk: (risk.loud, risk.taken_at))


def _risk(one: Response, zone: str) -> Risk:
    fresh = one.received_at is None or is_fresh(one.taken_at, one.taken_on, received_at=one.received_at, zone=zone)
    return Risk(one.instrument, one.risk, one.taken_at, one.source == "import", one.taken_on, fresh)


def _risk_items(instrument: str) -> set[str]:
    known = release().instruments.get(instrument)
    return {item.id for item in known.items if item.risk_from is not None} if known else set()
