"""Every figure of the aid against the row of evidence it was taken from: the numbers, and how surely they were read."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from plait.clinical.intake.decision_aid import Number

from .aids import shipped

ROWS: dict[str, Any] = {
    row["id"]: row
    for row in json.loads(
        Path(__file__).parents[2].joinpath("data/read_facts/evidence.json").read_text(encoding="utf-8"),
        parse_float=Decimal,
    )
}
SURE = {"guideline", "paper", "abstract", "label", "owner"}
NUMBERS = tuple(shipped().numbers.values())
each = pytest.mark.parametrize("number", NUMBERS, ids=[one.id for one in NUMBERS])


def figures(value: Any) -> set[int]:
    """Every number in a row, as whole people; also those written in words ("29/75 = 39")."""
    if isinstance(value, dict):
        return set().union(*(figures(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(figures(one) for one in value))
    if isinstance(value, int | Decimal):
        return {int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))}
    if isinstance(value, str) and "=" in value:
        return {int(Decimal(value.rpartition("=")[2].strip()).quantize(Decimal(1), ROUND_HALF_UP))}
    return set()


@each
def test_it_comes_from_a_row_that_was_read(number: Number):
    assert number.id in ROWS


@pytest.mark.hazard("H-146")
@each
def test_its_mark_is_what_the_reading_allows(number: Number):
    row = ROWS[number.id]
    verified = row["source"]["kind"] in SURE and row["read"] == "sentence"

    assert number.mark == ("verified" if verified else "partial")
    assert number.computed == (row["source"]["kind"] == "code")
    assert number.drawn == (verified and bool(number.bars))


@each
def test_every_bar_stands_in_its_row(number: Number):
    known = figures(ROWS[number.id]["value"])

    for bar in number.bars:
        assert {bar.per_100, *(end for end in (bar.low, bar.high) if end is not None)} <= known


@each
def test_its_words_say_no_other_number_of_a_hundred(number: Number):
    said = {int(word) for word in number.says["en"].replace(".", " ").replace(",", " ").split() if word.isdigit()}
    said_es = {int(word) for word in number.says["es"].replace(".", " ").replace(",", " ").split() if word.isdigit()}

    assert said == said_es
    assert {bar.per_100 for bar in number.bars} <= said


def test_both_languages_name_the_same_figures_in_every_statement():
    for option in shipped().options.values():
        for point in (*option.rows.values(), *option.pros, *option.cons):
            digits = [{int(part) for part in _numbers(point.words[language])} for language in ("en", "es")]
            assert digits[0] == digits[1], point.words


def _numbers(text: str) -> list[str]:
    return ["".join(group) for group in _runs(text)]


def _runs(text: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for letter in text:
        if letter.isdigit():
            found[-1].append(letter)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]
