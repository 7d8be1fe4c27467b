"""Somebody brings in a person's FHIR file: it is kept, read in the background, and taken in as a whole or not at all.

``receive`` keeps the file and defers the job in one transaction; ``run`` reads it and writes everything in another.
A run may be repeated at any time: what is over is only answered again, what was interrupted left nothing behind.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError
from procrastinate.contrib.django import app as jobs

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import interchange as consequences
from plait.coordination.interchange.identity import Recognised
from plait.coordination.interchange.reading import Received, Rejected, read_bundle
from plait.coordination.interchange.reports import Remark, Report, Status, remark, remark_of, report_from
from plait.coordination.interchange.taking_in import TakingIn
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.idempotency import Once
from plait.foundation.patience import allow_seconds
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.inbox import actions, queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people

JOB = "plait.import-run"
QUEUE = "imports"
MOST_BYTES = 25 * 1024 * 1024
MOST_SECONDS = 300
TRIES = 3
LEFT_BEHIND_SECONDS = 3600
FILE_KEPT_DAYS = 30
BOM = b"\xef\xbb\xbf"
ACTION = "interchange.import"
logger = logging.getLogger("plait.interchange")


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody who will treat the person, in one role."""

    practitioner_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. ``assign_to`` is chosen by a coordinator; a clinician takes the person on themselves."""

    file_name: str
    content: bytes
    assign_to: tuple[Assigned, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The file is kept; its run waits for the worker."""

    run_id: UUID


def receive(command: Upload, *, actor: Actor, at: Instant, once: Once) -> Opened | Refused:
    """Keep the file and defer the job that takes it in, together."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return Opened(UUID(visit.replayed["run"]))
        opened = _open(command, visit, status="waiting")
        if isinstance(opened, Refused):
            return visit.refuse(opened)
        jobs.configure_task(JOB, queue=QUEUE, queueing_lock=f"import-{opened}").defer(run_id=str(opened))
        door.keep_outcome(visit, once, {"run": str(opened)})
        return Opened(opened)


def import_file(
    content: bytes, name: str, *, actor: Actor, at: Instant, assign_to: tuple[Assigned, ...] = ()
) -> Report | Refused:
    """Keep a file and take it in at once, without the worker: what the command line does."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        opened = _open(Upload(name, content, assign_to), visit, status="running")
        if isinstance(opened, Refused):
            return visit.refuse(opened)
    done = run(opened, actor=actor, at=at)
    return done if done is not None else Refused("busy", _("Somebody else is working on this import already."))


def run(run_id: UUID, *, actor: Actor, at: Instant) -> Report | None:
    """Take in the file of a run, as its uploader; None where somebody else is at it right now.

    Raises ``OperationalError`` where the database is not there or busy: try again later.
    """
    held = _hold(run_id, actor, at)
    if not isinstance(held, _Held):
        return held
    try:
        return _read_and_write(held, actor, at)
    except door.Denied:
        return _end(held.run, actor, at, "refused", remark("not-yours"))
    except (OperationalError, InterfaceError, door.AuditUnavailable):
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the person who waits is told
        _log(run_id, error)
        return _end(held.run, actor, at, "failed", remark("failed"))


def give_up(run_id: UUID, why: str, *, actor: Actor, at: Instant) -> Report | None:
    """End a run that cannot be taken in any more; None where it is over, or somebody is at it right now."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        _own(queries.run(run_id), actor)
        held = actions.hold_run(run_id)
        if held is None or report_from(held.status, held.report) is not None:
            return None
        return _say(held, visit, Report(status="failed", reason=remark(why)))


def give_up_left_behind(*, actor: Actor, at: Instant) -> int:
    """End the runs that began long ago and on which nobody works: nothing of them was taken in. Returns how many."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        left = actions.runs_left_behind(at.plus(seconds=-LEFT_BEHIND_SECONDS))
        for run_id in left:
            _say(queries.run(run_id), visit, Report(status="failed", reason=remark("interrupted")))
        actions.empty_files(at.plus(days=-FILE_KEPT_DAYS))
        visit.detail = f"{len(left)} interrupted"
        return len(left)


@dataclass(frozen=True, slots=True)
class _Held:
    run: Run
    content: bytes
    zone: str


def _open(command: Upload, visit: door.Visit, *, status: str) -> UUID | Refused:
    actor, at = visit.stamp.actor, visit.stamp.at
    site_id = actor.site_id or people.first_site()
    assigned = _assigned(command, actor, at)
    refused = _against(command.content) or (assigned if isinstance(assigned, Refused) else None)
    if refused is not None:
        return refused
    if site_id is None or isinstance(assigned, Refused):
        return Refused("no-site", _("You belong to no site, so nobody could be registered."))
    run_id = actions.open_run(
        visit.stamp,
        file_name=command.file_name,
        content=command.content,
        site_id=site_id,
        assign_to=[{"practitioner": str(one.practitioner_id), "role": one.role} for one in assigned],
        status=status,
    )
    visit.detail = f"file kept, run {run_id}"
    return run_id


