"""Somebody looks at the files that they brought in: how far each is, and what became of every resource in it.

The lines of a report speak of the person's record, so only those who treat the person see them; a coordinator sees
the counts and where the chart is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.interchange.reports import Report, report_from
from plait.foundation.actor import CLINICAL, Actor
from plait.records.inbox import queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people
from plait.records.people.types import PatientLine, PractitionerLine

ACTION = "interchange.read"


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list, without its report; ``patient`` only where the actor may see that person now."""

    run: Run
    patient: PatientLine | None


@dataclass(frozen=True, slots=True)
class Mine:
    """The actor's runs, newest first, and whom a coordinator may choose to treat a new person."""

    runs: tuple[RunLine, ...]
    prescribers: tuple[PractitionerLine, ...]
    therapists: tuple[PractitionerLine, ...]


@dataclass(frozen=True, slots=True)
class OneRun:
    """One run with its report; ``lines_shown`` is False for those who do not treat the person."""

    run: Run
    report: Report | None
    patient: PatientLine | None
    lines_shown: bool


def mine(*, actor: Actor, at: Instant) -> Mine:
    """The page of imports."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        runs = queries.runs_of(actor.id) if actor.id else ()
        seen = people.visible_lines(actor, at, [run.patient_id for run in runs if run.patient_id])
        visit.saw(seen)
        chooses = actor.acting_role == "coordinator"
        here = people.staff(at.day(actor.zone), site_id=actor.site_id) if chooses and actor.site_id else ()
        return Mine(
            runs=tuple(RunLine(run, _patient(run, seen)) for run in runs),
            prescribers=tuple(member for member in here if "prescriber" in member.roles),
            therapists=tuple(member for member in here if "therapist" in member.roles),
        )


def read(run_id: UUID, *, actor: Actor, at: Instant) -> OneRun:
    """One run of the actor's, or one about a person whom they treat. Raises Denied for any other."""
    whose = partial(queries.patient_of_run, run_id)
    with door.read(ACTION, actor=actor, at=at, patient=whose() or None) as visit:
        run = queries.run(run_id)
        treats = actor.acting_role in CLINICAL and run is not None and run.patient_id is not None
        if run is None or not (treats or run.uploaded_by == actor.id):
            raise door.Denied(ACTION)
        visit.detail = f"run {run_id}"
        seen = people.visible_lines(actor, at, [run.patient_id] if run.patient_id else [])
        return OneRun(
            run=run,
            report=report_from(run.status, run.report),
            patient=_patient(run, seen),
            lines_shown=actor.acting_role in CLINICAL,
        )


def _patient(run: Run, seen: dict[UUID, PatientLine]) -> PatientLine | None:
    return seen.get(run.patient_id) if run.patient_id else None
