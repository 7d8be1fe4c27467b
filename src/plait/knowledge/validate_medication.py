"""What must be true of a medicine's file before it may advise anybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from plait.knowledge.content import Document, Table
from plait.knowledge.problem import HEADER, Problem, cited, header, missing, sourced, twice, unknown

KEYS = HEADER | {"name", "rxcuis", "ingredients", "rxcui_source", "classes", "schedule", "brands", "forms", "facts"}
FACT_KEYS = frozenset(
    {"topic", "says", "mark", "source", "locator", "also", "population", "indication", "form"}
    | {"number", "low", "high", "unit", "per"},
)
TOPICS = frozenset(
    {"boxed", "contraindication", "caution", "start", "raise", "usual", "target", "max", "max-single", "trial"}
    | {"timing", "missed", "overlap", "precondition", "switch", "rechallenge", "stop", "washout", "duration", "onset"}
    | {"pediatric", "elderly", "renal", "hepatic", "cyp", "interaction", "monitoring", "form", "indication"}
    | {"superseded"},
)
SCHEDULES = frozenset({"", "II", "III", "IV", "V"})
UNITS = frozenset(
    {
        "mg", "mg/kg", "mg/(24.h)", "mg per 9 h", "mg olanzapine", "mg buprenorphine", "{tablet}", "doses",
        "minutes", "hours", "days", "weeks", "months", "years", "ms", "kcal", "mL/min", "mEq/L", "mcg/mL", "ng/mL",
        "percent", "percent reduction", "fraction of the usual dose", "times the usual dose",
        "times the oral daily dose", "times the upper limit of normal", "ANC per microlitre",
    },
)  # fmt: skip
PER = re.compile(r"^(|dose|day|week|month|course|tablet|capsule|vial|film|\d+( to \d+)? (days|weeks|months))$")


def check_medication(doc: Document, sources: Mapping[str, Any], codes: Collection[str]) -> Iterator[Problem]:
    """Everything wrong with one medicine's file. ``codes`` are the ingredients that RxNorm knows."""
    table = doc.table
    yield from header(doc)
    yield from unknown(doc, table, KEYS)
    yield from missing(doc, table, ("name", "classes", "facts"))
    if "schedule" not in table or table["schedule"] not in SCHEDULES:
        yield Problem(doc.path, "schedule", "one of II, III, IV, V, or empty")
    if not table.get("rxcuis") and not table.get("ingredients"):
        yield Problem(doc.path, "rxcuis", "a medicine needs a code, or the ingredients that it joins")
    for code in (*table.get("rxcuis", ()), *table.get("ingredients", ())):
        if code not in codes and "rxcui_source" not in table:
            yield Problem(doc.path, "rxcuis", f"{code} is unknown to content/rxnorm and no rxcui_source is named")
    if "rxcui_source" in table:
        yield from sourced(doc, table["rxcui_source"], sources, "rxcui_source")
    yield from twice(doc, table.get("rxcuis", ()), "rxcuis")
    yield from twice(doc, [form for forms in table.get("forms", {}).values() for form in forms], "forms")
    for place, fact in enumerate(table.get("facts", ())):
        yield from _check_fact(doc, fact, sources, f"facts[{place}].")
        if fact.get("form") and fact["form"] not in table.get("forms", {}):
            yield Problem(doc.path, f"facts[{place}].form", f"{fact['form']!r} is not described in forms")


def _check_fact(doc: Document, fact: Table, sources: Mapping[str, Any], where: str) -> Iterator[Problem]:
    yield from unknown(doc, fact, FACT_KEYS, where)
    yield from missing(doc, fact, ("says",), where)
    yield from cited(doc, fact, sources, where)
    for other in fact.get("also", ()):
        yield from sourced(doc, other.get("source"), sources, f"{where}also.source")
        yield from unknown(doc, other, {"source", "locator"}, f"{where}also.")
    if fact.get("mark") == "corroborated" and not fact.get("also"):
        yield Problem(doc.path, f"{where}mark", "corroborated needs a second source in `also`")
    if fact.get("topic") not in TOPICS:
        yield Problem(doc.path, f"{where}topic", f"{fact.get('topic')!r} is no topic")
    yield from _check_number(doc, fact, where)


def _check_number(doc: Document, fact: Table, where: str) -> Iterator[Problem]:
    ends = [key for key in ("number", "low", "high") if key in fact]
    if ends not in ([], ["number"], ["low", "high"]):
        yield Problem(doc.path, f"{where}number", "one `number`, or both `low` and `high`")
        return
    numbers = [fact[key] for key in ends]
    if any(isinstance(n, bool) or not isinstance(n, int | Decimal) or n < 0 for n in numbers):
        yield Problem(doc.path, f"{where}number", "not a number")
    elif len(numbers) == 2 and numbers[0] > numbers[1]:
        yield Problem(doc.path, f"{where}low", f"low {numbers[0]} is above high {numbers[1]}")
    if numbers and fact.get("unit") not in UNITS:
        yield Problem(doc.path, f"{where}unit", f"{fact.get('unit')!r} is no known unit")
    if not numbers and ("unit" in fact or "per" in fact):
        yield Problem(doc.path, f"{where}unit", "a unit without a number")
    if not PER.match(fact.get("per", "")):
        yield Problem(doc.path, f"{where}per", f"{fact['per']!r} is no known interval")
