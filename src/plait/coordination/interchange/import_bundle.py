"""Somebody brings in FHIR files: kept, read in the background, and each person taken in whole or not at all.

``receive`` keeps the file and defers the job in one transaction; ``run`` does the work, for one person in one
transaction, for several in one each (``import_people``). A run may be repeated at any time: what is over is only
answered again, what was interrupted left nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app as jobs

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.interchange.batches import BatchReport, batch_from
from plait.coordination.interchange.identity import Recognised
from plait.coordination.interchange.import_people import PeopleImport
from plait.coordination.interchange.import_person import ACTION, UNREACHABLE, OwnRun, PersonImport, log_failure
from plait.coordination.interchange.reading import read_bundle
from plait.coordination.interchange.reading.archive import MOST_UNPACKED, is_archive, unpack
from plait.coordination.interchange.reading.files import File, InMemory, Limits
from plait.coordination.interchange.reading.survey import Survey
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.reports import Remark, Report, Status, remark, remark_of, report_from
from plait.coordination.interchange.shared import Shared
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.inbox import actions, queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people

JOB = "plait.import-run"
QUEUE = "imports"
MOST_BYTES = 25 * 1024 * 1024
LEFT_BEHIND_SECONDS = 3600
FILE_KEPT_DAYS = 30
ONE = "person.json"  # what is kept of one person of many is a document again
BOM = b"\xef\xbb\xbf"
UPLOADED = Limits(document=MOST_BYTES, line=MOST_BYTES, whole=MOST_UNPACKED)
ON_DISK = Limits(document=50_000_000, line=MOST_BYTES, whole=20_000_000_000)  # on the machine itself
AnyReport = Report | BatchReport
Clock = Callable[[], Instant]


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
    source: str = ""  # the address of the system that it comes from, where somebody said it


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
    content: bytes,
    name: str,
    *,
    actor: Actor,
    at: Instant,
    assign_to: tuple[Assigned, ...] = (),
    source: str = "",
) -> AnyReport | Refused:
    """Keep a file and take it in at once, without the worker: what the command line does with a small one."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        opened = _open(Upload(name, content, assign_to, source), visit, status="running")
        if isinstance(opened, Refused):
            return visit.refuse(opened)
    done = run(opened, actor=actor, at=at)
    return done if done is not None else Refused("busy", _("Somebody else is working on this import already."))


def run(run_id: UUID, *, actor: Actor, at: Instant, clock: Clock | None = None) -> AnyReport | None:
    """Take in the file of a run, as its uploader; None where somebody else is at it right now.

    ``clock`` tells the time of each person's transaction where there are many; without it all are of ``at``.
    Raises ``OperationalError`` where the database is not there or busy: try again later.
    """
    held = _hold(run_id, actor, at)
    if not isinstance(held, _Held):
        return held
    try:
        return _read_and_write(held, actor, at, clock or (lambda: at))
    except Malformed as error:
        return _end(held.run, actor, at, "refused", remark_of(error.note))
    except door.Denied:
        return _end(held.run, actor, at, "refused", remark("not-yours"))
    except UNREACHABLE:
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the person who waits is told
        log_failure(run_id, error)
        return _end(held.run, actor, at, "failed", remark("failed"))


def go_on(
    found: Run, files: tuple[File, ...], *, actor: Actor, at: Instant, clock: Clock, source: str = ""
) -> PeopleImport:
    """The work on files that are not kept here, begun or gone on with: what the command line does with large ones."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        _own(found, actor)
        visit.detail = f"run {found.run_id} began"
    zone = people.zone_of(found.site_id) or settings.TIME_ZONE
    return PeopleImport(found, Survey.of(files, ON_DISK), actor, clock, zone, source)


def open_files(
    name: str, size: int, sha256: str, *, actor: Actor, at: Instant, assign_to: tuple[Assigned, ...] = ()
) -> Run | Refused:
    """Open a run over files that are not kept here, or find the one over the same files that was interrupted."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        begun = queries.unfinished(actor.id, sha256) if actor.id else None
        opened = begun or _open_run(Upload(name, b"", assign_to), visit, status="running", size=size, sha256=sha256)
        if isinstance(opened, Refused):
            return visit.refuse(opened)
        found = queries.run(opened)
    return found if found is not None else Refused("gone", _("The import is not there any more."))


