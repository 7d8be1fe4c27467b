"""Twenty made-up people and their near misses: each is shown the comparison that its line of reasoning names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from plait.clinical.intake.decision_aid import Answers, comparison, on_path

from .aids import said, shipped

VIGNETTES = tomllib.loads(Path(__file__).with_name("vignettes.toml").read_text(encoding="utf-8"))["vignettes"]
each = pytest.mark.parametrize("vignette", VIGNETTES, ids=[one["name"] for one in VIGNETTES])


def answers_of(table: dict[str, list[str]]) -> Answers:
    return {page: tuple(codes) for page, codes in table.items()}


def test_there_are_twenty():
    assert len(VIGNETTES) == 20


@pytest.mark.hazard("H-146")
@each
def test_the_line_of_reasoning_gives_its_comparison(vignette: dict[str, Any]):
    assert said(shipped(), answers_of(vignette["answers"])) == vignette["gives"]


@each
def test_the_near_miss_gives_another(vignette: dict[str, Any]):
    answers = answers_of(vignette["answers"]) | answers_of(vignette["near"])

    assert said(shipped(), answers) == vignette["near_gives"] != vignette["gives"]


@each
def test_every_answer_of_it_is_one_that_can_be_given(vignette: dict[str, Any]):
    aid = shipped()
    for table in (vignette["answers"], vignette["answers"] | vignette["near"]):
        answers = answers_of(table)
        kept = on_path(aid, answers)
        assert {page: set(codes) for page, codes in answers.items() if page in kept} == {
            page: set(codes) for page, codes in kept.items()
        }
        assert set(vignette["answers"]) - set(kept) <= {"medicine-count", "stopping", "main", "baby", "medicine-weeks"}


@pytest.mark.hazard("H-145")
def test_somebody_hurt_at_home_is_never_shown_therapy_together():
    answers: Answers = {"age": ("26-64",), "bothers": ("relationship",), "hurt-by-others": ("yes",)}

    shown = comparison(shipped(), answers)

    assert shown.comparison.id == "relationship-unsafe"
    assert "therapy-couple" not in {one.option.id for one in shown.options}
    assert said(shipped(), answers | {"hurt-by-others": ("no",)}) == "relationship"
