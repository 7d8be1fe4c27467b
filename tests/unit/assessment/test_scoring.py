"""Answers turned into a total, a band and what speaks of harm."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.assessment.instrument import Condition, Item, Option
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.refusal import Refused
from plait.knowledge.loader import release

from .instruments import FOUR, SCALE, scale

FULL = {"sleep": 1, "mood": 1, "energy": 1, "harm": 0}


def scored(answers: dict, instrument: object = SCALE) -> Scored:
    found = score(instrument, answers)  # type: ignore[arg-type]
    assert isinstance(found, Scored)
    return found


def test_a_full_sheet() -> None:
    found = scored(FULL | {"work": 3})
    assert found.total == 3
    assert found.band is not None
    assert found.band.code == "low"
    assert (found.complete, found.prorated, found.missing, found.risk, found.risk_unanswered) == (
        True,
        False,
        (),
        (),
        (),
    )
    assert (found.instrument, found.version) == ("scale", "1")


def test_a_band_that_is_not_checked_gives_no_status() -> None:
    found = scored(FULL | {"sleep": 3})
    assert found.total == 5
    assert found.band is None
    assert found.unchecked_band is not None
    assert found.unchecked_band.code == "middle"


@pytest.mark.parametrize("value", [0, 1, 2, 3])
def test_an_answer_that_speaks_of_harm_is_listed_whatever_the_total(value: int) -> None:
    found = scored({"sleep": 0, "mood": 0, "energy": 0, "harm": value})
    assert found.risk == ((("harm", value),) if value else ())


@pytest.mark.hazard("H-005")
def test_harm_is_seen_in_a_sheet_without_total() -> None:
    found = scored({"harm": 2})
    assert (found.total, found.risk) == (None, (("harm", 2),))


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize(
    ("answers", "reason", "item"),
    [
        (FULL | {"sleep": 4}, "impossible-answer", "sleep"),
        (FULL | {"sleep": -1}, "impossible-answer", "sleep"),
        (FULL | {"work": 9}, "impossible-answer", "work"),
        (FULL | {"sleep": True}, "impossible-answer", "sleep"),
        (FULL | {"sleep": "1"}, "impossible-answer", "sleep"),
        (FULL | {"sleep": Decimal(1)}, "impossible-answer", "sleep"),
        (FULL | {"sleep": None}, "impossible-answer", "sleep"),
        (FULL | {"appetite": 1}, "unknown-item", "appetite"),
    ],
)
def test_what_cannot_be_is_refused_never_clamped(answers: dict, reason: str, item: str) -> None:
    found = score(SCALE, answers)
    assert isinstance(found, Refused)
    assert (found.reason, found.field) == (reason, item)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"sleep": 3, "mood": 3, "harm": 0}, 8),  # 6 x 4 / 3
        ({"sleep": 1, "mood": 0, "harm": 0}, 1),  # 1.33 down
        ({"sleep": 2, "mood": 0, "harm": 0}, 3),  # 2.67 up
        ({"sleep": 0, "mood": 0, "harm": 0}, 0),
        ({"sleep": 3, "mood": 3, "harm": 3}, 12),
    ],
)
def test_one_missing_item_is_filled_by_the_mean(answers: dict, total: int) -> None:
    found = scored(answers)
    assert (found.total, found.prorated, found.complete, found.missing) == (total, True, False, ("energy",))


def test_a_half_is_rounded_up() -> None:
    two = scale(items=(Item("a", {}, FOUR), Item("b", {}, FOUR), Item("c", {}, FOUR)), most_missing=1, highest=9)
    assert scored({"a": 1, "b": 2}, two).total == 5  # 4.5


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize("answers", [{}, {"sleep": 1, "harm": 0}, {"harm": 0}, {"work": 1}])
def test_too_much_missing_gives_no_total(answers: dict) -> None:
    found = scored(answers)
    assert (found.total, found.band, found.prorated, found.complete) == (None, None, False, False)


def test_an_item_of_harm_is_never_filled_in() -> None:
    found = scored({"sleep": 3, "mood": 3, "energy": 3})
    assert (found.total, found.risk, found.risk_unanswered) == (None, (), ("harm",))


def test_without_a_rule_for_missing_items_there_is_no_total() -> None:
    assert scored({"sleep": 1, "mood": 1, "harm": 0}, scale(most_missing=0)).total is None


def test_a_filled_total_beyond_the_instrument_is_no_total() -> None:
    small = Item("d", {}, (Option(0, {}), Option(1, {})))
    uneven = scale(items=(*SCALE.items[:2], small), highest=7, bands=(), most_missing=1)
    assert scored({"sleep": 3, "mood": 3}, uneven).total is None
    assert scored({"sleep": 2, "mood": 2}, uneven).total == 6


def test_an_unknown_way_to_score_is_a_bug() -> None:
    with pytest.raises(ValueError, match="median"):
        score(scale(scoring="median"), FULL)


@pytest.mark.parametrize(("total", "band"), [(0, "low"), (4, "low"), (9, "high"), (12, "high")])
def test_a_bare_total_is_banded_but_silent_about_harm(total: int, band: str) -> None:
    found = score_total(SCALE, total)
    assert isinstance(found, Scored)
    assert found.band is not None
    assert (found.band.code, found.risk, found.risk_unanswered, found.complete) == (band, (), ("harm",), False)


@pytest.mark.parametrize("total", [-1, 13, True, "5", Decimal(5)])
def test_an_impossible_total_is_refused(total: int) -> None:
    found = score_total(SCALE, total)
    assert isinstance(found, Refused)
    assert found.reason == "impossible-total"


def test_every_worked_case_of_the_release() -> None:
    worked = 0
    for instrument in release().instruments.values():
        for case in instrument.cases:
            pairs = zip(instrument.items, case.answers, strict=True)
            found = scored({item.id: answer for item, answer in pairs if answer is not None}, instrument)
            band = found.band or found.unchecked_band
            assert (found.total, band and band.code) == (case.total, case.band), (instrument.id, case.name)
            assert tuple(item for item, _ in found.risk) == case.risk, (instrument.id, case.name)
            worked += 1
    assert worked > 0


def test_a_no_that_ends_the_questions_is_a_total_of_nothing() -> None:
    gate = Item("ever", {}, FOUR[:2], scored=False)
    asked = tuple(Item(name, {}, FOUR, only_if=Condition(("ever",))) for name in ("dreams", "guard"))
    screen = scale(items=(gate, *asked), lowest=0, highest=6, bands=(), most_missing=0)
    ended = scored({"ever": 0}, screen)
    assert (ended.total, ended.complete, ended.missing) == (0, True, ())
    assert scored({}, screen).total is None
    assert scored({"ever": 1}, screen).missing == ("dreams", "guard")
