"""How often a dose is taken: the part of an order between the amount and the reason.

Shapes: ``daily`` (n times a day), ``interval-days`` (every n days), ``interval-weeks`` (every n weeks),
``as-needed`` (with the most a day), ``once``. ``when`` names the times of day in order.
Errors: ``ValueError`` says what is wrong. Source: FHIR R4 Timing, reduced to what outpatient psychiatry orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["daily", "interval-days", "interval-weeks", "as-needed", "once"]
KINDS: tuple[Kind, ...] = ("daily", "interval-days", "interval-weeks", "as-needed", "once")
WHEN = ("morning", "noon", "afternoon", "evening", "bedtime")
MOST_TIMES_A_DAY = 12
LONGEST_INTERVAL = 400
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Timing:
    """How often. ``count`` is administrations on a day of taking, or the most a day when as needed.

    One rhythm has one value: "every 1 day" is daily, and the times of day stand in the order of the day.
    """

    kind: Kind
    count: int = 1
    every: int = 1
    when: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no rhythm; give equal rhythms equal values."""
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a way to take a medicine")
        if not 1 <= self.count <= MOST_TIMES_A_DAY:
            raise ValueError(f"between 1 and {MOST_TIMES_A_DAY} times a day")
        if not 1 <= self.every <= LONGEST_INTERVAL:
            raise ValueError(f"between every 1 and every {LONGEST_INTERVAL} days or weeks")
        if any(name not in WHEN for name in self.when):
            raise ValueError(f"times of day are {', '.join(WHEN)}")
        if self.when and len(self.when) != self.count:
            raise ValueError("as many times of day as doses a day")
        if len(set(self.when)) != len(self.when):
            raise ValueError("a time of day is named once")
        if self.every != 1 and self.kind not in {"interval-days", "interval-weeks"}:
            raise ValueError("only every so many days or weeks has a distance between days")
        if self.kind == "once" and self.count != 1:
            raise ValueError("once is one administration")
        if self.kind == "interval-days" and self.every == 1:
            object.__setattr__(self, "kind", "daily")
        object.__setattr__(self, "when", tuple(sorted(self.when, key=WHEN.index)))

    def per_day(self) -> Decimal | None:
        """Mean administrations a day; None where no mean is true (as needed, once)."""
        if self.kind in {"as-needed", "once"}:
            return None
        days = self.every * (DAYS_A_WEEK if self.kind == "interval-weeks" else 1)
        return Decimal(self.count) / (days if self.kind != "daily" else 1)

    def most_per_day(self) -> int | None:
        """The most administrations on one day; None for a single administration."""
        return None if self.kind == "once" else self.count
