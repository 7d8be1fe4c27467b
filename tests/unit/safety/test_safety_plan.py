"""A safety plan: its lines, its numbers, and its differences as a reader meets them."""

from __future__ import annotations

import pytest

from plait.clinical.safety.safety_plan import Line, SafetyPlan, changes, plan


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("988", "988"),
        ("+1 (212) 555-0142", "+12125550142"),
        ("212 555 0142 ext. 12", "2125550142,12"),
        ("212.555.0142 x7", "2125550142,7"),
        ("ask at the desk", ""),
        ("", ""),
        ("12", ""),
    ],
)
def test_a_number_is_dialled_as_it_was_meant(written: str, dialled: str) -> None:
    assert Line("somebody", written).dialled == dialled


def test_empty_lines_are_none_and_a_number_alone_is_a_line() -> None:
    made = plan({"signs": [Line("  I stop \n eating "), Line(" ")], "people": [Line("", "555 0100")]})
    assert made.signs == (Line("I stop eating"),)
    assert made.people == (Line("555 0100", "555 0100"),)
    assert SafetyPlan().empty
    assert not made.empty


def test_a_part_without_numbers_keeps_none() -> None:
    assert plan({"signs": [Line("I stop eating", "555 0100")]}).signs == (Line("I stop eating"),)


def test_what_is_no_part_is_an_error() -> None:
    with pytest.raises(KeyError):
        plan({"hopes": []})
    with pytest.raises(KeyError):
        SafetyPlan().part("stored")


def test_what_came_from_elsewhere_in_another_shape_is_left_out() -> None:
    read = SafetyPlan.read({"signs": [["I stop eating"], "words", [1], [], {"a": 1}], "people": "nobody"})
    assert read == SafetyPlan(signs=(Line("I stop eating"),))


def test_a_line_in_other_words_is_changed_and_another_line_is_another() -> None:
    before = SafetyPlan(
        alone=(Line("Walk the dog"), Line("Tea")), people=(Line("Ana", "555 0100"),), signs=(Line("a"), Line("b"))
    )
    after = SafetyPlan(
        alone=(Line("Walk the dog twice"), Line("Drums")),
        people=(Line("Ana", "555 0199"),),
        signs=(Line("b"), Line("a")),
    )
    told = [(one.part, one.kind, one.before and one.before.text, one.after and one.after.text)
            for one in changes(before, after)]  # fmt: skip
    assert told == [
        ("signs", "moved", "b", "b"),
        ("alone", "changed", "Walk the dog", "Walk the dog twice"),
        ("alone", "added", None, "Drums"),
        ("alone", "removed", "Tea", None),
        ("people", "changed", "Ana", "Ana"),
    ]
