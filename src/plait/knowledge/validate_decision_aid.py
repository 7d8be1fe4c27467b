"""What must be true of the decision aid's files before it may be offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Source
from plait.knowledge.content import Document
from plait.knowledge.problem import Problem


def check_aid(
    documents: tuple[Document, ...], sources: Mapping[str, Source], instruments: Mapping[str, Instrument]
) -> Iterator[Problem]:
    """Every problem of the files."""
    yield from ()
