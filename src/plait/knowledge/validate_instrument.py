"""What must be true of an instrument's file, and of the worked cases beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plait.knowledge.content import Document, Table
from plait.knowledge.instrument import RULES
from plait.knowledge.problem import HEADER, Problem, cited, header, missing, sourced, twice, unknown

KEYS = HEADER | {
    *("title", "recall", "languages", "wording_embedded", "wording_source", "licence_source", "licence_locator"),
    *(
        "panel_code",
        "total_code",
        "scoring",
        "lowest",
        "highest",
        "most_missing",
        "options",
        "items",
        "bands",
        "change",
    ),
}
ITEM_KEYS = frozenset({"id", "code", "options", "text", "scored", "required", "risk_from"})
BAND_KEYS = frozenset({"low", "high", "code", "text", "mark", "source", "locator"})
CASE_KEYS = frozenset({"name", "answers", "total", "band", "risk"})
SCORINGS = frozenset({"sum"})
# Licences under which the words themselves may stand in the product. Anything else: wording_embedded = false.
OPEN_LICENCES = frozenset(
    {
        "no permission required to reproduce, translate, display or distribute",
        "public domain",
        "CC0-1.0",
        "CC-BY-4.0",
        "CC-BY-ND-4.0",
    },
)


def check_instrument(doc: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong with one instrument's file."""
    table = doc.table
    yield from header(doc)
    yield from unknown(doc, table, KEYS)
    yield from missing(doc, table, ("title", "languages", "items", "options"))
    yield from sourced(doc, table.get("licence_source"), sources, "licence_source")
    if table.get("scoring") not in SCORINGS:
        yield Problem(doc.path, "scoring", f"{table.get('scoring')!r} is no way to score")
    yield from _check_items(doc, table)
    yield from _check_wording(doc, table, sources)
    yield from _check_bands(doc, table, sources)
    yield from _check_change(doc, table.get("change", {}), sources)


def _check_items(doc: Document, table: Table) -> Iterator[Problem]:
    items, options = table.get("items", []), table.get("options", {})
    yield from twice(doc, [item.get("id") for item in items], "items.id")
    yield from twice(doc, [item["code"] for item in items if item.get("code")], "items.code")
    for name, group in options.items():
        yield from twice(doc, [option.get("value") for option in group.get("values", ())], f"options.{name}.values")
    for place, item in enumerate(items):
        yield from unknown(doc, item, ITEM_KEYS, f"items[{place}].")
        if item.get("options") not in options:
            yield Problem(doc.path, f"items[{place}].options", f"{item.get('options')!r} is not described")
    scored = [options[i["options"]]["values"] for i in items if i.get("scored", True) and i.get("options") in options]
    for key, pick in (("lowest", min), ("highest", max)):
        possible = sum(pick(option["value"] for option in values) for values in scored)
        if table.get(key) != possible:
            yield Problem(doc.path, key, f"{table.get(key)} is not what the items give: {possible}")
    if not 0 <= table.get("most_missing", -1) < len(scored):
        yield Problem(doc.path, "most_missing", "between 0 and fewer than the scored items")


def _check_wording(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    embedded = table.get("wording_embedded")
    options = [option for group in table.get("options", {}).values() for option in group.get("values", ())]
    texts = [*table.get("items", ()), *options]
    if not isinstance(embedded, bool):
        yield Problem(doc.path, "wording_embedded", "true or false")
    elif embedded and table.get("licence") not in OPEN_LICENCES:
        yield Problem(doc.path, "licence", "does not allow wording to be embedded: see OPEN_LICENCES")
    elif not embedded and (any(text.get("text") for text in texts) or table.get("recall")):
        yield Problem(doc.path, "wording_embedded", "false, but wording stands in the file")
    for language in table.get("languages", ()) if embedded else ():
        yield from sourced(doc, table.get("wording_source", {}).get(language), sources, f"wording_source.{language}")
        if any(not text.get("text", {}).get(language) for text in texts):
            yield Problem(doc.path, "languages", f"an item or option has no words in {language!r}")


def _check_bands(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    bands = table.get("bands", [])
    for place, band in enumerate(bands):
        yield from unknown(doc, band, BAND_KEYS, f"bands[{place}].")
        yield from missing(doc, band, ("code", "text"), f"bands[{place}].")
        yield from cited(doc, band, sources, f"bands[{place}].")
    yield from twice(doc, [band.get("code") for band in bands], "bands.code")
    yield from twice(doc, [band.get("low") for band in bands], "bands.low")
    expected = table.get("lowest")
    for place, band in enumerate(bands):
        low, high = band.get("low"), band.get("high")
        if not isinstance(low, int) or not isinstance(high, int) or not isinstance(expected, int):
            yield Problem(doc.path, f"bands[{place}]", "needs low and high, whole numbers")
            return
        if low > high:
            yield Problem(doc.path, f"bands[{place}].low", f"low {low} is above high {high}")
        if low != expected:
            yield Problem(doc.path, f"bands[{place}].low", "gap" if low > expected else "overlap")
        expected = high + 1
    if bands and bands[-1].get("high") != table.get("highest"):
        yield Problem(doc.path, "bands", "the last band does not end at the highest total")


def _check_change(doc: Document, change: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    yield from unknown(doc, change, RULES, "change.")
    for rule, key in RULES.items():
        if rule in change:
            yield from unknown(doc, change[rule], {key, "mark", "source", "locator"}, f"change.{rule}.")
            yield from missing(doc, change[rule], (key,), f"change.{rule}.")
            yield from cited(doc, change[rule], sources, f"change.{rule}.")


def check_cases(doc: Document, instruments: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything wrong with a file of worked cases."""
    table = doc.table
    yield from unknown(doc, table, {"instrument", "cases"})
    instrument = instruments.get(table.get("instrument", ""))
    if instrument is None:
        yield Problem(doc.path, "instrument", f"{table.get('instrument')!r} is no instrument")
        return
    ids = {item.get("id") for item in instrument.get("items", ())}
    codes = {band.get("code") for band in instrument.get("bands", ())}
    yield from twice(doc, [case.get("name") for case in table.get("cases", ())], "cases.name")
    for place, case in enumerate(table.get("cases", ())):
        yield from unknown(doc, case, CASE_KEYS, f"cases[{place}].")
        if len(case.get("answers", ())) != len(ids):
            yield Problem(doc.path, f"cases[{place}].answers", f'needs {len(ids)} answers, "" for one left out')
        if case.get("band") not in {None, *codes}:
            yield Problem(doc.path, f"cases[{place}].band", f"{case['band']!r} is no band")
        if not ids.issuperset(case.get("risk", ())):
            yield Problem(doc.path, f"cases[{place}].risk", "names an item that does not exist")


def check_edges(doc: Document, cases: Table) -> Iterator[Problem]:
    """An active instrument is proved at every edge of every band, and has worked cases at all."""
    if doc.table.get("status") != "active":
        return
    totals = {case.get("total") for case in cases.get("cases", ())}
    if not totals:
        yield Problem(doc.path, "cases", "an active instrument needs worked cases beside it")
    for band in doc.table.get("bands", ()) if totals else ():
        for edge in {band.get("low"), band.get("high")} - totals:
            yield Problem(doc.path, "cases", f"no worked case at total {edge}, an edge of {band.get('code')!r}")
