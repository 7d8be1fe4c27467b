"""Somebody brings in a table: it is kept, mapped, looked at, then taken in by the worker, each person on their own.

``receive`` keeps the file, ``confirm`` what was said about it (and defers the job), ``run`` takes it in. A run that was
interrupted is simply repeated: a row that is here already changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings as django_settings
from django.db import InterfaceError, OperationalError
from procrastinate.contrib.django import app as jobs

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import interchange as consequences
from plait.coordination.interchange.csv_import.account import Account
from plait.coordination.interchange.csv_import.columns import KINDS, guess, header_key
from plait.coordination.interchange.csv_import.rows import Cells, Trouble, read_row
from plait.coordination.interchange.csv_import.settings import KEY, Settings, items
from plait.coordination.interchange.csv_import.sheet import NotATable, Sheet, read_sheet
from plait.coordination.interchange.csv_import.taking_rows import Row, Taken, TakingRows
from plait.coordination.interchange.csv_import.whose import Whose
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.inbox import actions, csv_runs, queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people

JOB = "plait.import-table"
QUEUE = "imports"
MOST_BYTES = 25 * 1024 * 1024
MAPPING = "mapping"  # the status of a run that waits for somebody to confirm its columns
PROGRESS_EVERY = 50
ACTION = "interchange.import"
NOT_YOURS = Trouble("", _("You may not write about this person: ask the coordinators to put you on the care team."))
logger = logging.getLogger("plait.interchange")
Clock = Callable[[], Instant]


@dataclass(frozen=True, slots=True)
class Upload:
    """A table as it came."""

    kind: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was said about a table. ``start``: take it in now."""

    mapping: Mapping[str, str]
    written: str = ""
    system: str = ""
    start: bool = False


def receive(command: Upload, *, actor: Actor, at: Instant, once: Once | None = None) -> UUID | Refused:
    """Keep the file, with the columns as guessed or as remembered; returns its run."""
    with door.write(ACTION, actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["run"])
        site_id = actor.site_id or people.first_site()
        if command.kind not in KINDS:
            return visit.refuse(Refused("kind", _("Say what the table is about."), "kind"))
        if site_id is None:
            return visit.refuse(Refused("no-site", _("You belong to no site, so nobody could be registered.")))
        if len(command.content) > MOST_BYTES:
            return visit.refuse(Refused("too-big", _("The file is larger than 25 MB."), "file"))
        try:
            sheet = read_sheet(command.content)
        except NotATable as error:
            return visit.refuse(Refused("not-a-table", str(error), "file"))
        chosen = _first_settings(command.kind, sheet, site_id)
        run_id = actions.open_run(
            visit.stamp,
            file_name=command.file_name,
            content=command.content,
            site_id=site_id,
            assign_to=[],
            status=MAPPING,
            identity={KEY: chosen.as_json(), "heads": header_key(command.kind, sheet.heads)},
        )
        visit.detail = f"table kept, run {run_id}"
        door.keep_outcome(visit, once, {"run": str(run_id)})
        return run_id


def confirm(run_id: UUID, command: Chosen, *, actor: Actor, at: Instant, defer: bool = True) -> Settings | Refused:
    """Keep what was chosen; with ``start`` defer the job, unless a column is missing or days could be misread."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        held = _own(actions.hold_run(run_id), actor)
        chosen = Settings.of(held.identity[KEY]).mapped(command.mapping, command.written, command.system)
        if held.status != MAPPING:
            return visit.refuse(Refused("over", _("This table is being taken in already.")))
        actions.move_run(at, run_id, identity={**held.identity, KEY: chosen.as_json()})
        if not command.start:
            return chosen
        refused = _against(chosen, _sheet(chosen, queries.content_of(run_id)))
        if refused is not None:
            return visit.refuse(refused)
        actions.move_run(at, run_id, status="waiting")
        visit.detail = f"run {run_id} confirmed"
        if defer:
            jobs.configure_task(JOB, queue=QUEUE, queueing_lock=f"import-{run_id}").defer(run_id=str(run_id))
        return chosen


def run(run_id: UUID, *, actor: Actor, at: Instant, clock: Clock) -> Account | None:
    """Take the table in; None where it is over or somebody else is at it. Raises ``OperationalError``: try again."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        held = actions.hold_run(run_id)
        if held is None or held.status not in {"waiting", "running"}:
            return None
        _own(held, actor)
        actions.move_run(at, run_id, status="running")
        visit.detail = f"run {run_id} began"
        table = _Table(held, queries.content_of(run_id), actor, at, clock)
    try:
        account, status = table.take(), "done"
    except (OperationalError, InterfaceError, door.AuditUnavailable):
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the person who waits is told
        logger.error("import of table %s failed: %s", run_id, type(error).__name__)  # noqa: TRY400 - no cell is logged
        account, status = table.account, "failed"
        account.failed = "failed"
    with door.write(ACTION, actor=actor, at=at) as visit:
        now = clock()
        actions.move_run(now, run_id, status=status, report=account.as_json(), finished_at=now.utc)
        visit.detail = f"run {run_id} {status}"
        return account


