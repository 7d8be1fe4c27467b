"""The file of what is measured: which problems on a list each condition is, and what must be true of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plait.clinical.assessment.condition import Condition
from plait.knowledge.content import Document, Table
from plait.knowledge.problem import HEADER, Problem, header, missing, sourced, twice, unknown

KEYS = HEADER | {"source", "conditions"}
CONDITION_KEYS = frozenset({"icd10cm", "words"})
CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
WORDS = re.compile(r"[a-z]{3,}( [a-z]{3,})*")


def build_conditions(table: Table) -> tuple[Condition, ...]:
    """All conditions of the file. Raises ``KeyError`` for a missing key."""
    return tuple(
        Condition(name, tuple(one["icd10cm"]), tuple(tuple(words.split()) for words in one["words"]))
        for name, one in table["conditions"].items()
    )


def check_conditions(doc: Document, sources: Mapping[str, Any], instruments: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything wrong with the file; also a condition that some instrument is for and that stands in no line of it."""
    yield from header(doc)
    yield from unknown(doc, doc.table, KEYS)
    yield from sourced(doc, doc.table.get("source"), sources, "source")
    yield from missing(doc, doc.table, ("conditions",))
    listed = doc.table.get("conditions", {})
    for name, one in listed.items():
        where = f"conditions.{name}."
        yield from unknown(doc, one, CONDITION_KEYS, where)
        for key, shape in (("icd10cm", CODE), ("words", WORDS)):
            given = one.get(key)
            if not isinstance(given, list):
                yield Problem(doc.path, f"{where}{key}", "missing")
                continue
            yield from twice(doc, given, f"{where}{key}")
            for value in given:
                if not shape.fullmatch(value):
                    yield Problem(doc.path, f"{where}{key}", f"{value!r} cannot be the beginning of one")
    for instrument in instruments.values():
        for name in instrument.get("conditions", ()):
            if name not in listed:
                yield Problem(doc.path, "conditions", f"{instrument.get('id')} is for {name!r}, which is not listed")
