"""What is a rhythm of taking and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.medication.timing import Timing


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "hourly"},
        {"kind": "daily", "count": 0},
        {"kind": "daily", "count": 13},
        {"kind": "daily", "every": 2},
        {"kind": "as-needed", "every": 2},
        {"kind": "once", "count": 2},
        {"kind": "interval-days", "every": 0},
        {"kind": "interval-weeks", "every": 401},
        {"kind": "daily", "when": ("tea-time",)},
        {"kind": "daily", "count": 1, "when": ("morning", "bedtime")},
        {"kind": "daily", "count": 2, "when": ("morning", "morning")},
    ],
)
def test_what_is_no_rhythm_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"."):
        Timing(**wrong)


def test_one_rhythm_has_one_value() -> None:
    assert Timing("interval-days", every=1) == Timing("daily")
    assert Timing("daily", 2, when=("bedtime", "morning")) == Timing("daily", 2, when=("morning", "bedtime"))


@pytest.mark.parametrize(
    ("timing", "mean", "most"),
    [
        (Timing("daily", 3), Decimal(3), 3),
        (Timing("interval-days", 1, 2), Decimal("0.5"), 1),
        (Timing("interval-weeks", 7, 1), Decimal(1), 7),
        (Timing("as-needed", 4), None, 4),
        (Timing("once"), None, None),
    ],
)
def test_administrations_a_day(timing: Timing, mean: Decimal | None, most: int | None) -> None:
    assert timing.per_day() == mean
    assert timing.most_per_day() == most
