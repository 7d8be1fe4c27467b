"""No query about a person forgets that a person may have several records (decision 0013).

After a merge the facts stay on the record on which they were written. A query that asks for one id only would hide an
allergy. So every filter by patient in the record apps goes through ``of_person`` or ``of_people``; each one that means
the one record alone stands below with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

RECORDS = Path(__file__).parents[2] / "src" / "plait" / "records"
COLUMNS = {"patient", "patient_id", "patient_id__in", "patient__in"}
ASKING = {"filter", "exclude", "get", "latest", "Q", "get_or_create", "update_or_create"}
# function -> why the one record alone is meant, or how it takes all of them in.
ONE_RECORD = {
    "people/queries.py:_details": "what a record is called stands on it; the surviving one speaks for the person",
    "people/queries.py:details_recorded_at": "the same: an import compares with the record that it revises",
    "people/queries.py:_CARE_TEAM": "CurrentCareTeam is kept under the person",
    "people/queries.py:_caseload_rows": "what the surviving record is called; lists leave the line of a merged one out",
    "people/queries.py:matching": "PatientSearchKey is kept under the person",
    "people/queries.py:visible_lines": "PatientIndex has a line for every record, which names its person",
    "people/actions.py:revise_details": "one record is revised",
    "people/actions.py:refresh_lines": "refreshes the lines of every record of the person",
    "people/actions.py:refresh_people": "refreshes everybody who is concerned",
    "people/actions.py:join_care_team": "CurrentCareTeam is kept under the person",
    "people/actions.py:leave_care_team": "CurrentCareTeam is kept under the person",
    "people/linking.py:link_of": "by which link this very record was merged",
    "people/linking.py:refresh_merged": "the links of everybody who is concerned",
    "people/one_person.py:person_column": "finds out who the person is",
    "people/one_person.py:people_of": "finds out who the person is",
    "people/one_person.py:records_of": "finds out who the person is",
    "people/arrivals.py:without_clinician": "CurrentCareTeam is kept under the person, asked for each line of a list",
    "people/emergency.py:_rows": "an access ends on the record on which it was opened",
    "people/queries.py:people_visible_to": "a record that was merged is no line of its own",
    "people/whole.py:persons": "finds all records of each person, for an export",
    "inbox/whole.py:as_received": "an export asks with all records of each person",
    "medication/whole.py:histories": "an export asks with all records of each person",
    "documents/whole_back.py:_contents": "equal bytes are kept once a record; a second copy does no harm",
    "visits/whole_back.py:_appointments": "an export of ours is given back to the record that it came from",
    "visits/whole_back.py:_events": "an export of ours is given back to the record that it came from",
    "assessment/requests.py:missed": "visible_to has a line for every record",
    "safety/queries.py:_lines": "CurrentCareTeam is kept under the person, who was just found out",
    "tasks/queries.py:_open_tasks": "visible_to has a line for every record",
    "visits/queries.py:_booked": "lines of the persons, found out just before",
    "visits/queries.py:_treating": "CurrentCareTeam is kept under the person, which the line of the record names",
    "visits/queries.py:_day_rows": "visible_to has a line for every record",
    "visits/queries.py:unplanned_people": "details of the surviving record; CurrentCareTeam is kept under the person",
    "people/standing.py:_standing": "CurrentCareTeam is kept under the person, and the person was just found out",
}


def asked(path: Path) -> Iterator[str]:
    """Every function, and every query kept in a name, that filters by the id of a patient, by file and name."""
    tree = ast.parse(path.read_text())
    functions = [(one.name, one) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    kept = [(ast.unparse(one.targets[0]), one) for one in tree.body if isinstance(one, ast.Assign)]
    for name, place in (*functions, *kept):
        for call in ast.walk(place):
            if isinstance(call, ast.Call) and _name(call) in ASKING:
                keywords = {keyword.arg for keyword in call.keywords}
                if keywords & COLUMNS:
                    yield f"{path.relative_to(RECORDS)}:{name}"


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def modules() -> list[Path]:
    """Every module of the record apps that may ask the database."""
    return sorted(path for path in RECORDS.rglob("*.py") if "migrations" not in path.parts and path.name != "models.py")


def test_every_filter_by_patient_takes_in_all_records_of_the_person() -> None:
    found = {name for path in modules() for name in asked(path)}
    assert found - set(ONE_RECORD) == set(), "filter with of_person or of_people, or say here why not"
    assert set(ONE_RECORD) - found == set(), "these do not ask any more: take them off the list"


@pytest.mark.parametrize(
    "line",
    [
        "Task.objects.filter(patient_id=one)",
        "latest(Condition.objects.all(), patient_id__in=ids)",
        "x = Q(patient=one)",
    ],
)
def test_a_query_that_forgets_is_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.test_one_person.RECORDS", tmp_path)
    planted = tmp_path / "planted.py"
    planted.write_text(f"def tasks(one, ids):\n    return {line.removeprefix('x = ')}\n")
    assert list(asked(planted)) == ["planted.py:tasks"]


def test_a_query_kept_in_a_name_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.test_one_person.RECORDS", tmp_path)
    planted = tmp_path / "planted.py"
    planted.write_text("_TEAM = Pinned(lambda one: Team.objects.filter(patient_id=one))\n")
    assert list(asked(planted)) == ["planted.py:_TEAM"]
