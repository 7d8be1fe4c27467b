"""A preview in words: what was, what will be, what a day comes to, what could harm, what stays planned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from plait.clinical.finding import Finding
from plait.clinical.medication.regimen import OrderState
from plait.clinical.moment import Instant
from plait.coordination.consequences.medication import Preview
from plait.knowledge.loader import release
from plait.web.medication.words import (
    form_of,
    name_of,
    route_words,
    state_words,
    totals_words,
)
from plait.web.words import day_of

PLAIT = "plait"  # the source of a finding that rests on a comparison, not on a text
LOUD = frozenset({"contraindicated", "major"})


def shown(preview: Preview, *, zone: str, at: Instant, confirm: str = "") -> dict[str, Any]:
    """What templates/medication/preview.html needs. ``confirm`` is what the button says."""
    new = [f for f in preview.answer.findings if f not in preview.standing or f.severity in LOUD]
    return {
        "title": _from(preview, zone, at),
        "changes": _changes(preview),
        "findings": [with_source(f) for f in new],
        "standing": [with_source(f) for f in preview.answer.findings if f not in new],
        "checked": _was_checked(preview),
        "not_checked": preview.answer.not_checked,
        "later": [_later(order, zone) for order in preview.later],
        "question": _question(preview, zone) if preview.question else None,
        "refused": [gettext(r.message) for r in preview.refused if r.reason != "same-ingredient"],
        "may_confirm": not preview.refused,
        "seal": preview.seal,
        "shown_at": at.iso(),
        "confirm": confirm,
    }


def with_source(finding: Finding) -> dict[str, Any]:
    """A finding with what its source is called."""
    known = release().sources.get(finding.source)
    title = known.title if known else gettext("Compared by Plait") if finding.source == PLAIT else finding.source
    return {"finding": finding, "source": title}


def _from(preview: Preview, zone: str, at: Instant) -> str:
    day = day_of(preview.effective_at, zone)
    if preview.effective_at.day(zone) == at.day(zone):
        return gettext("From today, %(day)s") % {"day": day}
    if preview.effective_at < at:
        return gettext("A late entry: since %(day)s") % {"day": day}
    return gettext("Planned: from %(day)s") % {"day": day}


def _changes(preview: Preview) -> list[dict[str, str]]:
    before, after = preview.before, preview.after
    name = name_of((after or before).medicine) if after or before else ""
    changes = [{"label": name, "before": state_words(before), "after": state_words(after)}]
    changes += [
        {"label": name_of(order.medicine), "before": _with_form(order), "after": gettext("stopped")}
        for order in preview.ending
    ]
    changes.append(
        {
            "label": gettext("A day in all"),
            "before": totals_words(preview.totals_before),
            "after": totals_words(preview.totals_after),
        }
    )
    if before is not None and after is not None:
        changes += _other_changes(before, after)
    return changes


def _with_form(order: OrderState) -> str:
    """An order that ends, told apart from the others of its ingredient by its form."""
    form = form_of(order.medicine)
    return f"{state_words(order)} ({form})" if form else state_words(order)


def _other_changes(before: OrderState, after: OrderState) -> list[dict[str, str]]:
    """What else differs, named only where it does."""
    one, other = before.terms, after.terms
    rows = (
        (gettext("Form"), form_of(one.medicine), form_of(other.medicine)),
        (gettext("Given"), route_words(one.route), route_words(other.route)),
        (gettext("For"), one.indication, other.indication),
        (gettext("Should get better"), one.target_symptom, other.target_symptom),
    )
    return [
        {"label": label, "before": was or gettext("not stated"), "after": is_now or gettext("not stated")}
        for label, was, is_now in rows
        if was != is_now
    ]


def _later(order: OrderState, zone: str) -> str:
    return gettext("%(day)s: %(dose)s") % {"day": day_of(order.since, zone), "dose": state_words(order)}


def _question(preview: Preview, zone: str) -> dict[str, Any]:
    question = preview.question
    if question is None:
        return {}
    return {
        "existing": [
            {
                "words": f"{name_of(o.medicine)} {state_words(o)}",
                "more": " · ".join(
                    part
                    for part in (
                        form_of(o.medicine),
                        gettext("since %(day)s") % {"day": day_of(o.started_at, zone)},
                        "" if o.confirmed else gettext("imported, not confirmed: left out of the total"),
                    )
                    if part
                ),
            }
            for o in question.existing
        ],
        "together": totals_words(question.totals),
        "replaced": totals_words(preview.totals_if_replaced),
    }


def _was_checked(preview: Preview) -> bool:
    """Whether the checks looked at this step at all (nothing is looked at when an order ends)."""
    return bool(preview.answer.findings or preview.answer.not_checked)
