"""A night from its times: over midnight, after midnight, by day, and times that contradict each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.assessment.scoring import Scored, score
from plait.clinical.assessment.sleep_diary import Night, derive
from plait.knowledge.loader import release


def clock(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def night(bed: str, woke: str, up: str, latency: int = 0, awake: int = 0) -> Night | None:
    return derive({"bed": clock(bed), "woke": clock(woke), "up": clock(up), "latency": latency, "awake": awake})


@pytest.mark.parametrize(
    ("times", "minutes", "efficiency"),
    [
        (("23:00", "06:30", "07:00", 15, 10), (480, 425), "88.5"),  # over midnight
        (("00:30", "06:40", "08:00", 60, 45), (450, 265), "58.9"),  # to bed after midnight
        (("00:00", "06:00", "06:00"), (360, 360), "100.0"),
        (("23:59", "00:00", "00:01"), (2, 1), "50.0"),
        (("08:00", "14:00", "15:00", 0, 60), (420, 300), "71.4"),  # after a night shift
        (("22:00", "22:30", "06:00", 30), (480, 0), "0.0"),  # not a minute slept
    ],
)
def test_a_night_goes_past_midnight(times: tuple, minutes: tuple, efficiency: str) -> None:
    found = night(*times)
    assert found is not None
    assert (found.in_bed, found.asleep) == minutes
    assert found.efficiency == Decimal(efficiency)


@pytest.mark.parametrize(
    "times",
    [
        ("23:00", "07:00", "06:30"),  # up before the last waking
        ("23:00", "06:00", "07:00", 300, 121),  # awake for longer than until waking
        ("23:00", "23:00", "23:00"),
    ],
)
def test_times_that_contradict_each_other_give_nothing(times: tuple) -> None:
    assert night(*times) is None


@pytest.mark.parametrize("missing", ["bed", "woke", "up", "latency", "awake"])
def test_a_night_with_a_time_left_out_gives_nothing(missing: str) -> None:
    full = {"bed": 1380, "woke": 390, "up": 420, "latency": 15, "awake": 10}
    assert derive({item: value for item, value in full.items() if item != missing}) is None


def test_the_night_is_kept_with_the_score() -> None:
    diary = release().instruments["sleep-diary"]
    found = score(diary, {"bed": 1380, "woke": 390, "up": 420, "latency": 15, "awake": 10})
    assert isinstance(found, Scored)
    assert found.total is None
    assert found.subscales == {"in-bed": Decimal(480), "asleep": Decimal(425), "efficiency": Decimal("88.5")}
    contradicting = score(diary, {"bed": 1380, "woke": 420, "up": 390, "latency": 15, "awake": 10})
    assert isinstance(contradicting, Scored)
    assert set(contradicting.subscales.values()) == {None}
