"""Problems and allergies line by line, imported ones and ours, as they are laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.coding import CodeableConcept
from plait.clinical.moment import Instant
from plait.clinical.situation import CURRENT
from plait.foundation.facts import latest
from plait.foundation.received_threads import ReceivedThread, received_threads
from plait.records.people.one_person import of_person
from plait.records.problems.models import AboutPatient, AllergyIntolerance, Condition
from plait.records.problems.queries import concept


@dataclass(frozen=True, slots=True)
class Line:
    """What every line says. ``received`` where it began in another system; ``sequence`` counts its rows."""

    thread: UUID
    sequence: int
    words: CodeableConcept
    clinical_status: str
    effective_at: Instant
    first_recorded_at: Instant
    recorded_by: str
    in_error: bool
    received: ReceivedThread | None


@dataclass(frozen=True, slots=True)
class ConditionLine(Line):
    """A problem. ``onset`` and ``abated`` are partial dates as text, "" where not stated."""

    verification_status: str
    onset: str
    abated: str


@dataclass(frozen=True, slots=True)
class AllergyLine(Line):
    """An allergy, an intolerance, or the statement that none is known (``kind`` "none-known")."""

    kind: str
    ingredient: str
    reaction: str
    severity: str


def conditions(patient_id: UUID) -> tuple[ConditionLine, ...]:
    """Every problem, also those that are over or never were true; the active ones first."""
    came = received_threads(Condition.objects.filter(of_person(patient_id)))
    rows = latest(Condition.objects.filter(of_person(patient_id)))
    rows.sort(key=lambda r: (r.clinical_status not in CURRENT, r.text.casefold(), r.thread))
    return tuple(
        ConditionLine(*_shared(r, r.text, r.codings, came), r.verification_status, r.onset, r.abated) for r in rows
    )


def allergies(patient_id: UUID) -> tuple[AllergyLine, ...]:
    """Every allergy, also those that are over or never were true."""
    came = received_threads(AllergyIntolerance.objects.filter(of_person(patient_id)))
    rows = latest(AllergyIntolerance.objects.filter(of_person(patient_id)))
    rows.sort(key=lambda r: (r.kind != "allergy", r.substance.casefold(), r.thread))
    return tuple(
        AllergyLine(*_shared(r, r.substance, r.codings, came), r.kind, r.ingredient, r.reaction, r.severity)
        for r in rows
    )


def _shared(
    row: AboutPatient, text: str, codings: list[list[str]], came: dict[UUID, ReceivedThread]
) -> tuple[UUID, int, CodeableConcept, str, Instant, Instant, str, bool, ReceivedThread | None]:
    status: str = row.clinical_status  # type: ignore[attr-defined]
    return (
        row.thread,
        row.sequence,
        concept(text, codings),
        status,
        Instant(row.effective_at),
        _first_recorded(row, came),
        row.recorded_by_name,
        row.entered_in_error,
        came.get(row.thread),
    )


def _first_recorded(row: AboutPatient, came: dict[UUID, ReceivedThread]) -> Instant:
    """When the thread began; of what was written here, when its last row was."""
    return Instant(came[row.thread].recorded_at[0] if row.thread in came else row.recorded_at)
