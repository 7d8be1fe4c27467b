"""Received orders and dispenses. An order waits for reconciliation; nothing about its dose or end is invented.

Where the sender says that an order was stopped, but not when, it is shown as ending after the day on which it began:
a band that ran on until today would claim years of taking that nobody stated. The reason on the line says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from plait.clinical.medication.order import Medicine
from plait.clinical.moment import Instant
from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, fits, key_of, stored_key, words
from plait.coordination.interchange.reading.medication_dispense import ReceivedDispense
from plait.coordination.interchange.reading.medication_request import ReceivedOrder
from plait.coordination.interchange.reading.medication_statement import ReceivedStatement
from plait.records.medication.actions import dose_columns, medicine_columns
from plait.records.medication.received import Order, Step

START_UNKNOWN = "When it was started is not stated. It is shown from the day of the import."
STATE_UNKNOWN = "The sender does not know whether it is taken."
HELD = "It was on hold when it came in. Since when is not stated."
END_UNKNOWN = "It was stopped or completed, but when is not stated. It is shown as ending after its first day."
ENDED = "Ended at the sender."
NEVER_TAKEN = "The sender withdrew it before it was taken."
LONGEST_COUNT = 2_000_000_000


def order(one: ReceivedOrder, practitioners: Mapping[str, UUID], at: Instant) -> Order:
    """An order with what followed its start. ``at`` is the moment of the import."""
    started = one.start.earliest() if one.start else at
    why = [START_UNKNOWN] if one.start is None else []
    why += [STATE_UNKNOWN] if one.state == "unknown" else []
    return Order(
        origin_key=key_of(one.origin),
        terms=_terms(one, practitioners),
        start=Step("start", started, " ".join(why)),
        steps=_steps(one, started, at),
        never_true=TAKEN_BACK if one.in_error else NEVER_TAKEN if one.state == "never-taken" else "",
    )


def dispense(one: ReceivedDispense) -> dict[str, Any]:
    """What a pharmacy handed out; ``effective_at`` None where neither moment is stated."""
    when = one.handed_over or one.prepared
    quantity = one.quantity if one.quantity and fits(one.quantity.value, digits=12, places=4) else None
    days = one.days_supply
    whole = days is not None and days == days.to_integral_value() and days < LONGEST_COUNT
    return {
        "origin_key": key_of(one.origin),
        "effective_at": when.earliest().utc if when else None,
        "name": clip(one.medicine.name or one.concept.text, 300),
        "ingredients": [[i.rxcui, i.name] for i in one.medicine.ingredients],
        "codings": codings(one.concept),
        "quantity": quantity.value if quantity and not quantity.comparator else None,
        "quantity_unit": clip(quantity.unit or quantity.code, 40) if quantity and not quantity.comparator else "",
        "days_supply": int(days) if days is not None and whole else None,
        "status": one.status,
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }


def statement(one: ReceivedStatement, at: Instant) -> dict[str, Any]:
    """What the person is said to take. Since when is kept as exactly as it was said."""
    since = one.start or one.asserted
    said = one.status_reason.text if one.status_reason else ""
    status = one.status if one.status in {"intended", "on-hold", "not-taken", "unknown"} else ""
    return {
        "origin_key": key_of(one.origin),
        "effective_at": (since.earliest() if since else at).utc,
        **_taking(one),
        "indication": clip(words(one.reasons), 300),
        "reason_text": clip(": ".join(part for part in (status, said) if part), 900),
        "kind": "other-prescriber",
        "status": "stopped" if one.state in {"stopped", "in-error"} else "active",
        "informant": clip(one.informant.display or one.informant.reference, 100) if one.informant else "",
        "started": str(one.start.date()) if one.start else "",
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }


def _taking(one: ReceivedOrder | ReceivedStatement) -> dict[str, Any]:
    """What an order and a statement have in common."""
    terms = {
        **medicine_columns(_short(one.medicine)),
        **dose_columns(one.dose, one.timing),
        "codings": codings(one.concept),
        "dose_text": clip(one.dose_text, 500),
        "route": clip(words([one.route]), 60),
    }
    value = terms["dose_value"]
    if isinstance(value, Decimal) and not fits(value, digits=12, places=4):
        terms |= {"dose_value": None, "dose_unit": ""}
    return terms


def _terms(one: ReceivedOrder, practitioners: Mapping[str, UUID]) -> dict[str, Any]:
    requester = one.requester
    reasons = [concept.text for concept in one.reasons] + [link.display for link in one.reason_links if link.display]
    return {
        **_taking(one),
        "indication": clip(", ".join(dict.fromkeys(reasons)), 300),
        "prescriber_id": practitioners.get(stored_key(requester.key)) if requester and requester.key else None,
        "prescriber_name": clip(requester.display, 200) if requester else "",
    }


def _short(medicine: Medicine) -> Medicine:
    return Medicine(
        name=clip(medicine.name, 300),
        ingredients=medicine.ingredients,
        product=medicine.product if medicine.product and len(medicine.product) <= 20 else None,
        product_name=clip(medicine.product_name, 300),
        form=clip(medicine.form, 100),
        strength=clip(medicine.strength, 60),
    )


def _steps(one: ReceivedOrder, started: Instant, at: Instant) -> tuple[Step, ...]:
    said = clip(one.status_reason.text, 900) if one.status_reason else ""
    if one.state == "on-hold":
        return (Step("hold", max(started, at), f"{said} {HELD}".strip()),)
    if one.state != "stopped":
        return ()
    if one.end is not None:
        return (Step("stop", max(started, one.end.latest()), said or ENDED),)
    first_day_over = max(one.start.latest(), started.plus(days=1)) if one.start else at
    ended = max(started, min(first_day_over, at))
    return (Step("stop", ended, f"{said} {END_UNKNOWN}".strip()),)
