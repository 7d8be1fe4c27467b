"""What must be true of the worked cases beside an instrument's file: that they are sound, and that they prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.assessment.sleep_diary import PARTS
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import Problem, twice, unknown

CASE_KEYS = frozenset({"name", "answers", "total", "band", "risk", "subscales", "criteria", "level"})


def check_cases(doc: Document, instruments: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything wrong with a file of worked cases."""
    table = doc.table
    yield from unknown(doc, table, {"instrument", "cases"})
    instrument = instruments.get(table.get("instrument", ""))
    if instrument is None:
        yield Problem(doc.path, "instrument", f"{table.get('instrument')!r} is no instrument")
        return
    ids = [item.get("id") for item in instrument.get("items", ())]
    codes = {band.get("code") for band in instrument.get("bands", ())}
    named = {
        "risk": set(ids),
        "criteria": {one.get("code") for one in instrument.get("criteria", ())},
        "subscales": {one.get("id") for one in instrument.get("subscales", ())} | _derived(instrument),
    }
    yield from twice(doc, [case.get("name") for case in table.get("cases", ())], "cases.name")
    for place, case in enumerate(table.get("cases", ())):
        yield from unknown(doc, case, CASE_KEYS, f"cases[{place}].")
        if len(case.get("answers", ())) != len(ids):
            yield Problem(doc.path, f"cases[{place}].answers", f'needs {len(ids)} answers, "" for one left out')
        if case.get("band") not in {None, *codes}:
            yield Problem(doc.path, f"cases[{place}].band", f"{case['band']!r} is no band")
        if case.get("level") not in {None, *LEVELS}:
            yield Problem(doc.path, f"cases[{place}].level", f"{case['level']!r} is none of {', '.join(LEVELS)}")
        for key, known in named.items():
            if not known.issuperset(case.get(key, ())):
                what = "an item" if key == "risk" else "something"
                yield Problem(doc.path, f"cases[{place}].{key}", f"names {what} that does not exist")


def _derived(instrument: Table) -> set[str]:
    return set(PARTS) if instrument.get("scoring") == "sleep-diary" else set()


def check_proof(doc: Document, cases: Table) -> Iterator[Problem]:
    """An active instrument has worked cases: at every edge of every band, for each sign of harm and each criterion."""
    if doc.table.get("status") != "active":
        return
    listed = cases.get("cases", ())
    if not listed:
        yield Problem(doc.path, "cases", "an active instrument needs worked cases beside it")
        return
    totals = {case.get("total") for case in listed}
    for band in doc.table.get("bands", ()):
        for edge in sorted({band.get("low"), band.get("high")} - totals):
            yield Problem(doc.path, "cases", f"no worked case at total {edge}, an edge of {band.get('code')!r}")
    for item in doc.table.get("items", ()):
        if item.get("risk") and not any(item.get("id") in case.get("risk", ()) for case in listed):
            yield Problem(doc.path, "cases", f"no worked case in which item {item.get('id')} speaks of harm")
    for one in doc.table.get("criteria", ()):
        met = [one.get("code") in case.get("criteria", ()) for case in listed]
        if all(met) or not any(met):
            yield Problem(doc.path, "cases", f"no worked case that meets {one.get('code')!r}, or none that does not")
