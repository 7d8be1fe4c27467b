"""Several people come in at once: a Bundle about many, lines, a folder. Each is one transaction of its own.

The run of the files is the parent of one run for each person. What is about nobody (clinicians, forms) is taken in
first. Interrupted, it is gone on with where it stopped: a person who is over is not begun again. Several processes may
work on one run, each on people of its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.interchange.batches import MOST_LEFT, BatchReport, Progress, began
from plait.coordination.interchange.import_person import ACTION, PartOfRun, PersonImport, part_run
from plait.coordination.interchange.reading import Received, Rejected
from plait.coordination.interchange.reading.bundle import read_gathered
from plait.coordination.interchange.reading.entries import Gathered
from plait.coordination.interchange.reading.gathering import Gathering, as_bundle
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.resource import Knowledge
from plait.coordination.interchange.reading.shared_parts import read_shared
from plait.coordination.interchange.reading.survey import Person, Survey
from plait.coordination.interchange.reading.words import Malformed
from plait.coordination.interchange.reports import Happened, ReportLine, Status, remark, remark_of
from plait.coordination.interchange.shared import Shared
from plait.foundation.actor import Actor
from plait.foundation.ids import new_id
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.inbox import actions, queries
from plait.records.inbox.queries import Run

Clock = Callable[[], Instant]
HEARTBEAT = 50  # people between two signs of life
TAKEN: dict[str, Happened] = {"new": "new", "changed": "changed", "here": "here", "older": "older"}


@dataclass(slots=True)
class PeopleImport:
    """The work on one run. ``clock`` tells the time of each person's transaction."""

    run: Run
    survey: Survey
    actor: Actor
    clock: Clock
    zone: str
    source: str = ""
    shared: Shared = field(default_factory=Shared)
    shared_counts: Counter[tuple[str, Happened]] = field(default_factory=Counter)

    def begin(self) -> None:
        """Say how many there are, and take in what is about nobody, once for all."""
        actions.move_run(self.clock(), self.run.run_id, report=began(len(self.survey.people), self.survey.resources))
        practitioners, forms, lines = read_shared(self._gathering(), self._knowledge())
        with door.write(ACTION, actor=self.actor, at=self.clock()) as visit:
            self.shared.practitioners(visit.stamp.at, practitioners)
            fates = self.shared.take_forms(visit.stamp, self.run.run_id, forms)
            visit.detail = f"run {self.run.run_id}: {len(self.survey.people)} people"
        self.shared.committed()
        self.survey.left.extend(lines)
        used = {record.place for record in self.survey.unused()}
        for one in fates.values():
            self.shared_counts["Questionnaire", TAKEN[one.change]] += 1
        self.shared_counts.update(
            (record.kind, "unused")
            for record in self.survey.shared
            if record.place in used and record.kind not in {"Questionnaire", "Practitioner"}
        )

    def work(self, worker: int = 0, workers: int = 1) -> None:
        """Take in every ``workers``-th person. Raises ``OperationalError`` where the database is not there or busy."""
        over = queries.part_names(self.run.run_id)
        gathering, knowledge = self._gathering(), self._knowledge()
        taking = PersonImport(self.actor, self.shared)
        for number, person in enumerate(self.survey.people[worker::workers]):
            if person.name[:300] in over:
                continue
            if number % HEARTBEAT == 0:
                actions.move_run(self.clock(), self.run.run_id)
            self._take(taking, gathering, knowledge, person)

    def progress(self) -> Progress:
        """How far it is."""
        return Progress(len(self.survey.people), self.survey.resources, queries.parts_by_status(self.run.run_id))

    def finish(self) -> BatchReport:
        """Sum up, and keep the account with the run."""
        counts, new, looks, waiting = queries.part_sums(self.run.run_id)
        fates = queries.parts_by_status(self.run.run_id)
        left = [_line(one) for one in self.survey.left]
        status: Status = "done" if self.survey.people else "refused"
        report = BatchReport(
            status=status,
            progress=Progress(len(self.survey.people), self.survey.resources, fates),
            counts=Counter(counts) + self.shared_counts,  # type: ignore[arg-type]
            left=tuple(left[:MOST_LEFT]),
            left_refused=len(left),
            left_count=len(left),
            new_people=new,
            looks=looks,
            waiting=waiting,
            reason=None if self.survey.people else remark("nobody"),
        )
        with door.write(ACTION, actor=self.actor, at=self.clock()) as visit:
            at = visit.stamp.at
            kept = report.as_json()
            actions.move_run(at, self.run.run_id, status=status, report=kept, finished_at=at.utc)
            visit.detail = f"run {self.run.run_id}: {report.progress.over} people over"
            if status == "refused":
                visit.outcome = "refused"
        return report

    def _take(self, taking: PersonImport, gathering: Gathering, knowledge: Knowledge, person: Person) -> None:
        gathered: Gathered | None = None
        found: Received | Rejected
        try:
            gathered = gathering.of(person)
            found = read_gathered(gathered, knowledge, "")
        except Malformed as error:
            found = Rejected(error.note.path, error.note)
        run = part_run(self.run, new_id(), person.name)
        content = partial(as_bundle, gathered) if gathered is not None else bytes
        taking.take(PartOfRun(run, self.run, person.name, _hash(found), content), found, self.clock())

    def _gathering(self) -> Gathering:
        return Gathering(self.survey, self.source)

    def _knowledge(self) -> Knowledge:
        return Knowledge(
            self.zone, formulary().medicine, Instruments.of(release().instruments.values()), self.shared.form
        )


def _hash(found: Received | Rejected) -> str:
    """SHA-256 of what came of a person, hex, wherever it stood; "" of what was refused."""
    if isinstance(found, Rejected):
        return ""
    text = "\n".join(sorted(origin.content_hash for origin in found.origins()))
    return hashlib.sha256(text.encode()).hexdigest()


def _line(one: Line) -> ReportLine:
    """A line that belongs to nobody."""
    return ReportLine(
        resource_type=one.resource_type,
        resource_id=one.resource_id,
        path=one.path,
        happened="refused",
        detail=remark_of(one.detail) if one.detail else None,
    )
