"""The rows of a practice on their way into the database by COPY, app by app, and the ids that they are given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.assessment import bulk as assessment
from plait.records.audit import bulk as audit
from plait.records.medication import bulk as medication
from plait.records.monitoring import bulk as monitoring
from plait.records.people import bulk as people
from plait.records.people import queries
from plait.records.people.types import PatientRecord
from plait.records.problems import bulk as problems
from plait.records.safety import bulk as safety
from plait.records.safety import plan_bulk
from plait.records.tasks import bulk as tasks
from plait.records.therapy import bulk as therapy
from plait.records.visits import bulk as visits

Row = dict[str, Any]
LOW_BITS = 62
COUNTED_BITS = 12


class Ids:
    """UUIDs of version 7 that follow one another: the same seed and moment give the same ids."""

    def __init__(self, seed: int, at: Instant) -> None:
        """They begin at a moment, and count on from there."""
        self._random = Random(seed)  # noqa: S311 - ids of invented rows, not secrets
        self._next = int(at.utc.timestamp() * 1000) << COUNTED_BITS

    def __call__(self) -> UUID:
        """The next one."""
        self._next += 1
        milliseconds, counted = divmod(self._next, 1 << COUNTED_BITS)
        low = 0x2 << LOW_BITS | self._random.getrandbits(LOW_BITS)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | counted << 64 | low)


@dataclass
class Rows:
    """Rows by table, in the order in which they were told."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, row: Row) -> Row:
        """One more row."""
        self.tables[table].append(row)
        return row

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.tables.values()))

    def write(self) -> int:
        """Write everything, from the people upwards, in the transaction that is open; returns how many facts."""
        told = self.tables
        for row in told["appointments"]:
            for own in [name for name in row if name.startswith("_")]:
                del row[own]
        people.write(patients=told["patients"], details=told["details"], relations=told["relations"], team=told["team"])
        people.write_views(known=_known(told["patients"], told["details"]), team=_last(told["team"]))
        audit.write(events=told["audit"])
        tasks.write(tasks=told["tasks"], events=told["task_events"])
        problems.write(
            conditions=told["conditions"],
            allergies=told["allergies"],
            pregnancies=told["pregnancies"],
            life_events=told["life_events"],
            episodes=told["episodes"],
            steps=told["steps"],
        )
        visits.write(
            encounters=told["encounters"], appointments=told["appointments"], events=told["appointment_events"]
        )
        medication.write(lines=told["lines"], statements=told["statements"])
        therapy.write(courses=told["courses"], sessions=told["sessions"])
        assessment.write(responses=told["responses"])
        monitoring.write(observations=told["observations"])
        plan_bulk.write(plans=told["safety_plans"])
        safety.write(flags=told["flags"], events=told["flag_events"])
        written = self.count - len(told["tasks"]) - len(told["appointments"])
        self.tables.clear()
        return written


def _last(rows: list[Row]) -> list[Row]:
    """The last row of each thread."""
    return list({row["thread"]: row for row in rows}.values())


def _known(patients: list[Row], details: list[Row]) -> list[PatientRecord]:
    """What is known of each person: what the views are made from."""
    by_person: dict[UUID, Row] = {row["patient_id"]: row for row in details}
    return [_record(row, by_person[row["id"]]) for row in patients]


def _record(patient: Row, told: Row) -> PatientRecord:
    """Only what the views show has to be there; the rest is as in an empty form."""
    names = {one.name for one in fields(PatientRecord)}
    empty = {**dict.fromkeys(names, ""), "languages": (), "emails": (), "address": {}, "interpreter": False}
    own = {name: value for name, value in told.items() if name in names}
    known = {
        "patient_id": patient["id"],
        "site_id": patient["site_id"],
        "number": patient["number"],
        "birth_date": queries.partial(told["birth_date"]),
        "phones": tuple(told["phones"]),
    }
    return PatientRecord(**{name: value for name, value in {**empty, **own, **known}.items() if name in names})
