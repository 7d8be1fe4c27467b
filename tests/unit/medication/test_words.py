"""A dose in words: as the clinic says it, and never empty."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.medication.daily_total import Part, add_up
from plait.clinical.medication.order import Ingredient
from plait.clinical.medication.timing import Timing
from plait.clinical.medication.words import dose_in_words, total_in_words
from plait.clinical.quantity import Dose

from .histories import mg


@pytest.mark.parametrize(
    ("dose", "timing", "words"),
    [
        (mg(150), Timing("daily", 1, when=("morning",)), "150 mg every morning"),
        (mg(300), Timing("daily", 2, when=("morning", "bedtime")), "300 mg in the morning and at bedtime"),
        (
            mg(300),
            Timing("daily", 3, when=("morning", "noon", "evening")),
            "300 mg in the morning, at noon and in the evening",
        ),
        (mg(25), Timing("as-needed", 2), "25 mg as needed, at most 2 a day"),
        (mg(25), Timing("as-needed", 1, when=("bedtime",)), "25 mg as needed at bedtime, at most 1 a day"),
        (mg(100), Timing("interval-weeks", 1, 4), "100 mg every 4 weeks"),
        (mg(90), Timing("interval-weeks"), "90 mg every week"),
        (mg(20), Timing("interval-days", 1, 2), "20 mg every 2 days"),
        (mg(20), Timing("interval-days", 2, 3), "20 mg every 3 days, 2 times on that day"),
        (mg("12.5"), Timing("daily"), "12.5 mg once a day"),
        (mg("0.50"), Timing("daily", 2), "0.5 mg twice a day"),
        (mg(100), Timing("daily", 4), "100 mg 4 times a day"),
        (mg(2), Timing("once", when=("evening",)), "2 mg once, in the evening"),
        (mg(1000), Timing("daily"), "1000 mg once a day"),
        (mg(10), Timing("daily", when=("noon",)), "10 mg every day at noon"),
        (mg(10), Timing("daily", when=("bedtime",)), "10 mg at bedtime"),
        (Dose(Decimal(2), "{tablet}"), Timing("daily"), "2 tablets once a day"),
        (Dose(Decimal("0.5"), "{tablet}"), Timing("daily"), "0.5 tablet once a day"),
        (Dose(Decimal(25), "ug"), Timing("daily"), "25 mcg once a day"),
        (Dose(Decimal(6), "mg/(24.h)"), Timing("daily"), "6 mg/24 h once a day"),
        (None, None, "dose not stated"),
        (None, Timing("daily", when=("morning",)), "dose not stated, every morning"),
        (mg(50), None, "50 mg, how often not stated"),
    ],
)
def test_dose_in_words(dose: Dose | None, timing: Timing | None, words: str) -> None:
    assert dose_in_words(dose, timing) == words


def test_the_words_are_the_translators() -> None:
    spanish = {"every morning": "cada mañana"}
    assert (
        dose_in_words(mg(5), Timing("daily", when=("morning",)), lambda text: spanish.get(text, text))
        == "5 mg cada mañana"
    )


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([(mg(150), Timing("daily", 2)), (mg(100), Timing("daily"))], "400 mg a day"),
        ([(mg(150), Timing("daily")), (mg(25), Timing("as-needed", 2))], "150 mg a day, plus up to 50 mg as needed"),
        ([(mg(25), Timing("as-needed", 2))], "up to 50 mg a day as needed"),
        ([(mg(100), Timing("interval-weeks", 1, 4))], "3.5714 mg a day on average"),
        ([(None, Timing("daily"))], "no daily total: the dose of an order is not stated"),
        ([(mg(5), None)], "no daily total: how often an order is taken is not stated"),
        ([(mg(5), Timing("once"))], "nothing taken now"),
        ([], "nothing taken now"),
    ],
)
def test_total_in_words(parts: list, words: str) -> None:
    total = add_up(Ingredient("1", "x"), [Part(str(n), dose, timing) for n, (dose, timing) in enumerate(parts)])
    assert total_in_words(total) == words
