"""What must be true of an instrument's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from plait.clinical.assessment.instrument import (
    LEVELS,
    MINUTES_OF_DAY,
    AnsweredBy,
    AnswerKind,
    Direction,
    Harm,
    Scoring,
    SubscaleScoring,
)
from plait.clinical.assessment.sleep_diary import DURATIONS, NEEDED
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import HEADER, Problem, cited, header, missing, sourced, twice, unknown
from plait.knowledge.validate_change import check_change

KEYS = HEADER | {
    *("title", "recall", "languages", "wording_embedded", "wording_source", "licence_source", "licence_locator"),
    *("panel_code", "total_code", "scoring", "lowest", "highest", "most_missing", "missing", "options", "items"),
    *("bands", "change", "answered_by", "validated", "better", "domains", "alternatives", "score_item", "subscales"),
    *("criteria", "rhythm", "part_of", "same_items", "conditions", "medicine_classes", "typing"),
    *("equal_versions",),
}
ITEM_KEYS = frozenset(
    {"id", "code", "options", "text", "scored", "required", "answer", "low", "high", "harm", "risk", "only_if"}
)
BAND_KEYS = frozenset({"low", "high", "code", "text", "mark", "source", "locator"})
SUBSCALE_KEYS = frozenset({"id", "text", "items", "scoring", "at_least"})
CONDITION_KEYS = frozenset({"items", "at_least", "count"})
CRITERION_KEYS = frozenset(
    {"code", "text", "mark", "source", "locator", "every", "either", "either_count", "total_at_least"}
    | {"population", "level"}
)
RHYTHM_KEYS = frozenset({"acute_days", "later_days", "each_session", "once", "mark", "source", "locator"})
CHOICES = {"scoring": Scoring, "answered_by": AnsweredBy, "better": Direction}
WITHOUT_TOTAL = frozenset({"none", "sleep-diary"})
# Licences under which the words themselves may stand in the product. Anything else: wording_embedded = false.
OPEN_LICENCES = frozenset(
    {
        "no permission required to reproduce, translate, display or distribute",
        "public domain",
        "free to use in health records without licence or cost",
        "CC0-1.0",
        "CC-BY-4.0",
        "CC-BY-ND-4.0",
        "own wording",
    },
)


def check_instrument(doc: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong with one instrument's file."""
    table = doc.table
    yield from header(doc)
    yield from unknown(doc, table, KEYS)
    yield from missing(doc, table, ("title", "items"))
    yield from sourced(doc, table.get("licence_source"), sources, "licence_source")
    for key, choice in CHOICES.items():
        if key in table and table[key] not in get_args(choice):
            yield Problem(doc.path, key, f"{table[key]!r} is none of {', '.join(get_args(choice))}")
    yield from missing(doc, table, ("scoring",))
    yield from _check_items(doc, table)
    yield from _check_range(doc, table)
    yield from _check_diary(doc, table)
    yield from _check_missing(doc, table, sources)
    yield from _check_wording(doc, table, sources)
    yield from _check_parts(doc, table)
    yield from _check_criteria(doc, table, sources)
    yield from _check_bands(doc, table, sources)
    yield from check_change(doc, sources)
    if "rhythm" in table:
        yield from unknown(doc, table["rhythm"], RHYTHM_KEYS, "rhythm.")
        yield from cited(doc, table["rhythm"], sources, "rhythm.")


def _ids(table: Table) -> frozenset[str]:
    return frozenset(item.get("id", "") for item in table.get("items", ()))


def _check_items(doc: Document, table: Table) -> Iterator[Problem]:
    items, options = table.get("items", []), table.get("options", {})
    yield from twice(doc, [item.get("id") for item in items], "items.id")
    yield from twice(doc, [item["code"] for item in items if item.get("code")], "items.code")
    for name, group in options.items():
        yield from twice(doc, [option.get("value") for option in group.get("values", ())], f"options.{name}.values")
    for place, item in enumerate(items):
        where = f"items[{place}]."
        yield from unknown(doc, item, ITEM_KEYS, where)
        yield from _check_answer(doc, item, options, where)
        yield from _check_harm(doc, item, _values(item, options), where)
        if "only_if" in item:
            settled = {one.get("id", "") for one in items[:place]} | {
                o.get("id", "") for o in items if "only_if" not in o
            }
            yield from _check_condition(doc, item["only_if"], frozenset(settled), f"{where}only_if")