def give_up(run_id: UUID, why: str, *, actor: Actor, at: Instant) -> Report | None:
    """End a run that cannot be taken in any more; None where it is over, or somebody is at it right now."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        _own(queries.run(run_id), actor)
        held = actions.hold_run(run_id)
        if held is None or _over(held) is not None:
            return None
        return _say(held, visit, Report(status="failed", reason=remark(why)))


def give_up_left_behind(*, actor: Actor, at: Instant) -> int:
    """End the runs that began long ago and on which nobody works: whom they did not reach is not taken in.

    Returns how many.
    """
    with door.write(ACTION, actor=actor, at=at) as visit:
        left = actions.runs_left_behind(at.plus(seconds=-LEFT_BEHIND_SECONDS))
        for run_id in left:
            found = queries.run(run_id)
            why = "interrupted-between" if found is not None and "batch" in found.report else "interrupted"
            _say(found, visit, Report(status="failed", reason=remark(why)))
        actions.empty_files(at.plus(days=-FILE_KEPT_DAYS))
        visit.detail = f"{len(left)} interrupted"
        return len(left)


@dataclass(frozen=True, slots=True)
class _Held:
    run: Run
    content: bytes
    zone: str


def _open(command: Upload, visit: door.Visit, *, status: str) -> UUID | Refused:
    refused = _against(command.content)
    return refused or _open_run(command, visit, status=status)


def _open_run(
    command: Upload, visit: door.Visit, *, status: str, size: int | None = None, sha256: str = ""
) -> UUID | Refused:
    actor, at = visit.stamp.actor, visit.stamp.at
    site_id = actor.site_id or people.first_site()
    assigned = _assigned(command, actor, at)
    if isinstance(assigned, Refused):
        return assigned
    if site_id is None:
        return Refused("no-site", _("You belong to no site, so nobody could be registered."))
    run_id = actions.open_run(
        visit.stamp,
        file_name=command.file_name,
        content=command.content,
        site_id=site_id,
        assign_to=[{"practitioner": str(one.practitioner_id), "role": one.role} for one in assigned],
        status=status,
        size=size,
        sha256=sha256,
        identity={"source": command.source} if command.source else {},
    )
    visit.detail = f"file kept, run {run_id}"
    return run_id


def _against(content: bytes) -> Refused | None:
    """What can be said of a file before it is read: by its content, never by its name."""
    if len(content) > MOST_BYTES:
        return Refused("too-big", _("The file is larger than 25 MB."), "file")
    if is_archive(content):
        return None
    start = content[:4096].removeprefix(BOM).lstrip()[:1]
    if not content.strip():
        return Refused("empty", _("The file is empty."), "file")
    if start != b"{":
        return Refused("not-json", _("This is not a FHIR file in JSON: it begins with a curly bracket."), "file")
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


def _hold(run_id: UUID, actor: Actor, at: Instant) -> _Held | AnyReport | None:
    with door.write(ACTION, actor=actor, at=at) as visit:
        _own(queries.run(run_id), actor)
        held = actions.hold_run(run_id)
        if held is None:
            return None
        over = _over(held)
        if over is not None:
            return over
        actions.move_run(at, run_id, status="running")
        visit.detail = f"run {run_id} began"
        return _Held(held, queries.content_of(run_id), people.zone_of(held.site_id) or settings.TIME_ZONE)


def _over(found: Run) -> AnyReport | None:
    return batch_from(found.status, found.report) or report_from(found.status, found.report)


def _own(found: Run | None, actor: Actor) -> Run:
    """The run of the uploader, or of whoever decided who the person is."""
    decided = found.identity.get("decided", {}) if found is not None else {}
    mine = found is not None and str(actor.id) in {str(found.uploaded_by), decided.get("by")}
    if found is None or not (mine or actor.kind == "system"):
        raise door.Denied(ACTION)
    return found


def _read_and_write(held: _Held, actor: Actor, at: Instant, clock: Clock) -> AnyReport | None:
    """Reading opens no transaction, however long the file; then one transaction a person writes all of them."""
    if not held.content:
        return _end(held.run, actor, at, "refused", remark("file-gone"))
    files: tuple[File, ...] = (InMemory(ONE if held.run.batch_id else held.run.file_name, held.content),)
    if is_archive(held.content):
        files = unpack(held.content)
    survey = Survey.of(files, UPLOADED)
    shared, source = Shared(), held.run.identity.get("source", "")
    if survey.is_document() and len(survey.people) <= 1:
        found = read_bundle(
            files[0].read(0, files[0].size),
            zone=held.zone,
            lookup=formulary().medicine,
            instruments=release().instruments.values(),
            definitions=shared.form,
            most_bytes=MOST_UNPACKED,
        )
        return PersonImport(actor, shared).take(OwnRun(held.run), found, at)
    work = PeopleImport(held.run, survey, actor, clock, held.zone, source, shared)
    work.begin()
    work.work()
    return work.finish()


def _end(run: Run, actor: Actor, at: Instant, status: Status, reason: Remark) -> Report:
    """Say why nothing was taken in."""
    return PersonImport(actor).end(OwnRun(run), at, status, reason)


def _say(run: Run | None, visit: door.Visit, report: Report) -> Report:
    if run is not None:
        OwnRun(run).close(visit, report, Recognised())
        visit.outcome, visit.detail = "refused", f"run {run.run_id}: {report.reason.code if report.reason else ''}"
    return report
