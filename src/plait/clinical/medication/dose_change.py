"""Which step in an order's history is lawful: start, change, hold, resume, stop, entered in error.

Each check returns every reason against the step, an empty tuple where there is none. A late entry (effective in the
past) and a planned one (in the future) are as lawful as one now. A high dose is never refused: it is a finding
(safety/check.py). ``revisions`` are all lines of all orders of the person; ``effective_at`` is when the step is to be
true, ``at`` is now, ``born`` the birth date as far as it is known.

Another order of the same ingredient is a question, not an error: ``same_ingredient`` asks it, the command answers
"replace" (then ``replacing`` names the orders that it ends) or "part-of-regimen". Source: plait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.order import Medicine, OrderRevision
from plait.clinical.medication.regimen import OrderState, by_order, state, upcoming
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused

MOST_DAYS_AHEAD = 731
DAY_BEGINS_FIRST = timedelta(hours=14)  # ahead of UTC, in the zone where a day begins first

SameIngredientAnswer = Literal["replace", "part-of-regimen"]
Histories = Mapping[UUID, tuple[OrderRevision, ...]]

BEFORE_BIRTH = Refused("before-birth", _("This is before the person was born."), "effective_at")
TOO_FAR_AHEAD = Refused("too-far-ahead", _("This is more than two years ahead."), "effective_at")
NO_SUCH_ORDER = Refused("no-such-order", _("There is no such order, or it was entered in error."))
BEFORE_START = Refused("before-start", _("The order had not yet started then."), "effective_at")
STOPPED = Refused("stopped", _("The order is stopped by then."), "effective_at")
ON_HOLD = Refused("on-hold", _("The order is on hold then: resume it first."), "effective_at")
NOT_ON_HOLD = Refused("not-on-hold", _("The order is not on hold then."), "effective_at")
OTHER_MEDICINE = Refused(
    "other-medicine", _("This is another medicine: stop this order and start that one."), "medicine"
)
NOTHING_CHANGES = Refused("nothing-changes", _("This is what the order already says."), "dose")
DUPLICATE = Refused("exact-duplicate", _("The same medicine, form, dose and timing is already ordered."), "medicine")
DUPLICATE_ON_HOLD = Refused("duplicate-on-hold", _("The same order is on hold: resume it instead."), "medicine")
NO_SUCH_LINE = Refused("no-such-line", _("There is no such entry."))
ALREADY_IN_ERROR = Refused("already-in-error", _("This entry is already marked as an error."))


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be taken: the part of an order that a start sets and a change alters."""

    medicine: Medicine
    dose: Dose | None
    timing: Timing | None
    route: str = ""
    indication: str = ""
    target_symptom: str = ""

    @classmethod
    def of(cls, line: OrderRevision) -> Terms:
        """What a line says is taken."""
        return cls(line.medicine, line.dose, line.timing, line.route, line.indication, line.target_symptom)


@dataclass(frozen=True, slots=True)
class SameIngredient:
    """The question "replace, or part of one regimen?", with what a day comes to if it is one regimen."""

    existing: tuple[OrderState, ...]
    totals: tuple[DailyTotal, ...]  # of each ingredient of the new order, with the existing ones


def check_start(
    revisions: Iterable[OrderRevision],
    terms: Terms,
    *,
    effective_at: Instant,
    at: Instant,
    born: PartialDate | None = None,
    replacing: Collection[UUID] = (),
) -> tuple[Refused, ...]:
    """Whether an order may start. Of other orders of the medicine only an exact duplicate stands in its way."""
    others = {order_id: lines for order_id, lines in by_order(revisions).items() if order_id not in replacing}
    return (*_when(effective_at, at, born), *_duplicate(others, terms, effective_at))


def check_change(
    revisions: Iterable[OrderRevision],
    order_id: UUID,
    terms: Terms,
    *,
    effective_at: Instant,
    at: Instant,
    born: PartialDate | None = None,
) -> tuple[Refused, ...]:
    """Whether an active order may change to these terms. To confirm an imported order as it stands is a change."""
    histories = by_order(revisions)
    then, refused = _standing(histories, order_id, effective_at, at, born)
    if then is None:
        return refused
    if then.status == "on-hold":
        refused = (*refused, ON_HOLD)
    if then.medicine.key != terms.medicine.key:
        return (*refused, OTHER_MEDICINE)
    if then.confirmed and _same_terms(Terms.of(then.terms), terms):
        return (*refused, NOTHING_CHANGES)
    return (*refused, *_duplicate(_without(histories, order_id), terms, effective_at))


def check_hold(
    revisions: Iterable[OrderRevision],
    order_id: UUID,
    *,
    effective_at: Instant,
    at: Instant,
    born: PartialDate | None = None,
) -> tuple[Refused, ...]:
    """Whether an order may be held: only an active one."""
    then, refused = _standing(by_order(revisions), order_id, effective_at, at, born)
    return (*refused, ON_HOLD) if then is not None and then.status == "on-hold" else refused


def check_resume(
    revisions: Iterable[OrderRevision],
    order_id: UUID,
    *,
    effective_at: Instant,
    at: Instant,
    born: PartialDate | None = None,
) -> tuple[Refused, ...]:
    """Whether an order may be resumed: only one on hold, and not beside another that is exactly the same."""
    histories = by_order(revisions)
    then, refused = _standing(histories, order_id, effective_at, at, born)
    if then is None:
        return refused
    if then.status != "on-hold":
        return (*refused, NOT_ON_HOLD)
    return (*refused, *_duplicate(_without(histories, order_id), Terms.of(then.terms), effective_at))


