"""The rows of one person written down: used inside one transaction, after the door has let it pass.

A row whose content is known already changes nothing. A person is new only where nobody here may be the same: a likely
double is refused by the number of whom it resembles, and nobody is merged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant, LocalDate
from plait.coordination.consequences.assessment import scored_columns
from plait.coordination.door import Visit
from plait.coordination.interchange.columns.medication import ENDED
from plait.coordination.interchange.csv_import.rows import (
    Medication,
    Person,
    Read,
    Score,
    Trouble,
    content_hash,
    key_of,
)
from plait.coordination.interchange.csv_import.rows import Visit as Agreed
from plait.foundation.locks import lock_patients
from plait.knowledge.loader import release
from plait.records.assessment import actions as assessment
from plait.records.inbox import actions as inbox
from plait.records.inbox import queries as inbox_queries
from plait.records.medication import received as medication
from plait.records.medication.actions import dose_columns, medicine_columns
from plait.records.people import actions as people
from plait.records.people import queries as people_queries
from plait.records.people.likeness import likely_duplicates_of
from plait.records.visits import received as visits

# Registering is done one by one, as on the page that registers a person: two doubles do not slip past each other.
REGISTERING = UUID("5e9157e2-0000-4000-8000-000000000001")
ALIKE = _("Somebody alike is here already: %(numbers)s. Put that number into a column if it is the same.")
ALIKE_UNSEEN = _("Somebody alike is here already, whom you do not see: ask the coordinators.")
NO_DAY = "On which day it was started is not stated."
BLANK: tuple[Any, ...] = ("", [], {}, None, "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read: its number in the table, its mapped cells, and what it says."""

    number: int
    cells: Mapping[str, str]
    read: Read


@dataclass(slots=True)
class Taken:
    """What became of the rows of one person, by row number; ``waiting`` counts medicines to reconcile."""

    new: list[int] = field(default_factory=list)
    here: list[int] = field(default_factory=list)
    refused: dict[int, Trouble] = field(default_factory=dict)
    waiting: int = 0


