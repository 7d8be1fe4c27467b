"""What IPDAS asks of a decision aid before it is offered (C1 to C6), as checks of its files.

C1 options in equal detail; C2 citations; C3 publication date; C4 update policy; C5 uncertainty; C6 funding. Also that
the list of all 35 criteria is whole, and says why each is met or not. Source: IPDAS version 4 (docs/decisions/0028).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_args

from plait.clinical.citation import Source
from plait.clinical.finding import CHECKED
from plait.clinical.intake.aid import ARMS, CERTAINTY, HUNDRED, WEIGHTS, Direction
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import MARKS, Problem, missing, twice, unknown

OPTION_KEYS = frozenset({"id", "arm", "name", "short", "rows", "pros", "cons", "fits"})
NUMBER_KEYS = frozenset(
    {"id", "asks", "says", "bars", "population", "period", "uncertainty", "mark", "computed", "source", "locator"},
)
BAR_KEYS = frozenset({"label", "per_100", "low", "high"})
CRITERIA = (
    *(f"Q{place}" for place in range(1, 7)),
    *(f"C{place}" for place in range(1, 7)),
    *(str(place) for place in range(1, 24)),
)
# Met only by what people did outside these files: they may not be claimed without a study that is named.
BY_PEOPLE = frozenset({"12", "13", "14", "15", "16", "17", "22", "23"})


def check_paperwork(docs: Mapping[str, Document], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Everything that keeps the aid from being offered."""
    yield from _check_equal_detail(docs)
    yield from _check_citations(docs, sources)
    yield from _check_dates_and_money(docs["aid"])
    yield from _check_numbers(docs["numbers"])
    yield from _check_values(docs["values"])
    yield from _check_criteria(docs["criteria"], sources)


def _check_equal_detail(docs: Mapping[str, Document]) -> Iterator[Problem]:
    """C1: the same rows for every option, and as many points for it as against it, in every option."""
    doc = docs["options"]
    rows = [row.get("id") for row in doc.table["rows"]]
    values = {value.get("id") for value in docs["values"].table["values"]}
    fits = docs["values"].table["fits"]
    options = doc.table["options"]
    counts = {len(option.get(side, ())) for option in options for side in ("pros", "cons")}
    for option in options:
        where = f"options.{option.get('id')}."
        yield from unknown(doc, option, OPTION_KEYS, where)
        yield from missing(doc, option, ("id", "arm", "name", "short", "rows", "pros", "cons"), where)
        if option.get("arm") not in ARMS:
            yield Problem(doc.path, f"{where}arm", f"{option.get('arm')!r} is no way to go")
        if set(option.get("rows", ())) != set(rows):
            yield Problem(doc.path, f"{where}rows", "IPDAS C1: not the same rows as every option")
        if len(option.get("pros", ())) != len(option.get("cons", ())):
            yield Problem(doc.path, f"{where}cons", "IPDAS C1: not as many points against it as for it")
        if set(fits.get(option.get("arm"), {}) | option.get("fits", {})) != values:
            yield Problem(doc.path, f"{where}fits", "IPDAS C1: does not speak of every value")
    if len(counts) > 1:
        yield Problem(doc.path, "options", f"IPDAS C1: options have different numbers of points: {sorted(counts)}")