class _Table:
    """One table on its way in: rows are read one by one, and written person by person."""

    def __init__(self, held: Run, content: bytes, actor: Actor, at: Instant, clock: Clock) -> None:
        self.held, self.actor, self.at, self.clock = held, actor, at, clock
        self.zone = people.zone_of(held.site_id) or django_settings.TIME_ZONE
        self.settings = Settings.of(held.identity[KEY])
        self.sheet = _sheet(self.settings, content)
        self.asked = Whose(self.settings)
        self.here = self.asked.here(actor=actor, at=at, zone=self.zone)
        self.account = Account()

    def take(self) -> Account:
        """Everything that can be."""
        if self.settings.kind == "people":
            for row in self._rows():
                self._person(row)
            return self.account
        by_person: dict[UUID, list[Row]] = {}
        for row in self._rows():
            found = self._whose(row)
            if found is not None:
                by_person.setdefault(found, []).append(row)
        for patient_id, rows in by_person.items():
            self._write(patient_id, rows)
        return self.account

    def _rows(self) -> Iterable[Row]:
        """The rows that can be read; of the others it is noted why not."""
        too_long = set(self.sheet.too_long())
        for number, cells in self.sheet.rows():
            mapped = Cells(self.settings.kind, self.settings.cells(cells), self.settings.mapping)
            if number in too_long:
                mapped.wrong("", _("The row has more cells than the head: a separator is not quoted."))
            read = read_row(mapped, self.here)
            if read is None:
                self.account.refuse(number, *mapped.troubles)
            else:
                yield Row(number, mapped.cells, read)

    def _whose(self, row: Row) -> UUID | None:
        found = self.asked.person(row.cells)
        if isinstance(found, Trouble):
            self.account.refuse(row.number, found)
            return None
        return found

    def _person(self, row: Row) -> None:
        known = self.asked.person(row.cells)
        if isinstance(known, Trouble):
            self.account.refuse(row.number, known)
        else:
            self._write(known, [row])

    def _write(self, patient_id: UUID | None, rows: list[Row]) -> None:
        """The rows of one person, in one transaction."""
        try:
            with door.write(ACTION, actor=self.actor, at=self.at, patient=patient_id) as visit:
                taking = TakingRows(visit, self.held.run_id, self.settings.kind, self.held.site_id, self.zone)
                identifier = self.settings.identifier(rows[0].cells)
                if patient_id is None:
                    taking.register(rows[0], identifier)
                elif self.settings.kind == "people":
                    taking.fill_blanks(visit.patient, rows[0], identifier)
                else:
                    taking.take(visit.patient, rows)
                    self._follow(visit, taking.taken)
                self._count(taking.taken)
                if self.account.done % PROGRESS_EVERY < len(rows):
                    actions.move_run(self.clock(), self.held.run_id, report={KEY: {"done": self.account.done}})
                visit.detail = f"table {self.held.run_id}"
        except door.Denied:
            for row in rows:
                self.account.refuse(row.number, NOT_YOURS)

    def _follow(self, visit: door.Visit, taken: Taken) -> None:
        if taken.new and self.settings.kind in {"medicines", "scores"}:
            cause = csv_runs.first_received(self.held.run_id, visit.patient)
            consequences.ask_to_reconcile(visit, self.held, visit.patient, taken.waiting, cause=cause)

    def _count(self, taken: Taken) -> None:
        self.account.new += len(taken.new)
        self.account.here += len(taken.here)
        self.account.waiting += taken.waiting
        self.account.done += len(taken.new) + len(taken.here) + len(taken.refused)
        for number, trouble in taken.refused.items():
            self.account.refuse(number, trouble)


def _first_settings(kind: str, sheet: Sheet, site_id: UUID) -> Settings:
    """The columns as remembered for these heads at this site, else as guessed."""
    fresh = Settings(kind, sheet.heads, sheet.encoding, sheet.separator, guess(kind, sheet.heads, items()))
    kept = csv_runs.remembered(site_id, header_key(kind, sheet.heads))
    if kept is None:
        return fresh
    before = Settings.of(kept[KEY])
    again = fresh.mapped(before.mapping, before.written, before.system)
    return Settings.of({**again.as_json(), "remembered": True})


def _sheet(chosen: Settings, content: bytes) -> Sheet:
    return Sheet(content, chosen.encoding, chosen.separator, chosen.heads)


def _against(chosen: Settings, sheet: Sheet) -> Refused | None:
    missing = chosen.missing()
    if missing:
        return Refused("missing", _("Say which column this is."), f"column-{missing[0]}")
    if chosen.twice():
        words = _("This column of the table stands for another of ours already.")
        return Refused("twice", words, f"column-{chosen.twice()}")
    if any(chosen.dates_unclear(chosen.cells(cells)) for _number, cells in sheet.rows()):
        return Refused("dates", _("Say how days are written: 03/04 may be March or April."), "written")
    return None


def _own(found: Run | None, actor: Actor) -> Run:
    if found is None or KEY not in found.identity or (found.uploaded_by != actor.id and actor.kind != "system"):
        raise door.Denied(ACTION)
    return found