def _against(content: bytes) -> Refused | None:
    """What can be said of a file before it is read: by its content, never by its name."""
    if len(content) > MOST_BYTES:
        return Refused("too-big", _("The file is larger than 25 MB."), "file")
    start = content[:4096].removeprefix(BOM).lstrip()[:1]
    if not content.strip():
        return Refused("empty", _("The file is empty."), "file")
    if start != b"{":
        return Refused("not-json", _("This is not a FHIR file in JSON: a Bundle begins with a curly bracket."), "file")
    return None


def _assigned(command: Upload, actor: Actor, at: Instant) -> tuple[Assigned, ...] | Refused:
    """Who will be on the care team: the importing clinician, or whom the coordinator chose at their own site."""
    if actor.kind == "staff" and actor.acting_role in CLINICAL and actor.practitioner_id is not None:
        return (Assigned(actor.practitioner_id, actor.acting_role),)
    if not command.assign_to:
        return Refused("assign", _("Choose who will treat this person."), "prescriber")
    here = {m.practitioner_id: m.roles for m in people.staff(at.day(actor.zone), site_id=actor.site_id)}
    for one in command.assign_to:
        if one.role not in CLINICAL or one.role not in here.get(one.practitioner_id, ()):
            return Refused("assign", _("Choose staff of your site, in a role that they have today."), one.role)
    return command.assign_to


def _hold(run_id: UUID, actor: Actor, at: Instant) -> _Held | Report | None:
    with door.write(ACTION, actor=actor, at=at) as visit:
        _own(queries.run(run_id), actor)
        held = actions.hold_run(run_id)
        if held is None:
            return None
        over = report_from(held.status, held.report)
        if over is not None:
            return over
        actions.move_run(at, run_id, status="running")
        visit.detail = f"run {run_id} began"
        return _Held(held, queries.content_of(run_id), people.zone_of(held.site_id) or settings.TIME_ZONE)


def _own(found: Run | None, actor: Actor) -> Run:
    if found is None or (found.uploaded_by != actor.id and actor.kind != "system"):
        raise door.Denied(ACTION)
    return found


def _read_and_write(held: _Held, actor: Actor, at: Instant) -> Report | None:
    """Reading opens no transaction, however long the file; then one transaction writes all of it."""
    if not held.content:
        return _end(held.run, actor, at, "refused", remark("file-gone"))
    told = release()
    found = read_bundle(
        held.content, zone=held.zone, lookup=formulary().medicine, instruments=told.instruments.values()
    )
    if isinstance(found, Rejected):
        return _end(held.run, actor, at, "refused", remark_of(found.reason))
    for number in range(1, TRIES + 1):
        try:
            return _write(held.run, found, actor, at)
        except IntegrityError:
            # The same person came in by another file in between: look again who it is.
            if number == TRIES:
                raise
    return None


def _write(run: Run, found: Received, actor: Actor, at: Instant) -> Report | None:
    who = Recognised.of(found.patient)
    if who.against is not None:
        return _end(run, actor, at, "refused", who.against)
    with door.write(ACTION, actor=actor, at=at, patient=who.patient_id) as visit:
        allow_seconds(MOST_SECONDS)
        held = actions.hold_run(run.run_id)
        if held is None or held.status != "running":
            return report_from(held.status, held.report) if held else None
        report = TakingIn(visit, run, found, release(), who).take()
        if report.patient_id is None:
            raise ValueError("an import that is done names its person")
        consequences.assign(visit, run, report.patient_id)
        consequences.ask_to_reconcile(visit, run, report.patient_id, report.waiting)
        _close(run, at, report)
        visit.detail = f"run {run.run_id} taken in"
        return report


def _end(run: Run, actor: Actor, at: Instant, status: Status, reason: Remark) -> Report:
    """Say why nothing was taken in."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        return _say(run, visit, Report(status=status, reason=reason))


def _say(run: Run | None, visit: door.Visit, report: Report) -> Report:
    if run is not None:
        _close(run, visit.stamp.at, report)
        visit.outcome, visit.detail = "refused", f"run {run.run_id}: {report.reason.code if report.reason else ''}"
    return report


def _close(run: Run, at: Instant, report: Report) -> None:
    actions.move_run(
        at,
        run.run_id,
        status=report.status,
        report=report.as_json(),
        patient_id=report.patient_id,
        finished_at=at.utc,
    )


def _log(run_id: UUID, error: Exception) -> None:
    """Where it went wrong, without a word of what stood in the file: a database error quotes values."""
    places: Iterable[traceback.FrameSummary] = traceback.extract_tb(error.__traceback__)
    ours = [f"{place.filename.rpartition('plait/')[2]}:{place.lineno}" for place in places if "plait" in place.filename]
    logger.error("import run %s failed: %s at %s", run_id, type(error).__name__, " < ".join(reversed(ours[-4:])))
