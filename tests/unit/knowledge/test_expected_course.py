"""What is expected of scores, as it ships: its worked cases, its sources, and the faults that validation finds."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from plait.clinical.assessment.baseline import since_step
from plait.clinical.assessment.expected_course import on_track
from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.knowledge.content import Document
from plait.knowledge.expected_course import check_course_cases, check_course_proof, check_expected_course
from plait.knowledge.loader import course_cases, release

START = Instant(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
CASES = course_cases()


def _response(instrument: str, total: int, day: int) -> Response:
    version = release().instruments[instrument].version
    taken = START.plus(days=day)
    return Response(UUID(int=day), instrument, version, taken, {}, Decimal(total), None, complete=True)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_worked_case(case):
    instrument = release().instruments[case.instrument]
    responses = (_response(case.instrument, case.baseline, 0), _response(case.instrument, case.latest, case.day))
    step = since_step(instrument, responses, title="", began=START)
    at = START.plus(days=case.day)
    found = on_track(instrument, release().expectations, step, treatments=case.treatments, at=at, zone="UTC")
    assert (found.track, found.why) == (case.track, case.why)


@pytest.mark.hazard("H-014")
def test_what_is_from_memory_is_never_checked():
    assert release().expectations
    for one in release().expectations:
        assert one.citation.source in release().sources
        assert not (one.checked and one.citation.source == "clinical-reference-2026"), one
        assert not (one.checked and release().sources[one.citation.source].kind == "secondary"), one


HEAD = {
    "id": "expected-course",
    "version": "1",
    "status": "active",
    "effective_from": date(2026, 1, 1),
    "review_due": date(2026, 7, 1),
    "licence": "facts",
}
SOUND = HEAD | {
    "expectations": [
        {"instrument": "i", "by_week": 2, "until_week": 4, "percent": 20, "treatments": ["SSRI", "cbt"]}
        | {"population": "adults", "mark": "verified", "source": "paper"}
    ]
}
PROOF = {
    "course": "expected-course",
    "cases": [
        {"name": track, "instrument": "i", "treatments": ["SSRI"], "baseline": 20, "latest": 10, "day": 14}
        | {"track": track}
        for track in ("on", "off")
    ],
}


def _found(change=lambda table, cases: None):
    table, cases = copy.deepcopy(SOUND), copy.deepcopy(PROOF)
    change(table, cases)
    doc = Document("assessment/expected-course.toml", table)
    found = list(check_expected_course(doc, {"paper": {}}, {"i": {"change": {}}}, {"SSRI"}))
    found += check_course_proof(doc, cases)
    found += check_course_cases(Document("assessment/expected-course.cases.toml", cases), {"i"})
    return [str(problem) for problem in found]


def _expectation(*without, **keys):
    def change(table, _cases):
        table["expectations"][0].update(keys)
        for key in without:
            table["expectations"][0].pop(key)

    return change


def _case(*without, **keys):
    def change(_table, cases):
        cases["cases"][0].update(keys)
        for key in without:
            cases["cases"][0].pop(key)

    return change


def test_a_sound_file_has_no_problem():
    assert _found() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_expectation("source"), "expectations[0].source: missing"),
        (_expectation("mark"), "expectations[0].mark: missing"),
        (_expectation("population"), "expectations[0].population: missing"),
        (_expectation(week=2), "expectations[0].week: unknown key"),
        (_expectation(instrument="j"), "'j' is no instrument"),
        (_expectation(by_week=0), "whole weeks from 1"),
        (_expectation(by_week=5), "the first not after the last"),
        (_expectation("percent"), "expects nothing"),
        (_expectation(percent=120), "between 1 and 100"),
        (_expectation(remission=True), "has no rule of remission"),
        (_expectation(treatments=["SSRI", "hope"]), "'hope' is no class of medicines and no therapy"),
        (_case(track="off"), "no worked case on track at week 2 of i"),
        (_case(day=13), "no worked case on track at week 2 of i"),
        (_case(treatments=["SNRI"]), "no worked case on track"),
        (_case(name="off"), "'off' is stated twice"),
        (_case(track="maybe"), "neither on nor off"),
        (_case("track"), "a verdict, or what is missing"),
        (_case(why="unchecked"), "a verdict, or what is missing"),
        (_case(instrument="j"), "'j' is no instrument"),
        (_case(weeks=2), "unknown key"),
    ],
)
def test_a_planted_fault_is_found(change, expected):
    found = _found(change)
    assert any(expected in problem for problem in found), found
