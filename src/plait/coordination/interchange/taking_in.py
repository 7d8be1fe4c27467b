"""Everything that one file says, written down: the person, their facts, the resources as received, and what follows.

Used inside the one transaction of an import, after the door has let it pass. It writes nothing twice: a resource whose
content is known already is only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.door import Visit
from plait.coordination.interchange.columns import medication as medication_columns
from plait.coordination.interchange.columns import people as people_columns
from plait.coordination.interchange.columns import problems as problem_columns
from plait.coordination.interchange.columns import results as result_columns
from plait.coordination.interchange.columns import scores as score_columns
from plait.coordination.interchange.columns import visits as visit_columns
from plait.coordination.interchange.columns.labels import date_of, label
from plait.coordination.interchange.columns.texts import key_of, stored_key
from plait.coordination.interchange.identity import Recognised
from plait.coordination.interchange.reading import Received
from plait.coordination.interchange.reading.received import Thing
from plait.coordination.interchange.reports import Happened, Remark, Report, ReportLine, remark, remark_of
from plait.coordination.interchange.versions import Incoming, compare
from plait.records.assessment import actions as assessment
from plait.records.inbox import actions as inbox
from plait.records.inbox import queries as inbox_queries
from plait.records.inbox.queries import Run
from plait.records.medication import received as medication
from plait.records.monitoring import actions as monitoring
from plait.records.people import actions as people
from plait.records.people import queries as people_queries
from plait.records.problems import actions as problems
from plait.records.visits import actions as visits

ThingT = TypeVar("ThingT", bound=Thing)
Rows = Sequence[Mapping[str, Any]]
FILLED_FROM_ELSEWHERE = "blanks-filled"


@dataclass(slots=True)
class TakingIn:
    """One file on its way in. ``apart`` gathers what is kept as received although it was read, and why."""

    visit: Visit
    run: Run
    found: Received
    release: Release
    who: Recognised
    patient_id: UUID = field(init=False)
    incoming: dict[str, Incoming] = field(init=False)
    taken_in_at: dict[str, Instant | None] = field(init=False)
    practitioners: dict[str, UUID] = field(default_factory=dict)
    apart: dict[str, Remark] = field(default_factory=dict)
    notes: list[Remark] = field(default_factory=list)
    waiting: int = 0

    def take(self) -> Report:
        """Write everything; returns the account."""
        self.notes += [remark_of(one) for one in self.found.notes]
        self.notes += self.who.remarks
        known = self.who.patient_id
        self.patient_id = self._register() if known is None else known
        self._compare()
        if known is not None:
            self._revise_person()
        self._take_practitioners()
        self._take_clinical()
        self._take_orders()
        self._take_scores()
        self._keep_resources()
        return Report(
            status="done",
            lines=tuple(self._lines()),
            notes=tuple(self.notes),
            patient_id=self.patient_id,
            new_person=known is None,
            waiting=self.waiting,
        )

    # The person

    def _register(self) -> UUID:
        person = self.found.patient
        details = {**people_columns.details(person), "origin_key": key_of(person.origin)}
        self._note_namesakes(details)
        patient_id = people.register_patient(
            self.visit.stamp,
            site_id=self.run.site_id,
            details=details,
            identifiers=self._identifiers(),
        )
        self.visit.patient = patient_id
        self.visit.saw([patient_id])
        return patient_id

    def _note_namesakes(self, details: Mapping[str, Any]) -> None:
        """Say who else has this name and birth date, among those whom the importer may see."""
        name, born = f"{details['given']} {details['family']}".strip(), details["birth_date"]
        if not name or not born:
            return
        stamp = self.visit.stamp
        seen, _more = people_queries.find(stamp.actor, stamp.at, name)
        alike = [line for line in seen if str(line.birth_date or "") == born]
        if alike:
            self.visit.saw(line.patient_id for line in alike)
            self.notes.append(remark("namesake", numbers=", ".join(line.number for line in alike)))

    def _revise_person(self) -> None:
        person = self.found.patient
        one, stamp = self.incoming[person.origin.key], self.visit.stamp
        people.add_identifiers(stamp, self.patient_id, self._identifiers())
        standing = people_queries.patient(self.patient_id)
        if not one.counts or standing is None:
            return
        stated = {name: value for name, value in people_columns.details(person).items() if value not in _NOTHING}
        held = {name: _plain(getattr(standing, name)) for name in stated}
        changes = {name: value for name, value in stated.items() if held[name] != value}
        if one.before is None or one.before.taken_in_at is None:
            blanks = {name: value for name, value in changes.items() if held[name] in _NOTHING}
            if len(blanks) < len(changes):
                self.notes.append(remark(FILLED_FROM_ELSEWHERE))
            changes = blanks
        elif people_queries.details_recorded_at(self.patient_id) != one.before.taken_in_at:
            self.apart[key_of(person.origin)] = remark("left-alone", person.origin.path)
            return
        if changes:
            people.revise_details(stamp, self.patient_id, **changes)

    def _identifiers(self) -> list[tuple[str, str]]:
        return [(one.system, one.value) for one in people_columns.identifiers(self.found.patient)]

    # What is known of the person

    def _compare(self) -> None:
        origins = list(self.found.origins())
        known = inbox_queries.versions(self.patient_id, [key_of(origin) for origin in origins])
        self.incoming = compare(origins, {origin.key: origin.stated_at for origin in origins}, known)
        self.taken_in_at = {key: before.taken_in_at for key, before in known.items()}

    def _fresh(self, things: Iterable[ThingT]) -> list[ThingT]:
        return [thing for thing in things if self.incoming[thing.origin.key].counts]

    def _write(self, receive: Callable[[Any, UUID, Rows, Mapping[str, Instant | None]], Any], rows: Rows) -> None:
        self._leave_alone(receive(self.visit.stamp, self.patient_id, rows, self.taken_in_at) if rows else ())

    def _leave_alone(self, keys: Iterable[str]) -> None:
        """Note what somebody here changed since: its new version is kept beside it."""
        for key in keys:
            self.apart[key] = remark("left-alone")

    def _take_practitioners(self) -> None:
        names = {key_of(one.origin): people_columns.practitioner_name(one) for one in self.found.practitioners}
        if names:
            self.practitioners = people.practitioners_for_origins(self.visit.stamp.at, names)

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

    def _take_orders(self) -> None:
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
        self.waiting = sum(one.possibly_taken and key_of(one.origin) not in left for one in orders)

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

    # The resources as received, and the account

    def _keep_resources(self) -> None:
        kept = {one.origin.key for one in self.found.kept}
        resources = [
            inbox.Resource(
                key=one.key,
                sequence=one.sequence,
                resource_type=one.origin.resource_type,
                content_hash=one.origin.content_hash,
                content=one.origin.raw,
                outcome=self._stored_as(one, kept=key in kept),
            )
            for key, one in self.incoming.items()
            if one.change != "here"
        ]
        inbox.receive(self.visit.stamp, self.run.run_id, self.patient_id, resources)

    def _stored_as(self, one: Incoming, *, kept: bool) -> str:
        if one.change == "older":
            return "older"
        apart = self.apart.get(one.key)
        if apart is not None and apart.code == "left-alone":
            return "left-alone"
        return "kept" if kept or apart is not None else "mapped"

    def _lines(self) -> Iterable[ReportLine]:
        named = {thing.origin.key: (label(thing), date_of(thing)) for thing in self.found.things()}
        for line in self.found.lines:
            words, on = named.get(line.key, ("", ""))
            one = ReportLine(
                resource_type=line.resource_type,
                resource_id=line.resource_id,
                path=line.path,
                happened="refused",
                detail=remark_of(line.detail) if line.detail else None,
                warnings=tuple(remark_of(warning) for warning in line.warnings),
                label=words,
                on=on,
            )
            if line.outcome == "skipped-duplicate":
                yield replace(one, happened="twice")
            elif line.outcome == "refused":
                yield one
            else:
                happened, detail = self._fate(self.incoming[line.key], mapped=line.outcome == "mapped")
                yield replace(one, happened=happened, detail=detail or one.detail)

    def _fate(self, one: Incoming, *, mapped: bool) -> tuple[Happened, Remark | None]:
        if one.change == "here":
            return "here", None
        if one.change == "older":
            return "older", remark("older", one.origin.path)
        apart = self.apart.get(one.key)
        if apart is not None:
            return ("left-alone" if apart.code == "left-alone" else "kept"), replace(apart, path=one.origin.path)
        return (one.change, None) if mapped and one.change in {"new", "changed"} else ("kept", None)


_NOTHING: tuple[Any, ...] = ("", [], {}, None, "unknown")


def _plain(value: Any) -> Any:
    """A value of the record in the shape of its column."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | dict | list) else str(value or "")
