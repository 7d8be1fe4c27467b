"""How much of an ingredient a person takes a day: one total over all orders, however many tablets they come in.

What is taken regularly is a mean (one every second day is half a day's); what is taken as needed is counted apart, at
the most. A patch counts as what it gives while it is worn. Sums are exact and rounded once, half up, to four places,
in the unit that all orders share, else in mg.

No total is given, and the reason is said, where one would mislead. Orders that are on hold, not yet confirmed or for
a single dose are left out and listed. Source: plait (arithmetic).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from plait.clinical.medication.order import Ingredient
from plait.clinical.medication.regimen import OrderState
from plait.clinical.medication.timing import DAYS_A_WEEK, Timing
from plait.clinical.quantity import LARGEST, RATES, UNITS, Dose, base_unit

Unknown = Literal["", "dose-not-stated", "timing-not-stated", "units-differ", "combination", "beyond-any-dose"]
PLACES = Decimal("0.0001")
INTERVALS = {
    "interval-days": 1,
    "interval-weeks": DAYS_A_WEEK,
}  # kind -> days in the distance between two days of taking


@dataclass(frozen=True, slots=True)
class Part:
    """One order's share: how much and how often, under the key of the order."""

    key: str
    dose: Dose | None
    timing: Timing | None
    ingredients: int = 1  # how many the medicine has; of a fixed combination the dose belongs to none alone


@dataclass(frozen=True, slots=True)
class DailyTotal:
    """What is taken of one ingredient a day. ``unknown`` says why there is no total; both amounts are None then.

    ``averaged``: the mean does not fall on every day. ``counted`` and ``left_out`` hold the keys of orders.
    """

    ingredient: Ingredient
    regular: Dose | None = None  # None and not unknown: nothing is taken regularly
    as_needed: Dose | None = None  # the most a day, beside what is regular
    averaged: bool = False
    unknown: Unknown = ""
    counted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def most(self) -> Dose | None:
        """Regular and as needed together, the most on a day; None where unknown or nothing is taken."""
        amounts = [dose for dose in (self.regular, self.as_needed) if dose is not None]
        if not amounts:
            return None
        return Dose(sum((dose.value for dose in amounts), Decimal(0)), amounts[0].unit)


def daily_totals(orders: Iterable[OrderState]) -> tuple[DailyTotal, ...]:
    """One total for each ingredient in a person's orders, by name. Stopped orders must not be given."""
    ingredients: dict[str, Ingredient] = {}
    counted: dict[str, list[Part]] = {}
    left_out: dict[str, list[str]] = {}
    for order in orders:
        for ingredient in order.medicine.ingredients:
            code, key = ingredient.rxcui, str(order.order_id)
            ingredients[code] = min(ingredient, ingredients.get(code, ingredient), key=lambda i: i.name)
            if order.status == "active" and order.confirmed:
                part = Part(key, order.dose, order.timing, len(order.medicine.ingredients))
                counted.setdefault(code, []).append(part)
            else:
                left_out.setdefault(code, []).append(key)
    by_name = sorted(ingredients.values(), key=lambda ingredient: (ingredient.name.casefold(), ingredient.rxcui))
    return tuple(add_up(i, counted.get(i.rxcui, ()), left_out=left_out.get(i.rxcui, ())) for i in by_name)


def add_up(ingredient: Ingredient, parts: Iterable[Part], *, left_out: Iterable[str] = ()) -> DailyTotal:
    """The total of what several orders give of one ingredient."""
    every = sorted(parts, key=lambda part: part.key)
    single = [part for part in every if part.timing is not None and part.timing.kind == "once"]
    kept = [part for part in every if part not in single]
    counted = tuple(part.key for part in kept)
    out = tuple(sorted([*left_out, *(part.key for part in single)]))
    unknown = _why_unknown(kept)
    doses = [part.dose for part in kept if part.dose is not None]
    if unknown or not doses:
        return DailyTotal(ingredient, unknown=unknown, counted=counted, left_out=out)
    unit = _unit(doses)
    regular = _rounded(_sum(part for part in kept if not _as_needed(part)), unit)
    as_needed = _rounded(_sum(part for part in kept if _as_needed(part)), unit)
    if regular + as_needed > LARGEST:
        return DailyTotal(ingredient, unknown="beyond-any-dose", counted=counted, left_out=out)
    averaged = any(part.timing.kind in INTERVALS for part in kept if part.timing)
    return DailyTotal(
        ingredient,
        Dose(regular, unit) if regular else None,
        Dose(as_needed, unit) if as_needed else None,
        averaged=averaged and doses[0].kind not in RATES,
        counted=counted,
        left_out=out,
    )


def _why_unknown(parts: list[Part]) -> Unknown:
    """The first reason why no total can be given, "" where there is none."""
    if any(part.dose is None for part in parts):
        return "dose-not-stated"
    if any(part.timing is None for part in parts):
        return "timing-not-stated"
    if any(part.ingredients > 1 for part in parts):
        return "combination"
    if len({part.dose.kind for part in parts if part.dose is not None}) > 1:
        return "units-differ"
    return ""


def _as_needed(part: Part) -> bool:
    """Whether it is taken only when needed."""
    return part.timing is not None and part.timing.kind == "as-needed"


def _unit(doses: list[Dose]) -> str:
    """The unit that all share, else the base unit of their kind (mg)."""
    if len({dose.unit for dose in doses}) == 1:
        return doses[0].unit
    return base_unit(doses[0].kind)


def _sum(parts: Iterable[Part]) -> Decimal | Fraction:
    """What the parts give a day, in their kind's base unit, exactly; at the most where they are as needed."""
    whole = Decimal(0)
    mean = Fraction(0)  # what does not fall on every day: a seventh has no exact decimal
    for part in parts:
        if part.dose is None or part.timing is None:
            raise ValueError("no dose, no total")
        amount = part.dose.value * UNITS[part.dose.unit][1] * part.timing.count
        days = INTERVALS.get(part.timing.kind)
        if days is None or part.dose.kind in RATES:
            whole += amount
        else:
            mean += Fraction(amount) / (days * part.timing.every)
    return Fraction(whole) + mean if mean else whole


def _rounded(amount: Decimal | Fraction, unit: str) -> Decimal:
    """An exact amount of the base unit in the unit, half up; never rounded down to nothing."""
    if not amount:
        return Decimal(0)
    if isinstance(amount, Fraction):
        amount = Decimal(amount.numerator) / amount.denominator
    return max((amount / UNITS[unit][1]).quantize(PLACES, rounding=ROUND_HALF_UP), PLACES)
