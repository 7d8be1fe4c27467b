"""One person is taken in: everything in one transaction, or nothing and the reason why.

Where somebody here may be this person, nothing is written: the run is held, and a human decides. The person may be all
there is in a file, or one of many; ``Slot`` is where the account of it is kept.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences import import_identity
from plait.coordination.consequences import interchange as consequences
from plait.coordination.interchange.identity import Recognised
from plait.coordination.interchange.reading import Received, Rejected
from plait.coordination.interchange.reports import Remark, Report, Status, remark, remark_of, report_from
from plait.coordination.interchange.shared import Shared
from plait.coordination.interchange.taking_in import TakingIn
from plait.foundation.actor import Actor
from plait.foundation.patience import allow_seconds
from plait.knowledge.loader import release
from plait.records.inbox import actions
from plait.records.inbox.actions import Part
from plait.records.inbox.queries import Run

MOST_SECONDS = 300
TRIES = 3
ACTION = "interchange.import"
UNREACHABLE = (OperationalError, InterfaceError, door.AuditUnavailable)
Content = Callable[[], bytes]
logger = logging.getLogger("plait.interchange")


class Slot(Protocol):
    """Where the account of one person is kept."""

    run: Run

    def begin(self) -> Report | None:
        """Whether there is anything to do: the report of somebody who was quicker, or None. In the transaction."""

    def close(self, visit: door.Visit, report: Report, who: Recognised) -> None:
        """Keep the account, in the transaction."""


@dataclass(slots=True)
class OwnRun:
    """A run about one person: its row is there, with its file."""

    run: Run

    def begin(self) -> Report | None:
        """Hold the row; what is not under way any more is over."""
        held = actions.hold_run(self.run.run_id)
        if held is not None and held.status == "running":
            return None
        return (report_from(held.status, held.report) if held else None) or Report(status="failed")

    def close(self, visit: door.Visit, report: Report, who: Recognised) -> None:
        """Say where the run stands."""
        identity = {"identity": {**self.run.identity, **who.as_json()}} if report.status == "held" else {}
        actions.move_run(
            visit.stamp.at,
            self.run.run_id,
            status=report.status,
            report=report.as_json(),
            patient_id=report.patient_id,
            finished_at=visit.stamp.at.utc if report.status != "held" else None,
            **identity,
        )


@dataclass(slots=True)
class PartOfRun:
    """One person of many: the row is made when it is over, in the same transaction."""

    run: Run
    batch: Run
    name: str
    sha256: str
    content: Content

    def begin(self) -> Report | None:
        """Nobody else has this person: each process takes others."""
        return None

    def close(self, visit: door.Visit, report: Report, who: Recognised) -> None:
        """Keep the part; its content only while it waits for a human."""
        held = report.status == "held"
        actions.keep_part(
            visit.stamp,
            self.batch,
            Part(
                run_id=self.run.run_id,
                name=self.name,
                sha256=self.sha256,
                status=report.status,
                report=report.as_json(),
                patient_id=report.patient_id,
                content=self.content() if held else b"",
                identity=who.as_json() if held else {},
            ),
        )


@dataclass(slots=True)
class PersonImport:
    """Takes people in, one after the other, as one member of staff. ``shared`` remembers what is about nobody."""

    actor: Actor
    shared: Shared = field(default_factory=Shared)

    def take(self, slot: Slot, found: Received | Rejected, at: Instant) -> Report:
        """Take somebody in. Raises ``OperationalError`` where the database is not there or busy."""
        if isinstance(found, Rejected):
            return self.end(slot, at, "refused", remark_of(found.reason))
        try:
            return self._write(slot, found, at)
        except door.Denied:
            return self.end(slot, at, "refused", remark("not-yours"))
        except UNREACHABLE:
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the person who waits is told
            log_failure(slot.run.run_id, error)
            return self.end(slot, at, "failed", remark("failed"))
        finally:
            self.shared.rolled_back()

    def end(self, slot: Slot, at: Instant, status: Status, reason: Remark) -> Report:
        """Say why nothing was taken in."""
        report = Report(status=status, reason=reason)
        with door.write(ACTION, actor=self.actor, at=at) as visit:
            slot.close(visit, report, Recognised())
            visit.outcome, visit.detail = "refused", f"run {slot.run.run_id}: {reason.code}"
        return report

    def _write(self, slot: Slot, found: Received, at: Instant) -> Report:
        for number in range(1, TRIES + 1):
            try:
                who = Recognised.of(found.patient, slot.run.identity.get("decided"))
                if who.likely:
                    return self._hold(slot, who, at)
                report = self._write_once(slot, found, who, at)
            except IntegrityError:
                # The same person came in by another file in between: look again who it is.
                self.shared.rolled_back()
                if number == TRIES:
                    raise
            else:
                self.shared.committed()
                return report
        raise AssertionError("unreachable")

    def _hold(self, slot: Slot, who: Recognised, at: Instant) -> Report:
        """Write nothing of it: a human decides who it is."""
        report = Report(status="held", reason=remark("held"))
        with door.write(ACTION, actor=self.actor, at=at) as visit:
            quicker = slot.begin()
            if quicker is not None:
                return quicker
            slot.close(visit, report, who)
            import_identity.ask_who_it_is(visit, slot.run)
            visit.detail = f"run {slot.run.run_id}: held"
        return report

    def _write_once(self, slot: Slot, found: Received, who: Recognised, at: Instant) -> Report:
        with door.write(ACTION, actor=self.actor, at=at, patient=who.patient_id) as visit:
            allow_seconds(MOST_SECONDS)
            quicker = slot.begin()
            if quicker is not None:
                return quicker
            report = TakingIn(visit, slot.run, found, release(), who, self.shared).take()
            if report.patient_id is None:
                raise ValueError("an import that is done names its person")
            consequences.assign(visit, slot.run, report.patient_id)
            if any(line.happened in {"new", "changed"} for line in report.lines):
                consequences.ask_to_reconcile(visit, slot.run, report.patient_id, report.waiting)
            slot.close(visit, report, who)
            visit.detail = f"run {slot.run.run_id} taken in"
        return report


def part_run(batch: Run, run_id: UUID, name: str) -> Run:
    """The run of one person of many, before it is kept."""
    return replace(
        batch, run_id=run_id, file_name=name, status="running", batch_id=batch.run_id, report={}, identity={}
    )


def log_failure(run_id: UUID, error: Exception) -> None:
    """Where it went wrong, without a word of what stood in the file: a database error quotes values."""
    places: Iterable[traceback.FrameSummary] = traceback.extract_tb(error.__traceback__)
    ours = [f"{place.filename.rpartition('plait/')[2]}:{place.lineno}" for place in places if "plait" in place.filename]
    logger.error("import run %s failed: %s at %s", run_id, type(error).__name__, " < ".join(reversed(ours[-4:])))
