"""The file of what is expected of scores by a week of treatment: turned into types, and what must be true of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from plait.clinical.assessment.expected_course import CourseCase, Expectation, Track, WhyOpen
from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED
from plait.clinical.therapy.course import MODALITIES
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import HEADER, Problem, cited, header, missing, twice, unknown

KEYS = HEADER | {"expectations"}
MEASURES = ("percent", "total_below", "remission")
EXPECTATION_KEYS = frozenset(
    {"instrument", "by_week", "until_week", "baseline_from", "treatments", "population", *MEASURES}
    | {"mark", "source", "locator"}
)
CASE_KEYS = frozenset({"name", "instrument", "treatments", "baseline", "latest", "day", "track", "why"})
WHOLE = 100


def build_expectations(table: Table) -> tuple[Expectation, ...]:
    """All expectations of a file, in its order. Raises ``KeyError`` for a missing key."""
    return tuple(
        Expectation(
            instrument=one["instrument"],
            by_week=one["by_week"],
            until_week=one["until_week"],
            mark=one["mark"],
            citation=Citation(one["source"], one.get("locator", "")),
            percent=one.get("percent"),
            total_below=one.get("total_below"),
            remission=one.get("remission", False),
            baseline_from=one.get("baseline_from"),
            treatments=tuple(one.get("treatments", ())),
            population=one["population"],
        )
        for one in table.get("expectations", ())
    )


def build_course_cases(table: Table) -> tuple[CourseCase, ...]:
    """The worked cases beside it."""
    return tuple(
        CourseCase(
            name=one["name"],
            instrument=one["instrument"],
            baseline=one["baseline"],
            latest=one["latest"],
            day=one["day"],
            track=one.get("track"),
            treatments=tuple(one.get("treatments", ())),
            why=one.get("why", ""),
        )
        for one in table.get("cases", ())
    )


def check_expected_course(
    doc: Document, sources: Mapping[str, Any], instruments: Mapping[str, Table], classes: Collection[str]
) -> Iterator[Problem]:
    """Everything wrong with the file; ``classes``: those of the medicines."""
    yield from header(doc)
    yield from unknown(doc, doc.table, KEYS)
    yield from missing(doc, doc.table, ("expectations",))
    for place, one in enumerate(doc.table.get("expectations", ())):
        where = f"expectations[{place}]."
        yield from unknown(doc, one, EXPECTATION_KEYS, where)
        yield from missing(doc, one, ("instrument", "by_week", "until_week", "population"), where)
        yield from cited(doc, one, sources, where)
        yield from _check_numbers(doc, one, where)
        instrument = instruments.get(one.get("instrument", ""))
        if instrument is None:
            yield Problem(doc.path, f"{where}instrument", f"{one.get('instrument')!r} is no instrument")
        elif one.get("remission") and "remission" not in instrument.get("change", {}):
            yield Problem(doc.path, f"{where}remission", "this instrument has no rule of remission")
        for treatment in one.get("treatments", ()):
            if treatment not in classes and treatment not in MODALITIES:
                yield Problem(doc.path, f"{where}treatments", f"{treatment!r} is no class of medicines and no therapy")


def _check_numbers(doc: Document, one: Table, where: str) -> Iterator[Problem]:
    by, until = one.get("by_week"), one.get("until_week")
    if not isinstance(by, int) or not isinstance(until, int) or not 0 < by <= until:
        yield Problem(doc.path, f"{where}by_week", "whole weeks from 1, the first not after the last")
    if not any(one.get(measure) for measure in MEASURES):
        yield Problem(doc.path, f"{where}percent", "expects nothing: percent, total_below or remission")
    if "percent" in one and not 0 < one["percent"] <= WHOLE:
        yield Problem(doc.path, f"{where}percent", "between 1 and 100")


def check_course_cases(doc: Document, instruments: Collection[str]) -> Iterator[Problem]:
    """Everything wrong with its worked cases."""
    cases = doc.table.get("cases", ())
    yield from unknown(doc, doc.table, {"course", "cases"})
    yield from twice(doc, [case.get("name") for case in cases], "cases.name")
    for place, case in enumerate(cases):
        where = f"cases[{place}]."
        yield from unknown(doc, case, CASE_KEYS, where)
        if case.get("instrument") not in instruments:
            yield Problem(doc.path, f"{where}instrument", f"{case.get('instrument')!r} is no instrument")
        if case.get("track") not in {None, *get_args(Track)}:
            yield Problem(doc.path, f"{where}track", f"{case['track']!r} is neither on nor off")
        if case.get("why", "") not in get_args(WhyOpen) or ("track" in case) == bool(case.get("why")):
            yield Problem(doc.path, f"{where}why", "a verdict, or what is missing: one of the two")


def check_course_proof(doc: Document, cases: Table) -> Iterator[Problem]:
    """An active file has, for each week at which a checked number judges, a case on track and a case off it."""
    if doc.table.get("status") != "active":
        return
    for one in doc.table.get("expectations", ()):
        if one.get("mark") not in CHECKED:
            continue
        for track in get_args(Track):
            if not any(_proves(one, case) and case.get("track") == track for case in cases.get("cases", ())):
                says = f"no worked case {track} track at week {one.get('by_week')} of {one.get('instrument')}"
                yield Problem(doc.path, "cases", says)


def _proves(one: Table, case: Table) -> bool:
    fits = not one.get("treatments") or set(one["treatments"]) & set(case.get("treatments", ()))
    same = case.get("instrument") == one.get("instrument")
    return bool(fits and same and case.get("day", 0) // 7 >= one.get("by_week", 0))
