"""From content files to the immutable ``Release`` that every check is given.

``release()`` reads once per process. Only files with status ``active`` enter it: a draft or retired file is validated
but advises nobody. A release's version is the newest ``effective_from`` and a hash over every content file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from plait.clinical.assessment.condition import Condition
from plait.clinical.assessment.expected_course import CourseCase, Expectation
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Source
from plait.clinical.release import MedicationKnowledge, Release
from plait.clinical.safety.harm_clock import Clocks
from plait.knowledge.condition import build_conditions
from plait.knowledge.content import CONTENT, BadContent, Content, Document, newest, read
from plait.knowledge.expected_course import build_course_cases, build_expectations
from plait.knowledge.harm_clock import build_clocks
from plait.knowledge.instrument import build_instrument
from plait.knowledge.medication import build_medication

HASH_DIGITS = 12
Made = TypeVar("Made", Instrument, MedicationKnowledge, Clocks, tuple[Expectation, ...], tuple[Condition, ...])


@cache
def release() -> Release:
    """All clinical knowledge that ships with Plait, read once."""
    return load(CONTENT)


def load(root: Path) -> Release:
    """The release made of the files below ``root``. Raises ``BadContent``, naming the file and what is missing."""
    return build(read(root))


def build(content: Content) -> Release:
    """The release made of files already read."""
    cases = {doc.table.get("instrument"): doc.table for doc in content.of("instruments", cases=True)}
    instruments = _each(content, "instruments", lambda doc: build_instrument(doc.table, cases.get(doc.table["id"], {})))
    medications = _each(content, "medications", lambda doc: build_medication(doc.table))
    expected = _each(content, "assessment", lambda doc: build_expectations(doc.table))
    conditions = _each(content, "problems", lambda doc: build_conditions(doc.table))
    return Release(
        version=f"{newest(content.documents).isoformat()}-{content.digest[:HASH_DIGITS]}",
        sources=MappingProxyType({made.id: made for doc in content.of("sources") for made in _sources(doc)}),
        instruments=MappingProxyType({made.id: made for made in instruments}),
        medications=MappingProxyType({made.id: made for made in medications}),
        expectations=tuple(one for made in expected for one in made),
        clocks=next(iter(_each(content, "safety", lambda doc: build_clocks(doc.table))), None),
        conditions=tuple(one for made in conditions for one in made),
    )


def course_cases(root: Path = CONTENT) -> tuple[CourseCase, ...]:
    """The worked cases of what is expected of scores: read by the test that works them, not part of a release."""
    return tuple(one for doc in read(root).of("assessment", cases=True) for one in build_course_cases(doc.table))


def _each(content: Content, kind: str, make: Callable[[Document], Made]) -> list[Made]:
    """What the active files of one noun say; a missing or misshapen key is named with its file."""
    made = []
    for doc in content.of(kind):
        if doc.table.get("status") != "active":
            continue
        try:
            made.append(make(doc))
        except (KeyError, TypeError, ValueError) as error:
            raise BadContent(f"{doc.path}: {type(error).__name__} {error}") from error
    return made


def _sources(doc: Document) -> list[Source]:
    try:
        return [Source(id=key, **{"url": "", **table}) for key, table in doc.table.items()]
    except TypeError as error:
        raise BadContent(f"{doc.path}: {error}") from error
