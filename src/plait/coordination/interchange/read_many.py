"""Somebody looks at an import about several people: how far it is, and what became of each of them.

The names stand there only for those who may see the person; of all others, only where in the files they stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.interchange.batches import BatchReport, Progress, batch_from, progress_from
from plait.foundation.actor import Actor
from plait.records.inbox import queries
from plait.records.inbox.queries import PAGE, Run
from plait.records.people import queries as people
from plait.records.people.types import PatientLine

ACTION = "interchange.read"
MOST_APART = 200


@dataclass(frozen=True, slots=True)
class PartLine:
    """One person of the import; ``patient`` only where the actor may see that person now."""

    run: Run
    patient: PatientLine | None


@dataclass(frozen=True, slots=True)
class Many:
    """The import. ``report`` is None while it is under way; ``done`` is one page of those who are taken in."""

    run: Run
    progress: Progress
    report: BatchReport | None
    held: tuple[PartLine, ...]
    refused: tuple[PartLine, ...]
    done: tuple[PartLine, ...]
    page: int
    has_more: bool


def read(run_id: UUID, *, actor: Actor, at: Instant, page: int = 1) -> Many | None:
    """An import of the actor's about several people; None where it is about one. Raises Denied for any other's."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        run = queries.run(run_id)
        if run is None or run.uploaded_by != actor.id:
            raise door.Denied(ACTION)
        if "batch" not in run.report:
            return None
        start = (max(page, 1) - 1) * PAGE
        done = queries.parts(run_id, ["done"], start=start, most=PAGE + 1)
        apart = queries.parts(run_id, ["held", "waiting", "refused", "failed"], most=MOST_APART)
        seen = people.visible_lines(actor, at, [part.patient_id for part in done if part.patient_id])
        visit.saw(seen)
        visit.detail = f"run {run_id}"
        progress = progress_from(run.report, queries.parts_by_status(run_id))
        return Many(
            run=run,
            progress=progress,
            report=batch_from(run.status, run.report),
            held=tuple(PartLine(part, None) for part in apart if part.status in {"held", "waiting"}),
            refused=tuple(PartLine(part, None) for part in apart if part.status in {"refused", "failed"}),
            done=tuple(PartLine(part, seen.get(part.patient_id) if part.patient_id else None) for part in done[:PAGE]),
            page=max(page, 1),
            has_more=len(done) > PAGE,
        )
