"""How one order stands now, in words, above the form that takes a step in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from plait.coordination.medication.order_page import Order
from plait.web.medication.words import form_of, name_of, reason_words, route_words, said, state_words, totals_words
from plait.web.words import day_of


def standing(order: Order, zone: str) -> dict[str, Any]:
    """Name, dose in words, since when and by whom, for what; ``gone`` where no step can be taken any more."""
    seen = order.shown
    if seen is None or seen.status == "stopped":
        last = seen or None
        return {
            "order_id": order.order_id,
            "name": name_of(order.lines[-1].medicine),
            "gone": gettext("This order is stopped.") if last else gettext("This order was entered in error."),
            "back": back_to(order.header.patient_id, order.order_id),
        }
    terms = seen.terms
    since = gettext("since %(day)s") if order.now else gettext("from %(day)s")
    return {
        "order_id": order.order_id,
        "name": name_of(seen.medicine),
        "dose": state_words(seen),
        "quiet": " · ".join(
            part
            for part in (
                since % {"day": day_of(terms.effective_at, zone)},
                form_of(seen.medicine),
                route_words(terms.route),
                terms.prescriber,
            )
            if part
        ),
        "aim": " · ".join(said(aim) for aim in dict.fromkeys((terms.indication, terms.target_symptom)) if aim),
        "why": reason_words(seen.line.reason_code, seen.line.reason_text),
        "total": totals_words(order.totals) if order.totals else "",
        "waits": not seen.confirmed,
        "on_hold": seen.status == "on-hold",
        "gone": "",
        "back": back_to(order.header.patient_id, order.order_id),
    }


def back_to(patient_id: UUID, order_id: UUID | None = None) -> str:
    """The medication page, at an order."""
    return reverse("medication:list", args=[patient_id]) + (f"#order-{order_id}" if order_id else "")