@dataclass(slots=True)
class TakingRows:
    """The rows of one person of one table, on their way in."""

    visit: Visit
    run_id: UUID
    kind: str
    site_id: UUID
    zone: str
    taken: Taken = field(default_factory=Taken)

    def register(self, row: Row, identifier: tuple[str, str] | None) -> UUID | None:
        """A new person; None where somebody here may be the same."""
        person = row.read
        if not isinstance(person, Person):
            raise TypeError("a row of people says who it is")
        lock_patients([REGISTERING])
        details = dict(person.details)
        likely = likely_duplicates_of(details, person.birth_date)
        if likely:
            self._refuse_double(row, [one.patient_id for one in likely])
            return None
        stamp = self.visit.stamp
        patient_id = people.register_patient(
            stamp,
            site_id=self.site_id,
            details={**details, "origin_key": key_of(self.kind, row.cells)},
            identifiers=[identifier] if identifier else [],
        )
        self.visit.patient = patient_id
        self.visit.saw([patient_id])
        self._join(patient_id, person)
        self._keep(patient_id, [row])
        self.taken.new.append(row.number)
        return patient_id

    def fill_blanks(self, patient_id: UUID, row: Row, identifier: tuple[str, str] | None) -> None:
        """A person who is known: only what was blank is taken over."""
        (fresh,) = self._fresh(patient_id, [row]) or (None,)
        standing = people_queries.patient(patient_id)
        if fresh is None or standing is None or not isinstance(row.read, Person):
            return
        if identifier:
            people.add_identifiers(self.visit.stamp, patient_id, [identifier])
        stated = {name: value for name, value in row.read.details.items() if value not in BLANK}
        held = {name: _plain(getattr(standing, name)) for name in stated}
        blanks = {name: value for name, value in stated.items() if held[name] in BLANK}
        if blanks:
            people.revise_details(self.visit.stamp, patient_id, **blanks)
        self._join(patient_id, row.read)
        self._keep(patient_id, [row])
        self.taken.new.append(row.number)

    def take(self, patient_id: UUID, rows: Sequence[Row]) -> None:
        """Medicines, visits or scores of a person who is known."""
        fresh = self._fresh(patient_id, rows)
        if not fresh:
            return
        seen = {key_of(self.kind, row.cells): row for row in fresh}
        known = inbox_queries.versions(patient_id, seen)
        taken_in_at = {key: before.taken_in_at for key, before in known.items()}
        left = self._write(patient_id, seen, taken_in_at)
        for key, row in seen.items():
            if key in left:
                words = _("It was changed here since, or is agreed here already. It was left as it is.")
                self.taken.refused[row.number] = Trouble("", words)
            else:
                self.taken.new.append(row.number)
        self._keep(patient_id, [row for key, row in seen.items() if key not in left])
        twice = [row for row in fresh if row not in seen.values()]
        self.taken.here += [row.number for row in twice]

    def _write(
        self, patient_id: UUID, rows: Mapping[str, Row], taken_in_at: Mapping[str, Instant | None]
    ) -> frozenset[str]:
        stamp = self.visit.stamp
        if self.kind == "medicines":
            orders = [self._order(key, row.read) for key, row in rows.items() if isinstance(row.read, Medication)]
            left = medication.receive_orders(stamp, patient_id, orders, taken_in_at)
            self.taken.waiting = sum(not order.steps and order.origin_key not in left for order in orders)
            return left
        if self.kind == "appointments":
            agreed = [{"origin_key": k, **r.read.columns} for k, r in rows.items() if isinstance(r.read, Agreed)]
            found = visits.receive_appointments(stamp, patient_id, self.site_id, agreed, taken_in_at)
            return found.ours | found.here
        scores = [self._score(key, row.read) for key, row in rows.items() if isinstance(row.read, Score)]
        return assessment.receive_responses(stamp, patient_id, scores, taken_in_at)

    def _order(self, key: str, one: Medication) -> medication.Order:
        started = LocalDate(one.start.earliest(), self.zone).start()
        steps: tuple[medication.Step, ...] = ()
        if one.stop is not None:
            ended = max(started, LocalDate(one.stop.latest(), self.zone).end())
            steps = (medication.Step("stop", ended, ENDED),)
        terms = {
            **medicine_columns(one.medicine),
            **dose_columns(one.dose, one.timing),
            "dose_text": one.words,
            "indication": one.indication,
            "prescriber_name": one.by,
        }
        why = "" if one.start.day else NO_DAY
        return medication.Order(key, terms, medication.Step("start", started, why), steps)

    def _score(self, key: str, one: Score) -> dict[str, Any]:
        return {
            "origin_key": key,
            "effective_at": LocalDate(one.day, self.zone).start().utc,
            "instrument": one.instrument.id,
            "version": one.instrument.version,
            "release": release().version,
            "answers": dict(one.answers),
            **scored_columns(one.scored),
            "typed_total": not one.answers,
            "mode": "import",
        }

    def _fresh(self, patient_id: UUID, rows: Sequence[Row]) -> list[Row]:
        """The rows that say something new; of the others it is noted that they are here."""
        known = inbox_queries.versions(patient_id, [key_of(self.kind, row.cells) for row in rows])
        fresh = []
        for row in rows:
            before = known.get(key_of(self.kind, row.cells))
            if before is not None and content_hash(row.cells) in before.hashes:
                self.taken.here.append(row.number)
            else:
                fresh.append(row)
        return fresh

    def _keep(self, patient_id: UUID, rows: Sequence[Row]) -> None:
        """Keep the rows as received, so that what was taken in can be compared with what came."""
        known = inbox_queries.versions(patient_id, [key_of(self.kind, row.cells) for row in rows])
        resources = [
            inbox.Resource(
                key=(key := key_of(self.kind, row.cells)),
                sequence=known[key].sequence + 1 if key in known else 1,
                resource_type=f"csv-{self.kind}",
                content_hash=content_hash(row.cells),
                content=json.dumps({**row.cells, **_dated(row.read)}),
                outcome="mapped",
            )
            for row in rows
        ]
        inbox.receive(self.visit.stamp, self.run_id, patient_id, resources)

    def _join(self, patient_id: UUID, person: Person) -> None:
        actor, at = self.visit.stamp.actor, self.visit.stamp.at
        own = ((actor.practitioner_id, actor.acting_role),) if actor.clinical and actor.practitioner_id else ()
        for practitioner_id, role in dict.fromkeys((*person.team, *own)):
            people.join_care_team(
                self.visit.stamp,
                patient_id=patient_id,
                practitioner_id=practitioner_id,
                role=role,
                starts_at=at,
                basis="import",
            )

    def _refuse_double(self, row: Row, likely: Sequence[UUID]) -> None:
        """Say whom the row resembles, by number where the importer may see that person."""
        stamp = self.visit.stamp
        seen = people_queries.visible_lines(stamp.actor, stamp.at, likely)
        self.visit.saw(seen)
        numbers = ", ".join(line.number for line in seen.values())
        trouble = Trouble("", ALIKE, {"numbers": numbers}) if numbers else Trouble("", ALIKE_UNSEEN)
        self.taken.refused[row.number] = trouble


def _dated(read: Read) -> dict[str, str]:
    """The day of a score, as a received form states it: a day, and no moment."""
    return {"authored": read.day.isoformat()} if isinstance(read, Score) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | dict | list) else str(value or "")