def _check_answer(doc: Document, item: Table, options: Table, where: str) -> Iterator[Problem]:
    kind = item.get("answer", "option")
    if kind not in get_args(AnswerKind):
        yield Problem(doc.path, f"{where}answer", f"{kind!r} is no way to answer")
    elif kind == "option" and item.get("options") not in options:
        yield Problem(doc.path, f"{where}options", f"{item.get('options')!r} is not described")
    elif kind == "number":
        low, high = item.get("low"), item.get("high")
        if not isinstance(low, int) or not isinstance(high, int) or low > high:
            yield Problem(doc.path, f"{where}low", "a number needs low and high, whole numbers")


def _check_harm(doc: Document, item: Table, values: tuple[int, int] | None, where: str) -> Iterator[Problem]:
    """Every item says whether it can speak of harm, and from which answer it does."""
    harm, risk = item.get("harm"), item.get("risk", [])
    if harm not in get_args(Harm):
        yield Problem(doc.path, f"{where}harm", "say whether it can speak of harm: none, self or others")
    if (harm in {"self", "others"}) != bool(risk):
        yield Problem(doc.path, f"{where}risk", "what speaks of harm says from which answer, and nothing else does")
    for one in risk:
        if one.get("level") not in LEVELS:
            yield Problem(doc.path, f"{where}risk.level", f"{one.get('level')!r} is none of {', '.join(LEVELS)}")
        if values and not values[0] <= one.get("from", values[0] - 1) <= values[1]:
            yield Problem(doc.path, f"{where}risk.from", "no answer that the item has")
    if [one.get("from") for one in risk] != sorted({one.get("from") for one in risk}):
        yield Problem(doc.path, f"{where}risk", "the lowest answer first, each once")


def _values(item: Table, options: Table) -> tuple[int, int] | None:
    """The lowest and the highest answer of an item."""
    if item.get("answer") == "number":
        return item.get("low", 0), item.get("high", 0)
    if item.get("answer") == "clock":
        return 0, MINUTES_OF_DAY - 1
    listed = [option["value"] for option in options.get(item.get("options", ""), {}).get("values", ())]
    return (min(listed), max(listed)) if listed else None


def _check_range(doc: Document, table: Table) -> Iterator[Problem]:
    """The range of the total is what the items give."""
    scoring, options = table.get("scoring"), table.get("options", {})
    scored = {i.get("id"): _values(i, options) for i in table.get("items", ()) if i.get("scored", True)}
    if None in scored.values():
        return
    if scoring == "item":
        possible = scored.get(table.get("score_item"))
        if possible is None:
            yield Problem(doc.path, "score_item", "no scored item")
            return
    elif scoring in WITHOUT_TOTAL:
        possible = (0, 0)
    else:
        grouped = {item: number for number, domain in enumerate(table.get("domains", ())) for item in domain}
        parts: dict[Any, list[tuple[int, int]]] = {}
        for name, values in scored.items():
            parts.setdefault(grouped.get(name, name) if scoring == "domains" else name, []).append(values or (0, 0))
        possible = tuple(sum(max(one[end] for one in part) for part in parts.values()) for end in (0, 1))  # type: ignore[assignment]
    for key, number in zip(("lowest", "highest"), possible or (0, 0), strict=True):
        if table.get(key) != number:
            yield Problem(doc.path, key, f"{table.get(key)} is not what the items give: {number}")


def _check_diary(doc: Document, table: Table) -> Iterator[Problem]:
    """A sleep diary has the items that a night is derived from, each answered in minutes."""
    if table.get("scoring") != "sleep-diary":
        return
    kinds = {item.get("id"): item.get("answer", "option") for item in table.get("items", ())}
    for item in NEEDED:
        if kinds.get(item) != ("number" if item in DURATIONS else "clock"):
            yield Problem(doc.path, "items", f"a sleep diary needs {item!r}, a clock time or a number of minutes")


