"""The bands of one medicine: how high each stretch stands, and the one daily total over all its orders.

Height is the daily dose relative to the highest that this person ever had of the medicine, so that a change in dose
is seen as a change in height. A dose that is not stated has no height: it is drawn as an outline and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from plait.clinical.medication.daily_total import DailyTotal, Part, add_up
from plait.clinical.medication.order import Ingredient, Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import UNITS, Dose
from plait.clinical.release import Fact, Release
from plait.clinical.situation import DoseStep
from plait.coordination.people.timeline_types import Event, Layer, LayerKind, Segment, UsualRange
from plait.coordination.people.timeline_words import amount_words, dose_words, gettext, number

GOES_ON = Instant.parse("9999-12-31T00:00:00+00:00")
NOTHING, WHOLE = Decimal(0), Decimal(1)
UNSTATED_ALONE, UNSTATED_BESIDE = Decimal("0.5"), Decimal("0.3")
THIS_MEDICINE = Ingredient("", "")
Stretches = Mapping[UUID, tuple[DoseStep, ...]]


def amount_a_day(step: DoseStep, unit: str) -> Decimal | None:
    """A day's amount of one stretch in the lane's unit, at the most where as needed; None where it is not known."""
    if step.dose is None or step.timing is None or step.dose.kind != UNITS[unit][0]:
        return None
    if step.timing.kind == "once":
        return step.dose.in_unit(unit).value
    most = total_of((step.dose, step.timing)).most
    return most.in_unit(unit).value if most is not None else None


@lru_cache(maxsize=1024)
def total_of(*taken: tuple[Dose | None, Timing | None]) -> DailyTotal:
    """The daily total of orders of one medicine. Remembered: a drawing asks for the same few again and again."""
    return add_up(THIS_MEDICINE, [Part(str(index), dose, timing) for index, (dose, timing) in enumerate(taken)])


def segments_of(stretches: Stretches, told: Sequence[Event]) -> tuple[list[Segment], Dose | None]:
    """The stretches of several orders laid over each other, uncut, and the highest daily dose among them."""
    unit = next((step.dose.unit for found in stretches.values() for step in found if step.dose is not None), "mg")
    edges = sorted({at for found in stretches.values() for step in found for at in (step.start, step.end or GOES_ON)})
    laid: list[tuple[Instant, Instant, list[tuple[UUID, DoseStep]]]] = []
    for start, end in pairwise(edges):
        held = [(key, step) for key, found in stretches.items() for step in found if _covers(step, start)]
        if held:
            laid.append((start, end, held))
    sums = [sum((amount_a_day(step, unit) or NOTHING for _, step in held), NOTHING) for _, _, held in laid]
    highest = max(sums, default=NOTHING)
    segments = []
    for start, end, held in laid:
        event = _event_of(start, told)
        if event is not None:
            label, daily = label_of(step for _, step in held), _daily([step for _, step in held])
            segments.append(Segment(start, end, _layers(held, unit, highest), label, event, daily))
    return segments, Dose(highest, unit) if highest else None


def usual_range(
    medicine: Medicine, indications: Iterable[str], highest: Dose | None, release: Release
) -> UsualRange | None:
    """The usual daily dose, only where one checked fact speaks for what this is ordered for."""
    if highest is None or len(medicine.ingredients) != 1:
        return None
    known = release.medication_for(medicine.ingredients[0].rxcui)
    facts = [fact for fact in known.about("usual") if _speaks(fact, medicine, highest)] if known else []
    wanted = {text.casefold() for text in indications if text}
    ordered_for = [fact for fact in facts if fact.indication.casefold() in wanted]
    facts = ordered_for or ([] if any(fact.indication for fact in facts) else facts)
    if len({(fact.low, fact.high, fact.unit) for fact in facts}) != 1:
        return None
    low, high = facts[0].low, facts[0].high
    if low is None or high is None or low <= 0:
        return None
    unit = facts[0].unit
    words = gettext("usual %(low)s to %(high)s a day") % {"low": number(low), "high": amount_words(Dose(high, unit))}
    return UsualRange(
        Dose(low, unit).in_unit(highest.unit).value / highest.value,
        Dose(high, unit).in_unit(highest.unit).value / highest.value,
        words,
        facts[0].citations[0].source if facts[0].citations else "",
    )


def _speaks(fact: Fact, medicine: Medicine, highest: Dose) -> bool:
    """Whether a fact is checked and about a day's dose of this form for adults, in a unit that can be compared."""
    return (
        fact.checked
        and fact.per == "day"
        and fact.population == "adults"
        and fact.unit in UNITS
        and UNITS[fact.unit][0] == highest.kind
        and (not fact.form or fact.form in medicine.form)
    )


def _covers(step: DoseStep, at: Instant) -> bool:
    """Whether a stretch holds at a moment."""
    return step.start <= at and (step.end is None or at < step.end)


def _event_of(at: Instant, told: Sequence[Event]) -> Event | None:
    """The change that a stretch begins with, or the last one before it."""
    return next((event for event in reversed(told) if event.at <= at), None)


def _kind(step: DoseStep) -> LayerKind:
    """How a stretch is drawn."""
    if step.on_hold:
        return "hold"
    if step.dose is None or step.timing is None:
        return "not-stated"
    if step.timing.kind == "as-needed":
        return "as-needed"
    return "once" if step.timing.kind == "once" else "scheduled"


ORDER_OF_LAYERS: tuple[LayerKind, ...] = ("scheduled", "once", "as-needed", "hold", "not-stated")


def _layers(held: list[tuple[UUID, DoseStep]], unit: str, highest: Decimal) -> tuple[Layer, ...]:
    """One layer for each order, stacked: what is regular first, the largest at the bottom."""
    parts = [(key, _kind(step), amount_a_day(step, unit)) for key, step in held]
    parts.sort(key=lambda part: (ORDER_OF_LAYERS.index(part[1]), -(part[2] or NOTHING), str(part[0])))
    layers: list[Layer] = []
    base = NOTHING
    for key, kind, a_day in parts:
        if a_day is None or not highest:
            share = UNSTATED_BESIDE if base else UNSTATED_ALONE
            layers.append(Layer(key, kind, min(base, WHOLE - share), share))
            continue
        share = a_day / highest
        layers.append(Layer(key, kind, min(base, WHOLE - share), share, a_day))
        base += share
    return tuple(layers)


def _daily(held: list[DoseStep]) -> Dose | None:
    """The one daily total of what is taken regularly; None where there is none or it cannot be given."""
    taken = [(step.dose, step.timing) for step in held if not step.on_hold]
    return total_of(*taken).regular if taken else None


def label_of(found: Iterable[DoseStep]) -> str:
    """The few words inside a band: "150 mg", "up to 50 mg", "held", "dose not stated"."""
    taken = [step for step in found if not step.on_hold]
    unclear = next((step for step in taken if step.dose is None or step.timing is None), None)
    if not taken:
        return gettext("held")
    if unclear is not None:
        return gettext("dose not stated") if unclear.dose is None else dose_words(unclear.dose, None)
    if len(taken) == 1 and taken[0].timing is not None and taken[0].timing.kind not in {"daily", "as-needed"}:
        return dose_words(taken[0].dose, taken[0].timing)
    total = total_of(*((step.dose, step.timing) for step in taken))
    parts = [amount_words(total.regular)] if total.regular else []
    if total.as_needed:
        parts.append(gettext("up to %(dose)s") % {"dose": amount_words(total.as_needed)})
    return " + ".join(parts) or gettext("no one total")
