"""What the medication screens call things: medicines, steps, statuses, reasons, amounts a day."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from plait.clinical.medication.daily_total import DailyTotal
from plait.clinical.medication.order import Medicine, OrderRevision
from plait.clinical.medication.regimen import OrderState
from plait.clinical.medication.timing import Timing
from plait.clinical.medication.words import amount_in_words, dose_in_words, timing_in_words, total_in_words
from plait.clinical.quantity import Dose
from plait.coordination.medication import reasons, routes
from plait.coordination.people.timeline_words import first_upper, said

__all__ = ["first_upper", "said"]


def name_of(medicine: Medicine) -> str:
    """A medicine at the head of a line: "Sertraline"."""
    return first_upper(said(medicine.name))


def form_of(medicine: Medicine) -> str:
    """Form and strength: "oral tablet, 50 mg"; empty where neither is known."""
    return ", ".join(part for part in (medicine.form, medicine.strength) if part)


def dose_words(dose: Dose | None, timing: Timing | None) -> str:
    """How much and how often."""
    return dose_in_words(dose, timing, gettext)


def amount_words(dose: Dose | None) -> str:
    """How much each time."""
    return amount_in_words(dose, gettext)


def timing_words(timing: Timing | None) -> str:
    """How often."""
    return timing_in_words(timing, gettext)


def order_words(order: OrderState | OrderRevision) -> str:
    """What an order says is taken; where no dose could be read, with the words it came with."""
    terms = order.terms if isinstance(order, OrderState) else order
    words = dose_words(terms.dose, terms.timing)
    if terms.dose is None and terms.dose_text:
        return gettext("%(dose)s; it came as “%(words)s”") % {"dose": words, "words": said(terms.dose_text)}
    return words


def state_words(order: OrderState | None) -> str:
    """An order at a moment in one phrase: the dose, "on hold", "stopped", or nothing where there is no order."""
    if order is None:
        return gettext("not taken")
    if order.status == "stopped":
        return gettext("stopped")
    if order.status == "on-hold":
        return gettext("on hold (%(dose)s)") % {"dose": order_words(order)}
    return order_words(order)


def totals_words(totals: Iterable[DailyTotal]) -> str:
    """What a day comes to; of several ingredients each with its name."""
    every = list(totals)
    if len(every) == 1:
        return total_in_words(every[0], gettext)
    return "; ".join(f"{t.ingredient.name}: {total_in_words(t, gettext)}" for t in every) or gettext("nothing taken")


def action_words(action: str) -> str:
    """What a line did."""
    return {
        "start": gettext("Started"),
        "change": gettext("Changed"),
        "hold": gettext("Held"),
        "resume": gettext("Resumed"),
        "stop": gettext("Stopped"),
    }.get(action, action)


def status_words(status: str) -> str:
    """How an order stands."""
    return {"active": gettext("active"), "on-hold": gettext("on hold"), "stopped": gettext("stopped")}.get(
        status, status
    )


def reason_words(code: str, text: str) -> str:
    """Why: the coded reason, then the free words."""
    coded = reasons.in_words(code) if code and not (code == reasons.OTHER and text) else ""
    parts = [part for part in (coded, said(text)) if part]
    return ": ".join(parts)


def route_words(route: str) -> str:
    """How it gets into the body."""
    return routes.in_words(route)


def kind_words(kind: str) -> str:
    """Where a reported medicine comes from."""
    return {
        "other-prescriber": gettext("Another prescriber"),
        "over-the-counter": gettext("Over the counter"),
        "herbal": gettext("Herbal or supplement"),
    }.get(kind, kind)


def unit_words(unit: str) -> str:
    """A unit alone, as in a list to choose from."""
    return {
        "ug": gettext("mcg"),
        "mg": gettext("mg"),
        "g": gettext("g"),
        "mL": gettext("mL"),
        "meq": gettext("mEq"),
        "[iU]": gettext("units"),
        "mg/(24.h)": gettext("mg in 24 hours (patch)"),
        "ug/h": gettext("mcg an hour (patch)"),
        "{tablet}": gettext("tablets"),
        "{capsule}": gettext("capsules"),
        "{spray}": gettext("sprays"),
    }[unit]