def _check_missing(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    scored = [item for item in table.get("items", ()) if item.get("scored", True)]
    most = table.get("most_missing", -1)
    if not 0 <= most < max(1, len(scored)):
        yield Problem(doc.path, "most_missing", "between 0 and fewer than the scored items")
    if most > 0:
        yield from cited(doc, table.get("missing", {}), sources, "missing.")


def _check_wording(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    embedded = table.get("wording_embedded")
    options = [option for group in table.get("options", {}).values() for option in group.get("values", ())]
    texts = [*table.get("items", ()), *options]
    if not isinstance(embedded, bool):
        yield Problem(doc.path, "wording_embedded", "true or false")
    elif embedded and table.get("licence") not in OPEN_LICENCES:
        yield Problem(doc.path, "licence", "does not allow wording to be embedded: see OPEN_LICENCES")
    elif embedded and not table.get("languages"):
        yield Problem(doc.path, "languages", "missing")
    elif not embedded and (any(text.get("text") for text in texts) or table.get("recall")):
        yield Problem(doc.path, "wording_embedded", "false, but wording stands in the file")
    for language in table.get("languages", ()) if embedded else ():
        yield from sourced(doc, table.get("wording_source", {}).get(language), sources, f"wording_source.{language}")
        if any(not text.get("text", {}).get(language) for text in texts):
            yield Problem(doc.path, "languages", f"an item or option has no words in {language!r}")


def _check_parts(doc: Document, table: Table) -> Iterator[Problem]:
    """Subscales, domains, alternatives and items of another instrument name items that are there."""
    ids = _ids(table)
    for place, one in enumerate(table.get("subscales", ())):
        yield from unknown(doc, one, SUBSCALE_KEYS, f"subscales[{place}].")
        yield from missing(doc, one, ("id", "text", "items"), f"subscales[{place}].")
        if one.get("scoring", "sum") not in get_args(SubscaleScoring):
            yield Problem(doc.path, f"subscales[{place}].scoring", f"{one['scoring']!r} is no way to score")
        if not ids.issuperset(one.get("items", ())):
            yield Problem(doc.path, f"subscales[{place}].items", "names an item that does not exist")
    for key in ("domains", "alternatives"):
        named = [item for group in table.get(key, ()) for item in group]
        yield from twice(doc, named, key)
        if not ids.issuperset(named):
            yield Problem(doc.path, key, "names an item that does not exist")
    if bool(table.get("part_of")) != bool(table.get("same_items")):
        yield Problem(doc.path, "part_of", "names the other instrument and the items that are the same, or neither")
    if not ids.issuperset(table.get("same_items", {})):
        yield Problem(doc.path, "same_items", "names an item that does not exist")


def _check_condition(doc: Document, condition: Table, ids: frozenset[str], where: str) -> Iterator[Problem]:
    yield from unknown(doc, condition, CONDITION_KEYS, f"{where}.")
    named = condition.get("items", ())
    if not named or not ids.issuperset(named):
        yield Problem(doc.path, f"{where}.items", "names an item that does not exist")
    if not 1 <= condition.get("count", 1) <= max(1, len(named)):
        yield Problem(doc.path, f"{where}.count", "more than the items that are named")


def _check_criteria(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    for place, one in enumerate(table.get("criteria", ())):
        where = f"criteria[{place}]."
        yield from unknown(doc, one, CRITERION_KEYS, where)
        yield from missing(doc, one, ("code", "text"), where)
        yield from cited(doc, one, sources, where)
        if not one.get("every") and not one.get("either") and "total_at_least" not in one:
            yield Problem(doc.path, f"{where}every", "asks nothing")
        if not 1 <= one.get("either_count", 1) <= max(1, len(one.get("either", ()))):
            yield Problem(doc.path, f"{where}either_count", "more than the conditions that are named")
        if one.get("level") not in {None, *LEVELS}:
            yield Problem(doc.path, f"{where}level", f"{one['level']!r} is none of {', '.join(LEVELS)}")
        for condition in (*one.get("every", ()), *one.get("either", ())):
            yield from _check_condition(doc, condition, _ids(table), f"{where}items")
    yield from twice(doc, [one.get("code") for one in table.get("criteria", ())], "criteria.code")


def _check_bands(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    bands = table.get("bands", [])
    if bands and table.get("scoring") in WITHOUT_TOTAL:
        yield Problem(doc.path, "bands", "there is no total to be banded")
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
