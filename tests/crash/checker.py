"""What must hold whatever happened: nothing acknowledged is lost, nothing is there twice, everything is audited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from tests.crash.writers import History

# What a stored outcome names, and the table in which that has to stand.
WHERE = {
    "allergy": "problems_allergyintolerance",
    "event": "problems_lifeevent",
    "response": "assessment_questionnaireresponse",
    "session": "therapy_therapysession",
    "revision": "medication_medicationrequest",
    "appointment": "visits_appointment",
    "run": "inbox_importrun",
}
FACTS = tuple(table for name, table in WHERE.items() if name not in {"appointment", "run"})
SHOWN = 5


@dataclass
class Findings:
    """Each violated invariant with examples; empty where all hold."""

    stored: int = 0
    broken: dict[str, list[str]] = field(default_factory=dict)

    def add(self, invariant: str, cases: list[str]) -> None:
        """Note what breaks an invariant."""
        if cases:
            self.broken[invariant] = cases

    def __str__(self) -> str:
        """Each with its number and a few examples."""
        lines = [f"{name}: {len(cases)}, such as {', '.join(cases[:SHOWN])}" for name, cases in self.broken.items()]
        return "\n".join(lines) or "nothing is broken"


def check(url: str, history: History) -> Findings:
    """Compare what was acknowledged with what stands in the database."""
    findings = Findings()
    with psycopg.connect(url, autocommit=True) as connection:
        outcomes = dict(connection.execute("SELECT key::text, outcome FROM foundation_storedoutcome").fetchall())
        findings.stored = len(outcomes)
        keyed = [(kind, key) for kind, key in history.acknowledged if kind != "draft"]
        rows = {name: _ids(connection, table) for name, table in WHERE.items()}
        findings.add("acknowledged but lost", [*_lost(keyed, outcomes, rows), *_lost_drafts(connection, history)])
        findings.add("stored twice", [*_doubled(outcomes, rows), *_doubled_drafts(connection)])
        findings.add("without its audit event", list(_unaudited(connection)))
        findings.add("a thread with a gap", list(_gaps(connection)))
        findings.add("a job that did not run, or ran twice", list(_jobs(connection, outcomes)))
    return findings


def waiting(url: str) -> int:
    """Imports whose job has not ended yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT count(*) FROM inbox_importrun WHERE status IN ('waiting', 'running')")
        return int(rows.fetchone()[0])  # type: ignore[index]


def _lost(
    keyed: list[tuple[str, str]], outcomes: dict[str, dict[str, str]], rows: dict[str, set[str]]
) -> Iterator[str]:
    for kind, key in keyed:
        outcome = outcomes.get(key)
        if outcome is None:
            yield f"{kind} {key}"
            continue
        name = next(name for name in WHERE if name in outcome)
        if outcome[name] not in rows[name]:
            yield f"{kind} {key}: {name} {outcome[name]}"


def _lost_drafts(connection: psycopg.Connection, history: History) -> list[str]:
    kept = {path for (path,) in connection.execute("SELECT path FROM documents_draft").fetchall()}
    return [f"draft {key}" for kind, key in history.acknowledged if kind == "draft" and key not in kept]


def _doubled(outcomes: dict[str, dict[str, str]], rows: dict[str, set[str]]) -> Iterator[str]:
    """A row that no outcome names was written a second time; an outcome is stored with what it names, or not at all."""
    for name, found in rows.items():
        named = [outcome[name] for outcome in outcomes.values() if name in outcome]
        yield from (f"{name} {one} is named twice" for one in {n for n in named if named.count(n) > 1})
        yield from (f"{name} {one}" for one in found - set(named))


def _doubled_drafts(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT path FROM documents_draft GROUP BY author_id, path HAVING count(*) > 1")
    return [f"draft {path}" for (path,) in rows.fetchall()]


def _ids(connection: psycopg.Connection, table: str) -> set[str]:
    """The rows of a table that somebody wrote by hand: not the system, not an import."""
    who = {"visits_appointment": "true", "inbox_importrun": "true"}
    written = who.get(table, "recorded_by IS NOT NULL AND origin_key = ''")
    asked = sql.SQL("SELECT id::text FROM {} WHERE " + written).format(sql.Identifier(table))  # noqa: S608 - ours
    return {one for (one,) in connection.execute(asked).fetchall()}


def _unaudited(connection: psycopg.Connection) -> Iterator[str]:
    for table in FACTS:
        asked = sql.SQL(
            "SELECT id::text FROM {} AS fact WHERE recorded_by IS NOT NULL AND NOT EXISTS (SELECT "
            "FROM audit_auditevent AS event WHERE event.recorded_by = fact.recorded_by "
            "AND event.recorded_at = fact.recorded_at AND event.outcome = 'done' "
            "AND event.patients @> ARRAY[fact.patient_id])"
        ).format(sql.Identifier(table))
        yield from (f"{table} {one}" for (one,) in connection.execute(asked).fetchall())


def _gaps(connection: psycopg.Connection) -> Iterator[str]:
    for table in (*FACTS, "people_patientdetails", "people_careteammember"):
        asked = sql.SQL(
            "SELECT thread::text FROM {} GROUP BY thread HAVING min(sequence) <> 1 OR max(sequence) <> count(*)"
        ).format(sql.Identifier(table))
        yield from (f"{table} {one}" for (one,) in connection.execute(asked).fetchall())


def _jobs(connection: psycopg.Connection, outcomes: dict[str, dict[str, str]]) -> Iterator[str]:
    """Every import that was stored was done, and made one person with one allergy."""
    runs = dict(connection.execute("SELECT id::text, ARRAY[status, file_name] FROM inbox_importrun").fetchall())
    people = dict(
        connection.execute(
            "SELECT value, count(*) FROM people_patientidentifier WHERE system = 'urn:crash' GROUP BY 1"
        ).fetchall()
    )
    allergies = dict(
        connection.execute(
            "SELECT substance, count(*) FROM problems_allergyintolerance WHERE origin_key <> '' GROUP BY 1"
        ).fetchall()
    )
    for run in (outcome["run"] for outcome in outcomes.values() if "run" in outcome):
        status, file_name = runs.get(run, ("lost", ""))
        name = file_name.removesuffix(".json")
        found = (status, people.get(name, 0), allergies.get(f"import {name}", 0))
        if found != ("done", 1, 1):
            yield f"import {name}: {found}"
