"""The check that content passes before it may be used: every problem, with its file and key.

It looks at the files as they are written, so a draft is checked like an active one. It never corrects anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plait.knowledge.condition import check_conditions
from plait.knowledge.content import Content, Document, Table
from plait.knowledge.expected_course import check_course_cases, check_course_proof, check_expected_course
from plait.knowledge.harm_clock import check_clock
from plait.knowledge.problem import Problem, missing, unknown
from plait.knowledge.validate_cases import check_cases, check_proof
from plait.knowledge.validate_crisis import check_crisis
from plait.knowledge.validate_decision_aid import check_whole_aid
from plait.knowledge.validate_instrument import check_instrument
from plait.knowledge.validate_medication import check_medication

KINDS = frozenset({"label", "label-copy", "guideline", "paper", "abstract", "owner", "secondary", "code", "practice"})
SOURCE_KEYS = frozenset({"kind", "title", "url", "edition", "set_id", "accessed"})
NOUNS = frozenset({"sources", "medications", "instruments", "assessment", "safety", "crisis", "problems", "aid"})


def problems(content: Content, codes: frozenset[str]) -> tuple[Problem, ...]:
    """Everything that is wrong with the content; ``codes`` are RxNorm's ingredient codes."""
    sources: dict[str, Table] = {}
    found = list(_check_sources(content, sources))
    instruments = {doc.table.get("id", ""): doc.table for doc in content.of("instruments")}
    cases = {doc.table.get("instrument", ""): doc.table for doc in content.of("instruments", cases=True)}
    for doc in content.of("medications"):
        found += check_medication(doc, sources, codes)
    for doc in content.of("instruments"):
        found += check_instrument(doc, sources)
        found += check_proof(doc, cases.get(doc.table.get("id", ""), {}))
    for doc in content.of("instruments", cases=True):
        found += check_cases(doc, instruments)
    for doc in content.of("crisis"):
        found += check_crisis(doc, sources)
    for doc in content.of("safety"):
        found += check_clock(doc, sources)
    for doc in content.of("problems"):
        found += check_conditions(doc, sources, instruments)
    found += _check_assessment(content, sources, instruments)
    found += check_whole_aid(content, sources, instruments)
    found += _check_shared_codes(content)
    found += [Problem(doc.path, "", "belongs to no noun") for doc in content.documents if doc.kind not in NOUNS]
    return tuple(found)


def _check_sources(content: Content, sources: dict[str, Table]) -> Iterator[Problem]:
    for doc in content.of("sources"):
        for key, table in doc.table.items():
            if key in sources:
                yield Problem(doc.path, key, "this source is listed twice")
            sources[key] = table
            yield from unknown(doc, table, SOURCE_KEYS, f"{key}.")
            yield from missing(doc, table, ("kind", "title"), f"{key}.")
            if table.get("kind") not in KINDS:
                yield Problem(doc.path, f"{key}.kind", f"{table.get('kind')!r} is no kind of source")
            if "accessed" in table and type(table["accessed"]) is not date:
                yield Problem(doc.path, f"{key}.accessed", "not a date")


def _check_assessment(content: Content, sources: dict[str, Table], instruments: dict[str, Table]) -> Iterator[Problem]:
    """What is expected of scores, with its worked cases."""
    classes = {name for doc in content.of("medications") for name in doc.table.get("classes", ())}
    cases = {doc.table.get("course", ""): doc.table for doc in content.of("assessment", cases=True)}
    for doc in content.of("assessment"):
        yield from check_expected_course(doc, sources, instruments, classes)
        yield from check_course_proof(doc, cases.get(doc.table.get("id", ""), {}))
    for doc in content.of("assessment", cases=True):
        yield from check_course_cases(doc, instruments)


def _check_shared_codes(content: Content) -> Iterator[Problem]:
    """An RxNorm code, and a set of ingredients, belongs to one medicine only."""
    owners: dict[object, Document] = {}
    for doc in content.of("medications"):
        together = [frozenset(doc.table["ingredients"])] if doc.table.get("ingredients") else []
        for code in (*dict.fromkeys(doc.table.get("rxcuis", ())), *together):
            if code in owners:
                yield Problem(doc.path, "rxcuis", f"{code} belongs to {owners[code].path} already")
            owners[code] = doc
