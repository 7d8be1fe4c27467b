"""A clinician records an allergy or intolerance, or that none is known; a wrong entry is marked as an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.situation import Allergy
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.problems import actions, queries
from plait.records.problems.queries import Allergies

KINDS = ("allergy", "intolerance", "none-known")
SEVERITIES = ("", "mild", "moderate", "severe")


@dataclass(frozen=True, slots=True)
class Command:
    """To what. ``ingredient`` is an RxNorm ingredient where the substance is a medicine."""

    patient_id: UUID
    kind: str
    substance: str = ""
    ingredient: str = ""
    reaction: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The new entry."""

    allergy_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Recorded | Refused:
    """Record it."""
    with door.write("problems.record", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Recorded(UUID(visit.replayed["allergy"]))
        standing = queries.allergies(command.patient_id)
        if command.kind not in KINDS or command.severity not in SEVERITIES:
            return visit.refuse(Refused("choice", _("Choose from the list."), "kind"))
        if command.kind == "none-known" and standing.known:
            return visit.refuse(Refused("known", _("Allergies are on record: mark them as errors first."), "kind"))
        if command.kind != "none-known" and not command.substance.strip():
            return visit.refuse(Refused("substance", _("Say to what."), "substance"))
        if command.kind == "none-known" and standing.none_known:
            return visit.refuse(Refused("none-already", _("That none is known is on record already."), "kind"))
        if _on_record(command, standing):
            return visit.refuse(Refused("twice", _("This is on record already."), "substance"))
        allergy = actions.record_allergy(
            visit.stamp,
            patient_id=command.patient_id,
            effective_at=at,
            kind=command.kind,
            substance=command.substance.strip(),
            ingredient=command.ingredient,
            reaction=command.reaction.strip(),
            severity=command.severity,
        )
        visit.detail = command.kind
        door.keep_outcome(visit, once, {"allergy": str(allergy)})
        return Recorded(allergy)


def _on_record(command: Command, standing: Allergies) -> bool:
    """Whether the same substance is on record, by its code or by its words."""
    words = command.substance.strip().casefold()
    return any(
        (command.ingredient and command.ingredient == allergy.ingredient)
        or (words and words == allergy.substance.text.casefold())
        for _thread, allergy in standing.known
    )


@dataclass(frozen=True, slots=True)
class Error:
    """An entry that never was true, and how it came about."""

    allergy_id: UUID
    reason: str


def read(allergy_id: UUID, *, actor: Actor, at: Instant) -> tuple[Header, Allergy]:
    """An allergy that stands, before somebody says that it never was true."""
    with door.read("problems.record", actor=actor, at=at, patient=_whose(allergy_id)) as visit:
        known = situation.gather(visit.patient)
        found = dict(known.allergies.known).get(allergy_id)
        if found is None:
            raise door.Denied(str(allergy_id))
        return header(known, visit, actor=actor, at=at), found


def mark_entered_in_error(command: Error, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Mark it; returns whose it was."""
    whose = _whose(command.allergy_id)
    with door.write("problems.record", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return visit.patient
        if not command.reason.strip():
            return visit.refuse(Refused("no-words", _("Say how this entry came about."), "reason_text"))
        if command.allergy_id not in dict(queries.allergies(visit.patient).known):
            return visit.refuse(Refused("in-error", _("This entry is already marked as an error.")))
        actions.revise_allergy(
            visit.stamp, command.allergy_id, entered_in_error=True, error_reason=command.reason.strip()
        )
        door.keep_outcome(visit, once, {"marked": True})
        return visit.patient


def _whose(allergy_id: UUID) -> Callable[[], UUID | None]:
    return partial(queries.patient_of_allergy, allergy_id)
