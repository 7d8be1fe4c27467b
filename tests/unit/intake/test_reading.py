"""How easy the aid is to read: what its page about itself claims, measured over every sentence of every part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from plait.clinical.intake.decision_aid import LANGUAGES
from tests.unit.reading.ease import measure

from .aids import files, shipped


def sentences(table: Any, language: str) -> Iterator[str]:
    """Everything said in a language at whatever depth, also where a mark and a source stand beside the words."""
    if isinstance(table, dict):
        if isinstance(table.get(language), str):
            yield table[language]
        else:
            for one in table.values():
                yield from sentences(one, language)
    elif isinstance(table, list):
        for one in table:
            yield from sentences(one, language)


@pytest.mark.parametrize("name", sorted(files()))
def test_every_part_is_as_easy_as_the_aid_claims(name):
    grade, points = (int(re.findall(r"\d+", shipped().reading[language])[0]) for language in LANGUAGES)
    english, spanish = (measure(sentences(files()[name], language), language) for language in LANGUAGES)

    assert grade <= 7
    assert points >= 70
    assert english.score <= grade
    assert spanish.score >= points
    assert max(english.average, spanish.average) <= 12
    assert max(len(english.longest.split()), len(spanish.longest.split())) <= 25
