"""A coordinator finds that two records are of one person, and merges them: one is read under the other from then on.

Nothing is moved. Each fact stays on the record on which it was written, a link says that the two belong together, and
whatever is asked about the person is asked about both. So it can be undone (``merge_undo``). Who treats the one
treats the person; nobody else gains anything. Decision 0013.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.people import MERGED, ask_to_look_over
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import actions, linking, queries
from plait.records.people.likeness import Likely, likely_duplicates
from plait.records.people.linking import Link
from plait.records.people.types import PatientLine, PatientRecord, RelationLine, TeamMember

ACTION = "people.merge"
MOST_ALIKE = 10


@dataclass(frozen=True, slots=True)
class Command:
    """``merged`` is read under ``surviving`` from now on, and why these two are one person."""

    surviving: UUID
    merged: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two as the coordinator compares them: nothing clinical."""

    patient: PatientRecord
    relations: tuple[RelationLine, ...]
    team: tuple[TeamMember, ...]
    under: tuple[Link, ...]  # records merged into this one before


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may be the same as this person: those alike, with the reasons, and those found by what was typed."""

    patient: PatientRecord
    alike: tuple[tuple[Likely, PatientLine], ...]
    found: tuple[PatientLine, ...]


def choose(patient_id: UUID, text: str, *, actor: Actor, at: Instant) -> Choice:
    """Look for the other record of a person, among those the coordinator may see."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id) as visit:
        patient = queries.patient(patient_id)
        if patient is None:
            raise door.Denied(str(patient_id))
        likely = likely_duplicates(
            given=patient.given,
            family=patient.family,
            preferred_name=patient.preferred_name,
            birth_date=patient.birth_date,
            phones=patient.phones,
            emails=patient.emails,
            exclude=patient_id,
            limit=MOST_ALIKE,
        )
        apart = linking.kept_apart(patient_id)
        lines = queries.visible_lines(actor, at, [one.patient_id for one in likely if one.patient_id not in apart])
        found = queries.find(actor, at, text)[0] if text.strip() else ()
        found = tuple(line for line in found if line.patient_id != patient_id)
        visit.saw([*lines, *(line.patient_id for line in found)])
        alike = tuple((one, lines[one.patient_id]) for one in likely if one.patient_id in lines)
        return Choice(patient, alike, found)


def compare(patient_id: UUID, other_id: UUID, *, actor: Actor, at: Instant) -> tuple[Side, Side]:
    """The two side by side, before anything is decided."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id, also=[other_id]):
        return _side(patient_id, at), _side(other_id, at)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Merge; returns the surviving record."""
    with door.write(ACTION, actor=actor, at=at, patient=command.surviving, also=[command.merged], once=once) as visit:
        if visit.replayed is not None:
            return command.surviving
        refused = _refusal(command)
        if refused is not None:
            return visit.refuse(refused)
        link = linking.link_records(
            visit.stamp, patient_id=command.merged, person_id=command.surviving, reason=command.reason.strip()
        )
        actions.refresh_people([command.surviving, command.merged])
        ask_to_look_over(visit, link, command.surviving, kind=MERGED)
        visit.detail = "merged"
        door.keep_outcome(visit, once, {"person": str(command.surviving), "link": str(link)})
        return command.surviving


def _refusal(command: Command) -> Refused | None:
    """Why these two cannot be merged. That neither is merged already also means that no circle can arise."""
    if command.surviving == command.merged:
        return Refused("same", _("Choose two different records."))
    if linking.link_of(command.merged) is not None:
        return Refused("merged", _("That record was merged already. Open it to see under which one it is read."))
    if queries.site_of(command.surviving) != queries.site_of(command.merged):
        return Refused("site", _("The two records are at different sites. Records are merged within one site."))
    if not command.reason.strip():
        return Refused("reason", _("Say how you know that these two are one person."), "reason")
    return None


def _side(patient_id: UUID, at: Instant) -> Side:
    patient = queries.patient(patient_id)
    if patient is None:
        raise door.Denied(str(patient_id))
    team = tuple(member for member in queries.care_team(patient_id) if member.at(at))
    return Side(patient, queries.relations(patient_id), team, linking.links_under(patient_id))
