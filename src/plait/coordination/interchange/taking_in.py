"""Everything that one file says, written down: the person, their facts, the resources as received, and what follows.

Used inside the one transaction of an import, after the door has let it pass. It writes nothing twice: a resource whose
content is known already is only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.door import Visit
from plait.coordination.interchange.account import lines_of, stored_as
from plait.coordination.interchange.columns import careplan as careplan_columns
from plait.coordination.interchange.columns import documents as document_columns
from plait.coordination.interchange.columns import medication as medication_columns
from plait.coordination.interchange.columns import people as people_columns
from plait.coordination.interchange.columns import problems as problem_columns
from plait.coordination.interchange.columns import results as result_columns
from plait.coordination.interchange.columns import scores as score_columns
from plait.coordination.interchange.columns import visits as visit_columns
from plait.coordination.interchange.columns.documents import part_keys
from plait.coordination.interchange.columns.texts import key_of, stored_key
from plait.coordination.interchange.identity import Recognised
from plait.coordination.interchange.reading import Received
from plait.coordination.interchange.reading.own import claim
from plait.coordination.interchange.reading.received import Thing
from plait.coordination.interchange.reports import Remark, Report, remark, remark_of
from plait.coordination.interchange.shared import Shared
from plait.coordination.interchange.taking_back import TakingBack
from plait.coordination.interchange.taking_in_person import PersonIn
from plait.coordination.interchange.versions import Incoming, compare
from plait.foundation.received_facts import NothingKnown
from plait.records.assessment import actions as assessment
from plait.records.careplan import actions as careplan
from plait.records.documents.received import receive_documents
from plait.records.inbox import actions as inbox
from plait.records.inbox import queries as inbox_queries
from plait.records.inbox.queries import Run
from plait.records.medication import received as medication
from plait.records.monitoring import actions as monitoring
from plait.records.people import received as people_received
from plait.records.problems import actions as problems
from plait.records.problems.received import condition_threads
from plait.records.visits import actions as visits
from plait.records.visits.received import receive_appointments

ThingT = TypeVar("ThingT", bound=Thing)
Rows = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class TakingIn:
    """One file on its way in. ``apart`` gathers what is kept as received although it was read, and why."""

    visit: Visit
    run: Run
    found: Received
    release: Release
    who: Recognised
    shared: Shared = field(default_factory=Shared)
    patient_id: UUID = field(init=False)
    incoming: dict[str, Incoming] = field(init=False)
    taken_in_at: dict[str, Instant | None] = field(init=False)
    practitioners: dict[str, UUID] = field(default_factory=dict)
    apart: dict[str, Remark] = field(default_factory=dict)
    notes: list[Remark] = field(default_factory=list)
    waiting: int = 0

    def take(self) -> Report:
        """Write everything; returns the account."""
        self.found = claim(self.found)
        self.notes += [remark_of(one) for one in self.found.notes]
        self.notes += self.who.remarks
        known = self.who.patient_id
        person = PersonIn(self.visit, self.found.patient)
        self.patient_id = person.register(self.run.site_id, self.release) if known is None else known
        self._compare()
        if known is not None:
            self._revise(person)
        self.practitioners = self.shared.practitioners(self.visit.stamp.at, self.found.practitioners)
        self._take_clinical()
        self._take_medicines()
        self._take_scores()
        self._take_plans()
        self._take_people()
        self._take_appointments()
        self._take_back()
        self._keep_resources()
        return Report(
            status="done",
            lines=tuple(lines_of(self.found, self.incoming, self.apart)),
            notes=tuple(self.notes),
            patient_id=self.patient_id,
            new_person=known is None,
            waiting=self.waiting,
        )

    # What is known of the person

    def _compare(self) -> None:
        forms = {one.origin.key for one in self.found.questionnaires}
        origins = [origin for origin in self.found.origins() if origin.key not in forms]
        is_new = self.who.patient_id is None
        known = {} if is_new else inbox_queries.versions(self.patient_id, [key_of(origin) for origin in origins])
        self.incoming = compare(origins, {origin.key: origin.stated_at for origin in origins}, known)
        self.incoming |= self.shared.take_forms(self.visit.stamp, self.run.run_id, self.found.questionnaires)
        times = {key: before.taken_in_at for key, before in known.items()}
        self.taken_in_at = NothingKnown() if is_new else times

    def _revise(self, person: PersonIn) -> None:
        origin = self.found.patient.origin
        said, left_alone = person.revise(self.patient_id, self.incoming[origin.key])
        if said is not None:
            self.notes.append(said)
        if left_alone:
            self.apart[key_of(origin)] = remark("left-alone", origin.path)

    def _fresh(self, things: Iterable[ThingT]) -> list[ThingT]:
        return [thing for thing in things if self.incoming[thing.origin.key].counts]

    def _write(self, receive: Callable[[Any, UUID, Rows, Mapping[str, Instant | None]], Any], rows: Rows) -> None:
        self._leave_alone(receive(self.visit.stamp, self.patient_id, rows, self.taken_in_at) if rows else ())

    def _leave_alone(self, keys: Iterable[str]) -> None:
        """Note what somebody here changed since: its new version is kept beside it."""
        for key in keys:
            self.apart[key] = remark("left-alone")

    def _take_clinical(self) -> None:
        at, found = self.visit.stamp.at, self.found
        allergies = self._fresh(found.allergies)
        for one in allergies:
            for number in range(1, len(one.ingredients)):
                self.taken_in_at[problem_columns.part_key(one, number)] = self.taken_in_at.get(key_of(one.origin))
        self._write(
            problems.receive_conditions, [problem_columns.condition(one, at) for one in self._fresh(found.conditions)]
        )
        self._write(
            problems.receive_allergies, [row for one in allergies for row in problem_columns.allergies(one, at)]
        )
        self._write(
            visits.receive_encounters,
            [visit_columns.encounter(one, self.practitioners) for one in self._fresh(found.encounters)],
        )
        self._write(
            monitoring.receive_observations,
            [result_columns.observation(one) for one in self._fresh(found.results)],
        )
        self._write(
            medication.receive_dispenses,
            [medication_columns.dispense(one) for one in self._fresh(found.dispenses)],
        )

    def _take_medicines(self) -> None:
        at = self.visit.stamp.at
        orders = []
        for one in self._fresh(self.found.medication_requests):
            if one.state == "draft":
                self.apart[key_of(one.origin)] = remark("draft-order", one.origin.path)
            else:
                orders.append(one)
        rows = [medication_columns.order(one, self.practitioners, at) for one in orders]
        left = medication.receive_orders(self.visit.stamp, self.patient_id, rows, self.taken_in_at) if rows else ()
        self._leave_alone(left)
        said = self._fresh(self.found.statements)
        self._write(medication.receive_statements, [medication_columns.statement(one, at) for one in said])
        taken = [key_of(one.origin) for one in orders if one.possibly_taken]
        taken += [key_of(one.origin) for one in said if one.possibly_taken]
        self.waiting = sum(key not in self.apart for key in taken)

    def _take_plans(self) -> None:
        """Goals before the plans that name them; both name problems that are here by now."""
        goals, plans, at = self._fresh(self.found.goals), self._fresh(self.found.care_plans), self.visit.stamp.at
        if not goals and not plans:
            return
        links = [link for one in goals for link in one.addresses] + [link for one in plans for link in one.addresses]
        named = [stored_key(link.key) for link in links if link.key]
        conditions = condition_threads(self.patient_id, named)
        self._write(careplan.receive_goals, [careplan_columns.goal(one, at, conditions) for one in goals])
        aims = careplan.goal_threads(
            self.patient_id, [stored_key(link.key) for one in plans for link in one.goals if link.key]
        )
        self._write(
            careplan.receive_care_plans, [careplan_columns.care_plan(one, at, conditions, aims) for one in plans]
        )

    def _take_people(self) -> None:
        """Those close to the person, those who care for them elsewhere, and what was written about them."""
        relations = self._fresh(self.found.relations)
        self._write(people_received.receive_relations, [people_columns.relation(one) for one in relations])
        for team in self._fresh(self.found.care_teams):
            key, rows = key_of(team.origin), list(people_columns.outside_members(team))
            stamp, before = self.visit.stamp, self.taken_in_at.get(key_of(team.origin))
            if people_received.receive_outside_care(stamp, self.patient_id, key, rows, before):
                self._leave_alone([key])
        documents = self._fresh(self.found.documents)
        for one in documents:
            self.taken_in_at |= dict.fromkeys(part_keys(one), self.taken_in_at.get(key_of(one.origin)))
        rows_of = [row for one in documents for row in document_columns.documents(one)]
        if rows_of:
            stamp = self.visit.stamp
            self._leave_alone(receive_documents(stamp, self.patient_id, rows_of, self.taken_in_at))

    def _take_appointments(self) -> None:
        rows = [visit_columns.appointment(one, self.practitioners) for one in self._fresh(self.found.appointments)]
        if not rows:
            return
        left = receive_appointments(self.visit.stamp, self.patient_id, self.run.site_id, rows, self.taken_in_at)
        self._leave_alone(left.ours)
        self.apart |= {key: remark("appointment-here") for key in left.here}

    def _take_scores(self) -> None:
        found, release = self.found, self.release
        forms = {one.origin.key for one in found.responses if one.mapped is not None}
        rows: list[Mapping[str, Any]] = []
        for response in self._fresh(found.responses):
            self._score(rows, response.origin.key, score_columns.form(response, release), "form-in-words")
        for total in self._fresh(found.scores):
            twice = any(link.key in forms for link in total.derived_from)
            made = None if twice else score_columns.typed_total(total, release)
            self._score(rows, total.origin.key, made, "total-of-form")
        rows += [
            row for one in self._fresh(found.results) if (row := score_columns.single_answer(one, release)) is not None
        ]
        self._write(assessment.receive_responses, rows)

    def _score(self, rows: list[Mapping[str, Any]], key: str, made: Mapping[str, Any] | None, otherwise: str) -> None:
        if made is not None:
            rows.append(made)
        else:
            self.apart[stored_key(key)] = remark(otherwise)

    def _take_back(self) -> None:
        """What another copy of Plait recorded, with its whole history."""
        back = TakingBack(
            self.visit, self.patient_id, self.run.site_id, self.release, self.practitioners, self.taken_in_at
        )
        fresh = self._fresh(self.found.own)
        back.take(fresh, [one for one in self.found.own if one not in fresh])
        self.apart |= back.apart
        self.waiting += back.waiting

    # The resources as received, and the account

    def _keep_resources(self) -> None:
        kept = {one.origin.key for one in self.found.kept}
        forms = {one.origin.key for one in self.found.questionnaires}
        resources = [
            inbox.Resource(
                key=one.key,
                sequence=one.sequence,
                resource_type=one.origin.resource_type,
                content_hash=one.origin.content_hash,
                content=one.origin.raw,
                outcome=stored_as(one, self.apart, kept=key in kept),
            )
            for key, one in self.incoming.items()
            if one.change != "here" and key not in forms
        ]
        inbox.receive(self.visit.stamp, self.run.run_id, self.patient_id, resources)
