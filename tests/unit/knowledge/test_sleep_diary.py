"""The sleep diary of the release asks for what the night is derived from."""

from __future__ import annotations

from decimal import Decimal

from plait.clinical.assessment.sleep_diary import NEEDED, Night, derive
from plait.knowledge.loader import release

DIARY = release().instruments["sleep-diary"]


def night(name: str) -> Night | None:
    case = next(case for case in DIARY.cases if case.name == name)
    named = zip(DIARY.items, case.answers, strict=True)
    return derive({item.id: answer for item, answer in named if answer is not None})


def test_the_times_of_a_night_are_asked_as_they_are_read() -> None:
    kinds = {item.id: item.answer for item in DIARY.items}
    assert {kinds[name] for name in ("bed", "woke", "up")} == {"clock"}
    assert {kinds[name] for name in ("latency", "awake")} == {"number"}
    assert set(NEEDED) <= set(kinds)


def test_the_nights_of_the_worked_cases() -> None:
    assert night("a good night over midnight") == Night(in_bed=480, asleep=425, efficiency=Decimal("88.5"))
    assert night("to bed after midnight") == Night(in_bed=450, asleep=265, efficiency=Decimal("58.9"))
    assert night("times that contradict each other are kept as they are") is None
    assert night("nothing but the getting up") is None