def check_stop(
    revisions: Iterable[OrderRevision],
    order_id: UUID,
    *,
    effective_at: Instant,
    at: Instant,
    born: PartialDate | None = None,
) -> tuple[Refused, ...]:
    """Whether an order may stop: once. A stop before a planned stop, hold or change ends the order earlier."""
    return _standing(by_order(revisions), order_id, effective_at, at, born)[1]


def check_entered_in_error(
    revisions: Iterable[OrderRevision], revision_id: UUID, *, at: Instant
) -> tuple[Refused, ...]:
    """Whether a line may be marked as an error: once, and not where an order would come back as a duplicate.

    With its start line the whole order goes.
    """
    lines = tuple(revisions)
    wrong = next((line for line in lines if line.revision_id == revision_id), None)
    if wrong is None:
        return (NO_SUCH_LINE,)
    if wrong.entered_in_error_at is not None:
        return (ALREADY_IN_ERROR,)
    histories = by_order(lines)
    own = histories[wrong.order_id]
    corrected = [replace(line, entered_in_error_at=at) if line is wrong else line for line in own]
    before, after = state(own, at=at), state(corrected, at=at)
    if (
        after is None
        or after.status == "stopped"
        or (before is not None and before.terms == after.terms and before.status == after.status)
    ):
        return ()
    return _duplicate(_without(histories, wrong.order_id), Terms.of(after.terms), at)


def same_ingredient(
    revisions: Iterable[OrderRevision],
    terms: Terms,
    *,
    effective_at: Instant,
    replacing: Collection[UUID] = (),
) -> SameIngredient | None:
    """The question to ask before a start, or None where no other order shares an ingredient from then on.

    Orders on hold, planned or not yet confirmed are asked about too; the totals leave them out, as always.
    """
    existing = []
    for order_id, lines in by_order(revisions).items():
        course = _course(lines, effective_at)
        if course and order_id not in replacing and _shares(course[0].medicine, terms.medicine):
            existing.append(course[0])
    if not existing:
        return None
    existing.sort(key=lambda order: (order.medicine.name.casefold(), order.started_at, order.order_id))
    proposed = _as_proposed(existing[0], terms, effective_at)
    now = [order for order in existing if order.started_at <= effective_at]
    codes = {ingredient.rxcui for ingredient in terms.medicine.ingredients}
    totals = tuple(total for total in daily_totals([*now, proposed]) if total.ingredient.rxcui in codes)
    return SameIngredient(tuple(existing), totals)


def _when(effective_at: Instant, at: Instant, born: PartialDate | None) -> tuple[Refused, ...]:
    """What is wrong with the moment itself. The day of birth counts from where on earth it began first."""
    refused: tuple[Refused, ...] = ()
    if born is not None and (effective_at.utc + DAY_BEGINS_FIRST).date() < born.earliest():
        refused = (BEFORE_BIRTH,)
    return (*refused, TOO_FAR_AHEAD) if effective_at > at.plus(days=MOST_DAYS_AHEAD) else refused


def _standing(
    histories: Histories, order_id: UUID, effective_at: Instant, at: Instant, born: PartialDate | None
) -> tuple[OrderState | None, tuple[Refused, ...]]:
    """The order as it stands at that moment, None where no step can be taken, with what is refused so far."""
    lines = histories.get(order_id, ())
    then = state(lines, at=effective_at)
    refused = _when(effective_at, at, born)
    if then is not None and then.status != "stopped":
        return then, refused
    if then is not None:
        return None, (*refused, STOPPED)
    return None, (*refused, BEFORE_START if upcoming(lines, at=effective_at) else NO_SUCH_ORDER)


def _duplicate(others: Histories, terms: Terms, effective_at: Instant) -> tuple[Refused, ...]:
    """The refusal where another confirmed order is exactly the same at any time from then on."""
    alike = [
        order
        for lines in others.values()
        for order in _course(lines, effective_at)
        if order.confirmed
        and (order.medicine.key, order.medicine.form) == (terms.medicine.key, terms.medicine.form)
        and order.timing == terms.timing
        and _same_dose(order.dose, terms.dose)
    ]
    if not alike:
        return ()
    return (DUPLICATE if any(order.status == "active" for order in alike) else DUPLICATE_ON_HOLD,)


def _course(lines: tuple[OrderRevision, ...], since: Instant) -> tuple[OrderState, ...]:
    """What an order is at a moment and becomes later, as long as it is not stopped."""
    now = state(lines, at=since)
    course = (*(() if now is None else (now,)), *upcoming(lines, at=since))
    return tuple(order for order in course if order.status != "stopped")


def _without(histories: Histories, order_id: UUID) -> Histories:
    """The other orders."""
    return {other: lines for other, lines in histories.items() if other != order_id}


def _shares(one: Medicine, other: Medicine) -> bool:
    """Whether two medicines have an ingredient in common; unknown medicines share a name."""
    return not set(one.key).isdisjoint(other.key)


def _same_dose(one: Dose | None, other: Dose | None) -> bool:
    """Whether both are the same amount, or neither is stated."""
    return one is other if one is None or other is None else one.same_amount(other)


def _same_terms(one: Terms, other: Terms) -> bool:
    """Whether both say the same: 1 g is 1000 mg."""
    return _same_dose(one.dose, other.dose) and replace(one, dose=None) == replace(other, dose=None)


def _as_proposed(like: OrderState, terms: Terms, effective_at: Instant) -> OrderState:
    """The new order as if it stood already, for the totals; its id is nil."""
    line = replace(
        like.terms,
        order_id=UUID(int=0),
        action="start",
        effective_at=effective_at,
        medicine=terms.medicine,
        dose=terms.dose,
        timing=terms.timing,
        confirmed=True,
    )
    return OrderState("active", effective_at, line, line)
