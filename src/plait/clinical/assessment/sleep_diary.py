"""What a night in the sleep diary comes to: time in bed, time asleep, and how much of the one was the other.

Answers by item: ``bed`` (lay down to sleep), ``up`` (got up for the day) and ``woke`` (woke for the last time), all in
minutes after midnight; ``latency`` (until asleep) and ``awake`` (awake in the night), in minutes. A night goes past
midnight, so a time that lies before the one it follows is of the next day. Efficiency is time asleep in percent of
time in bed, to a tenth. Where times contradict each other (more awake than in bed, up before waking) nothing is
derived. Source: the consensus sleep diary's usual derivations (Carney et al., Sleep 2012;35:287, sleep efficiency as
the percentage of the time in bed that was slept).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plait.clinical.assessment.instrument import MINUTES_OF_DAY

DURATIONS = ("latency", "awake")  # minutes; the others are times of day
NEEDED = ("bed", "woke", "up", "latency", "awake")
PARTS = ("in-bed", "asleep", "efficiency")  # minutes, minutes, percent
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Night:
    """One night, in minutes."""

    in_bed: int
    asleep: int
    efficiency: Decimal  # percent


def parts_of_night(answers: Mapping[str, int]) -> dict[str, Decimal | None]:
    """The night by the names under which a score keeps it."""
    night = derive(answers)
    if night is None:
        return dict.fromkeys(PARTS)
    return dict(zip(PARTS, (Decimal(night.in_bed), Decimal(night.asleep), night.efficiency), strict=True))


def derive(answers: Mapping[str, int]) -> Night | None:
    """The night that the answers tell of; None where one is missing or they contradict each other."""
    if any(item not in answers for item in NEEDED):
        return None
    until_woke = (answers["woke"] - answers["bed"]) % MINUTES_OF_DAY
    in_bed = (answers["up"] - answers["bed"]) % MINUTES_OF_DAY
    asleep = until_woke - answers["latency"] - answers["awake"]
    if in_bed == 0 or until_woke > in_bed or asleep < 0:
        return None
    share = (Decimal(100 * asleep) / in_bed).quantize(TENTH, rounding=ROUND_HALF_UP)
    return Night(in_bed, asleep, share)
