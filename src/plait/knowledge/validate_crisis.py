"""What must be true of a country's crisis lines before they may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plait.knowledge.content import Document, Table
from plait.knowledge.crisis import KINDS
from plait.knowledge.problem import HEADER, MARKS, Problem, header, missing, sourced, twice, unknown
from plait.knowledge.spoken import LANGUAGES

TEXTS = ("country", "scope", "promise")
KEYS = HEADER | {*TEXTS, "emergency", "first", "danger", "groups", "lines", "expect", "facts", "general"}
WAY = frozenset({"kind", "number", "press", "word", "address", "label", "hint"})
LINE = frozenset({"id", "group", "name", "purpose", "ways", "hours", "languages", "note", "mark", "sources"})
NUMBER = re.compile(r"\+?[0-9][0-9-]{2,17}")
BY_ADDRESS = frozenset({"chat", "web"})
FIRST_SEEN = 4  # large buttons: what fits the first screen of a small phone


def check_crisis(doc: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """Every text in each language, every number dialable, every line with mark and source, nothing twice."""
    table = doc.table
    yield from header(doc)
    yield from unknown(doc, table, KEYS)
    yield from missing(doc, table, sorted(KEYS - HEADER))
    for key in TEXTS:
        yield from _spoken(doc, table.get(key), key)
    yield from _first(doc, table)
    yield from _danger(doc, table.get("danger", {}), sources)
    yield from _lines(doc, table, sources)
    yield from _read(doc, table.get("general", {}), sources, "general.")
    for at, one in enumerate(table.get("expect", ())):
        yield from _spoken(doc, one.get("title"), f"expect[{at}].title")
        for step, text in enumerate(one.get("steps", ())):
            yield from _spoken(doc, text, f"expect[{at}].steps[{step}]")
    for at, one in enumerate(table.get("facts", ())):
        yield from _spoken(doc, one.get("title"), f"facts[{at}].title")
        yield from _spoken(doc, one.get("text"), f"facts[{at}].text")
        yield from _read(doc, one, sources, f"facts[{at}].")


def _first(doc: Document, table: Table) -> Iterator[Problem]:
    """The large buttons: to call and to write among them, and the emergency number."""
    first = table.get("first", ())
    kinds = [one.get("kind") for one in first]
    for kind in ("call", "text", "emergency"):
        if kind not in kinds:
            yield Problem(doc.path, "first", f"no button of kind {kind}")
    if len(first) > FIRST_SEEN:
        yield Problem(doc.path, "first", f"more than {FIRST_SEEN} buttons do not fit the first screen of a phone")
    for at, one in enumerate(first):
        yield from _way(doc, one, f"first[{at}].")
        yield from _spoken(doc, one.get("hint"), f"first[{at}].hint")
        if one.get("kind") == "emergency" and one.get("number") != table.get("emergency"):
            yield Problem(doc.path, f"first[{at}].number", "is not the emergency number of this pack")


def _danger(doc: Document, danger: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    yield from missing(doc, danger, ("when", "say", "more"), "danger.")
    for key in ("when", "more"):
        for at, one in enumerate(danger.get(key, ())):
            yield from _spoken(doc, one, f"danger.{key}[{at}]")
    yield from _spoken(doc, danger.get("say"), "danger.say")
    yield from _read(doc, danger, sources, "danger.")


def _lines(doc: Document, table: Table, sources: Mapping[str, Any]) -> Iterator[Problem]:
    lines, groups = table.get("lines", ()), [one.get("id") for one in table.get("groups", ())]
    yield from twice(doc, groups, "groups")
    yield from twice(doc, [one.get("id") for one in lines], "lines")
    for at, one in enumerate(table.get("groups", ())):
        yield from _spoken(doc, one.get("title"), f"groups[{at}].title")
        if one.get("id") not in {line.get("group") for line in lines}:
            yield Problem(doc.path, f"groups[{at}]", "has no line")
    for at, one in enumerate(lines):
        where = f"lines[{at}]."
        yield from unknown(doc, one, LINE, where)
        yield from missing(doc, one, ("id", "group", "ways"), where)
        for key in ("name", "purpose", *(key for key in ("hours", "languages", "note") if key in one)):
            yield from _spoken(doc, one.get(key), f"{where}{key}")
        if one.get("group") not in groups:
            yield Problem(doc.path, f"{where}group", f"{one.get('group')!r} is none of the groups")
        for way_at, way in enumerate(one.get("ways", ())):
            yield from _way(doc, way, f"{where}ways[{way_at}].")
        yield from _read(doc, one, sources, where)


def _way(doc: Document, way: Table, where: str) -> Iterator[Problem]:
    yield from unknown(doc, way, WAY, where)
    kind = way.get("kind")
    if kind not in KINDS:
        yield Problem(doc.path, f"{where}kind", f"{kind!r} is none of {', '.join(KINDS)}")
    if kind in BY_ADDRESS:
        address = way.get("address")
        for one in address.values() if isinstance(address, dict) else [address]:
            if not isinstance(one, str) or not one.startswith("https://"):
                yield Problem(doc.path, f"{where}address", "no https address")
    elif not NUMBER.fullmatch(str(way.get("number", ""))):
        yield Problem(doc.path, f"{where}number", f"{way.get('number')!r} is no number")
    if kind == "web":
        yield from _spoken(doc, way.get("label"), f"{where}label")


def _read(doc: Document, table: Table, sources: Mapping[str, Any], where: str) -> Iterator[Problem]:
    if table.get("mark") not in MARKS:
        yield Problem(doc.path, f"{where}mark", f"{table['mark']!r} is no mark" if table.get("mark") else "missing")
    if not table.get("sources"):
        yield Problem(doc.path, f"{where}sources", "missing")
    for one in table.get("sources", ()):
        yield from sourced(doc, one, sources, f"{where}sources")
        if one in sources and "accessed" not in sources[one]:
            yield Problem(doc.path, f"{where}sources", f"{one!r} does not say when it was read")
    if table.get("mark") == "verified" and not any(
        sources.get(one, {}).get("kind") == "owner" for one in table.get("sources", ())
    ):
        yield Problem(doc.path, f"{where}mark", "verified, but no source is the line's own page")


def _spoken(doc: Document, text: Any, key: str) -> Iterator[Problem]:
    for language in LANGUAGES:
        if not isinstance(text, dict) or not text.get(language):
            yield Problem(doc.path, f"{key}.{language}", "missing")