def _check_citations(docs: Mapping[str, Document], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """C2: every statement has a mark and a source, and every source an address and a date."""
    for where, one, name in _statements(docs):
        path = docs[name].path
        if one.get("mark") not in MARKS:
            yield Problem(path, f"{where}mark", "IPDAS C2: without a mark")
        cited = one.get("sources", [one["source"]] if one.get("source") else [])
        if not cited:
            yield Problem(path, f"{where}source", "IPDAS C2: without a source")
        for source in cited:
            found = sources.get(source)
            if found is None:
                yield Problem(path, f"{where}source", f"IPDAS C2: {source!r} is not listed in content/sources")
            elif not found.url or not (found.accessed and found.edition):
                yield Problem(path, f"{where}source", f"IPDAS C2: {source!r} has no address, no edition or no date")
            elif found.kind == "practice" and one.get("mark") in CHECKED:
                yield Problem(path, f"{where}mark", "IPDAS C2: checked, and no source was read")


def _statements(docs: Mapping[str, Document]) -> Iterator[tuple[str, Table, str]]:
    for option in docs["options"].table["options"]:
        where = f"options.{option.get('id')}."
        yield from ((f"{where}rows.{row}.", said, "options") for row, said in option.get("rows", {}).items())
        for side in ("pros", "cons"):
            yield from ((f"{where}{side}[{n}].", one, "options") for n, one in enumerate(option.get(side, ())))
    for name in ("numbers", "comparisons"):
        yield from ((f"{name}.{one.get('id')}.", one, name) for one in docs[name].table[name])


def _check_dates_and_money(doc: Document) -> Iterator[Problem]:
    """C3, C4 and C6: published, updated, looked at again; who paid."""
    for key, of in (("effective_from", "C3"), ("updated", "C3"), ("review_due", "C4")):
        if type(doc.table.get(key)) is not date:
            yield Problem(doc.path, key, f"IPDAS {of}: no date")
    for key, of in (("update_policy", "C4"), ("funding", "C6"), ("authors", "20"), ("how_chosen", "18")):
        if not doc.table.get(key):
            yield Problem(doc.path, key, f"IPDAS {of}: missing")
    needed = ("title", "decision", "no_diagnosis", "reading", "talk", "no_wait", "questions", "refusals", "facts")
    yield from missing(doc, doc.table, needed)


def _check_numbers(doc: Document) -> Iterator[Problem]:
    """C5: every figure says for whom, over what time and how sure; whole people of 100."""
    yield from twice(doc, [number.get("id") for number in doc.table["numbers"]], "numbers.id")
    for number in doc.table["numbers"]:
        where = f"numbers.{number.get('id')}."
        yield from unknown(doc, number, NUMBER_KEYS, where)
        yield from missing(doc, number, ("id", "asks", "says"), where)
        for key in ("population", "period", "uncertainty"):
            if not number.get(key):
                yield Problem(doc.path, f"{where}{key}", "IPDAS C5: missing")
        if number.get("computed") and number.get("mark") != "partial":
            yield Problem(doc.path, f"{where}mark", "a figure that was computed here is partly read, never more")
        for bar in number.get("bars", ()):
            yield from unknown(doc, bar, BAR_KEYS, f"{where}bars.")
            ends = [bar.get("low", 0), bar.get("per_100"), bar.get("high", HUNDRED)]
            if any(type(end) is not int or not 0 <= end <= HUNDRED for end in ends) or ends != sorted(ends):
                yield Problem(doc.path, f"{where}bars", "not whole people of 100, or outside its own bounds")


def _check_values(doc: Document) -> Iterator[Problem]:
    table = doc.table
    ids = [value.get("id") for value in table["values"]]
    yield from twice(doc, ids, "values.id")
    if not 6 <= len(ids) <= 8:
        yield Problem(doc.path, "values", "not six to eight things that may matter")
    for key, needed in (("weights", WEIGHTS), ("certainty_answers", CERTAINTY)):
        if tuple(table.get(key, {})) != needed:
            yield Problem(doc.path, key, f"not {', '.join(needed)}")
    if len(table["certainty"]) != 4:
        yield Problem(doc.path, "certainty", "not four questions")
    for arm, fits in table["fits"].items():
        if arm not in ARMS:
            yield Problem(doc.path, f"fits.{arm}", "is no way to go")
        for value, fit in fits.items():
            yield from missing(doc, fit, ("direction", "why"), f"fits.{arm}.{value}.")
            if fit.get("direction") not in get_args(Direction):
                yield Problem(doc.path, f"fits.{arm}.{value}.direction", "neither for, against nor neither")


def _check_criteria(doc: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """All 35 criteria, each with a reason; testing with people is not claimed without the study."""
    criteria = doc.table["criteria"]
    if tuple(one.get("id") for one in criteria) != CRITERIA:
        yield Problem(doc.path, "criteria", "not the 35 criteria of IPDAS in their order")
    for one in criteria:
        where = f"criteria.{one.get('id')}."
        yield from unknown(doc, one, frozenset({"id", "kind", "asks", "met", "why", "source"}), where)
        yield from missing(doc, one, ("id", "kind", "asks", "why"), where)
        if type(one.get("met")) is not bool:
            yield Problem(doc.path, f"{where}met", "neither true nor false")
        if one.get("met") and one.get("id") in BY_PEOPLE and one.get("source") not in sources:
            yield Problem(doc.path, f"{where}met", "claimed, and no study is named")
