"""The ways in which instruments are scored: domains, one item, parts, conditions, levels of harm, typed totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from plait.clinical.assessment.instrument import Condition, Criterion, Instrument, Item, RiskAnswer, Subscale
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.refusal import Refused

from .instruments import FOUR, PLACE, SCALE, scale

DOMAINS = scale(
    items=tuple(Item(name, {}, FOUR) for name in ("early", "late", "less", "more", "mood")),
    scoring="domains",
    domains=(("early", "late"), ("less", "more")),
    alternatives=(("less", "more"),),
    highest=9,
    bands=(),
    most_missing=0,
)
STAIRS = scale(
    items=(
        Item("wish", {}, FOUR[:2], harm="self", risk=(RiskAnswer(1, "low"),)),
        Item("thought", {}, FOUR[:2], harm="self", risk=(RiskAnswer(1, "low"),)),
        Item("plan", {}, FOUR[:2], harm="self", risk=(RiskAnswer(1, "moderate"),), only_if=Condition(("thought",))),
        Item("details", {}, FOUR[:2], only_if=Condition(("plan",))),
    ),
    scoring="none",
    highest=0,
    bands=(),
    criteria=(
        Criterion("plan", {}, "unverified", PLACE, every=(Condition(("plan",)),), level="high"),
        Criterion("no-level", {}, "verified", PLACE, either=(Condition(("wish",)), Condition(("details",)))),
    ),
)


def scored(instrument: Instrument, answers: dict[str, int]) -> Scored:
    found = score(instrument, answers)
    assert isinstance(found, Scored)
    return found


def codes(criteria: tuple[Criterion, ...]) -> list[str]:
    return [one.code for one in criteria]


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"early": 1, "late": 3, "less": 2, "mood": 1}, 6),  # 3 + 2 + 1
        ({"early": 3, "late": 1, "more": 2, "mood": 1}, 6),
        ({"early": 1, "late": 3, "less": 2, "more": 3, "mood": 1}, 7),  # both were answered: the higher counts
        ({"early": 0, "late": 0, "less": 0, "mood": 0}, 0),
        ({"early": 1, "late": 3, "mood": 1}, None),  # neither of the two
        ({"early": 3, "less": 2, "mood": 1}, None),  # the other might be higher
        ({"early": 1, "late": 3, "less": 2}, None),
    ],
)
def test_the_highest_of_each_domain_counts(answers: dict[str, int], total: int | None) -> None:
    assert scored(DOMAINS, answers).total == total


def test_of_alternatives_one_answered_is_enough() -> None:
    assert scored(DOMAINS, {"early": 1, "late": 1, "more": 1, "mood": 1}).missing == ()
    assert scored(DOMAINS, {"early": 1, "late": 1, "mood": 1}).missing == ("less", "more")


def test_one_item_can_be_the_score() -> None:
    overall = scale(scoring="item", score_item="mood", highest=3, bands=())
    assert scored(overall, {"sleep": 3, "mood": 2}).total == 2
    assert scored(overall, {"sleep": 3}).total is None


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"sleep": 0, "mood": 1, "harm": 0}, 1),
        ({"sleep": 1, "mood": 1, "harm": 0}, None),
        ({"mood": 1, "harm": 0}, None),
    ],
)
def test_an_item_not_asked_adds_nothing_and_one_left_out_gives_no_total(answers: dict, total: int | None) -> None:
    energy = replace(SCALE.items[2], only_if=Condition(("sleep",)))
    conditional = scale(items=(*SCALE.items[:2], energy, SCALE.items[3]), most_missing=0)
    assert scored(conditional, answers).total == total


def test_what_hangs_on_an_item_that_is_not_asked_is_not_asked_either() -> None:
    found = scored(STAIRS, {"wish": 0, "thought": 0})
    assert (found.missing, found.risk_unanswered, found.complete) == ((), (), True)


@pytest.mark.hazard("H-005")
def test_an_item_of_harm_whose_condition_is_open_stands_as_unanswered() -> None:
    found = scored(STAIRS, {"wish": 0})
    assert found.risk_unanswered == ("thought", "plan")
    assert codes(found.open_criteria) == ["plan", "no-level"]


def test_what_is_not_asked_settles_a_criterion() -> None:
    found = scored(STAIRS, {"wish": 0, "thought": 0})
    assert (codes(found.criteria), codes(found.open_criteria)) == ([], [])


@pytest.mark.hazard("H-005")
def test_an_answer_that_should_not_have_been_asked_is_heard_all_the_same() -> None:
    found = scored(STAIRS, {"wish": 0, "thought": 0, "plan": 1})
    assert (found.risk, found.level) == ((("plan", 1),), "high")


@pytest.mark.hazard("H-005")
@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"wish": 0, "thought": 0}, None),
        ({"wish": 1, "thought": 0}, "low"),
        ({"wish": 1, "thought": 1, "plan": 0}, "low"),
        (
            {"wish": 0, "thought": 1, "plan": 1},
            "high",
        ),  # by an unchecked criterion: no warning is held back
    ],
)
def test_the_highest_level_of_answers_and_criteria_counts(answers: dict[str, int], level: str | None) -> None:
    assert scored(STAIRS, answers).level == level


@pytest.mark.parametrize(("value", "level"), [(0, None), (1, "low"), (2, "low"), (3, "high")])
def test_an_answer_speaks_as_loudly_as_its_own_value(value: int, level: str | None) -> None:
    assert scored(SCALE, {"harm": value}).level == level


@pytest.mark.parametrize(
    ("scoring", "value"), [("sum", Decimal(6)), ("most", Decimal(3)), ("mean", Decimal("2.00")), ("count", Decimal(2))]
)
def test_a_part_has_a_score_of_its_own(scoring: Any, value: Decimal) -> None:
    part = Subscale("part", {}, ("sleep", "mood", "energy"), scoring, at_least=2)
    with_part = scale(subscales=(part,))
    assert scored(with_part, {"sleep": 1, "mood": 2, "energy": 3}).subscales == {"part": value}
    assert scored(with_part, {"sleep": 1, "mood": 2}).subscales == {"part": None}


def test_a_mean_is_rounded_half_up_to_hundredths() -> None:
    part = Subscale("part", {}, ("sleep", "mood", "energy"), "mean")
    assert scored(scale(subscales=(part,)), {"sleep": 1, "mood": 1, "energy": 3}).subscales["part"] == Decimal("1.67")


def test_a_typed_total_brings_the_answers_that_were_typed_by_themselves() -> None:
    found = score_total(SCALE, 5, {"harm": 3})
    assert isinstance(found, Scored)
    assert (found.total, found.complete, found.missing) == (5, False, ())
    assert (found.risk, found.risk_unanswered, found.level) == ((("harm", 3),), (), "high")


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize(
    ("instrument", "total", "answers", "reason"),
    [
        (SCALE, 2, {"harm": 3}, "total-below-answers"),
        (SCALE, 11, {"harm": 1}, "total-above-answers"),
        (SCALE, 13, {"harm": 3}, "impossible-total"),
        (SCALE, 5, {"harm": 4}, "impossible-answer"),
        (SCALE, 5, {"appetite": 1}, "unknown-item"),
        (DOMAINS, 2, {"late": 3}, "total-below-answers"),
        (DOMAINS, 9, {"early": 0, "late": 0}, "total-above-answers"),
        (scale(scoring="item", score_item="mood", highest=3, bands=()), 2, {"mood": 1}, "total-above-answers"),
        (STAIRS, 0, {}, "impossible-total"),  # it has no total at all
    ],
)
def test_a_typed_total_that_its_answers_contradict_is_refused(
    instrument: Instrument, total: int, answers: dict[str, int], reason: str
) -> None:
    found = score_total(instrument, total, answers)
    assert isinstance(found, Refused)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("total", "answers"), [(3, {"harm": 3}), (10, {"harm": 1}), (12, {"harm": 3}), (0, {"harm": 0})]
)
def test_a_typed_total_at_the_edge_of_its_answers_is_taken(total: int, answers: dict[str, int]) -> None:
    assert isinstance(score_total(SCALE, total, answers), Scored)


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize(
    ("answers", "met", "still_open"),
    [
        ({"sleep": 2, "mood": 2, "harm": 2}, True, False),  # filled in to 8
        ({"sleep": 2, "mood": 1, "harm": 2}, False, True),  # filled in to 7, but it could have been 8
        ({"sleep": 1, "mood": 1, "harm": 2}, False, False),  # filled in to 5; with the highest answer it is 7
    ],
)
def test_a_filled_total_below_the_line_says_no_only_where_no_answer_could_reach_it(
    answers: dict[str, int], *, met: bool, still_open: bool
) -> None:
    found = scored(scale(criteria=(Criterion("eight", {}, "verified", PLACE, total_at_least=8),)), answers)
    assert found.prorated
    assert (codes(found.criteria) == ["eight"], codes(found.open_criteria) == ["eight"]) == (met, still_open)


def test_criteria_of_a_typed_total_are_open_where_they_ask_for_items() -> None:
    asked = scale(
        criteria=(
            Criterion("ten", {}, "verified", PLACE, total_at_least=10),
            Criterion("mood", {}, "verified", PLACE, every=(Condition(("mood",)),)),
        )
    )
    found = score_total(asked, 10)
    assert isinstance(found, Scored)
    assert (codes(found.criteria), codes(found.open_criteria)) == (["ten"], ["mood"])
