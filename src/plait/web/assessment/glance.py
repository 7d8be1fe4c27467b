"""The glance before a visit: score, change, what rose, what is missing, adherence, side effects, homework."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.clinical.quantity import plain
from plait.coordination.assessment import read_glance
from plait.coordination.assessment.measures import Glance, Measure
from plait.coordination.people.timeline_words import in_language
from plait.foundation.actor import Actor
from plait.foundation.clock import now
from plait.knowledge.loader import release
from plait.web.assessment.meaning import (
    baseline_views,
    gap_words,
    item_words,
    moved_view,
    signed,
    status_words,
    track_view,
)
from plait.web.people.chart_context import chart_context
from plait.web.visits.news_words import missing_words
from plait.web.words import day_of, instrument_words, short_name

MOST_MEASURES = 4
MOST_MOVED = 3
MOST_IN_A_LINE = 2
LONGEST_HOMEWORK = 200


@require_safe
def glance(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A page of its own; what asks for the panel alone (htmx, from a line of the day) gets the panel."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_glance.read(patient_id, actor=actor, at=at)
    context = {
        **chart_context(request, read.header, "scores"),
        "page_title": gettext("Before the visit"),
        "glance": glance_view(read.glance, patient_id, actor, at),
    }
    alone = bool(request.htmx) and request.GET.get("panel") == "alone"  # type: ignore[attr-defined]
    return render(request, "assessment/glance_panel.html" if alone else "assessment/glance.html", context)


def glance_view(found: Glance, patient_id: UUID, actor: Actor, at: Instant) -> dict[str, Any]:
    """The panel's context; ``summary`` is what stands where it is folded."""
    zone, today = actor.zone, at.day(actor.zone)
    shown = found.measures[:MOST_MEASURES]
    measures = [_measure(one, patient_id, zone) for one in shown]
    return {
        "summary": _summary(measures),
        "measures": measures,
        "more": len(found.measures) - len(shown),
        "adherence": _adherence(*found.adherence, zone) if found.adherence else None,
        "side_effects": [_side_effects(s.instrument, last, before, zone) for s, last, before in found.side_effects],
        "missing": [missing_words(one, today, zone) for one in found.missing],
        "homework": found.homework.homework[:LONGEST_HOMEWORK] if found.homework else "",
        "homework_day": day_of(found.homework.held_at, zone) if found.homework else "",
        "scores_href": reverse("assessment:list", args=[patient_id]),
    }


def _summary(measures: list[dict[str, Any]]) -> str:
    """The panel in one line: the first score, how it moved, and what rose."""
    first = next((one for one in measures if one["total"]), None)
    if first is None:
        return gettext("Before the visit")
    parts = [gettext("Before the visit: %(name)s %(total)s") % first]
    if first["since_last"]:
        parts.append(gettext("%(since_last)s since %(before_day)s") % first)
    if first["rose"]:
        rose = ", ".join(f"{one['words']} {one['before']} → {one['now']}" for one in first["rose"][:MOST_IN_A_LINE])
        parts.append(gettext("rose: %(items)s") % {"items": rose})
    elif first["compared"]:
        parts.append(gettext("no answer rose"))
    return "; ".join(parts)


def _measure(one: Measure, patient_id: UUID, zone: str) -> dict[str, Any]:
    series = one.series
    latest, instrument = series.latest, series.instrument
    total = latest.total if latest is not None else None
    before = one.before.total if one.before is not None else None
    moved = moved_view(one.since_last, instrument)
    return {
        "name": short_name(series.name),
        "href": reverse("assessment:trend", args=[patient_id, series.name]),
        "total": plain(total) if total is not None else "",
        "highest": instrument.highest if instrument is not None else "",
        "day": day_of(latest.taken_at, zone) if latest is not None else "",
        "band": _band(instrument, latest),
        "before": plain(before) if before is not None else "",
        "before_day": day_of(one.before.taken_at, zone) if one.before is not None else "",
        "since_last": signed(total - before) if total is not None and before is not None else "",
        "status": status_words(series.change),
        "baselines": baseline_views(series, zone),
        "track": track_view(series.on_track),
        "rose": moved.get("rose", [])[:MOST_MOVED],
        "rose_more": max(0, len(moved.get("rose", [])) - MOST_MOVED),
        "fell": moved.get("fell", [])[:MOST_MOVED],
        "fell_more": max(0, len(moved.get("fell", [])) - MOST_MOVED),
        "compared": bool(moved) and moved["comparable"],
        "not_comparable": bool(moved) and not moved["comparable"],
        "later": gap_words(one.later, instrument) if one.later else "",
        "later_day": day_of(one.later.taken_at, zone) if one.later else "",
    }


def _band(instrument: Instrument | None, response: Response | None) -> str:
    if instrument is None or response is None or response.total is None:
        return ""
    band = instrument.band_for(int(response.total))
    if band is None:
        return ""
    words = in_language(band.text)
    return words if band.checked else gettext("%(band)s, band not yet checked") % {"band": words}


def _adherence(last: Response, before: Response | None, zone: str) -> dict[str, str]:
    """The last answer about taking the medicine, beside the one before it."""
    known = _known(last.instrument)
    told = (
        []
        if known is None
        else [_answer_words(known, item.id, last) for item in known.items if item.id in last.answers]
    )
    earlier = ""
    if before is not None and before.total is not None and last.total is not None:
        earlier = gettext("%(number)s before") % {"number": plain(before.total)}
    return {"text": "; ".join(told), "day": day_of(last.taken_at, zone), "before": earlier}


def _side_effects(instrument: Instrument | None, last: Response, before: Response | None, zone: str) -> dict[str, Any]:
    """What troubles the person, the most first; what is new since the last time is marked as such."""
    if instrument is None:
        return {"title": instrument_words(last.instrument), "told": [], "day": day_of(last.taken_at, zone)}
    troubles = sorted(
        (
            (item, last.answers[item.id])
            for item in instrument.items
            if last.answers.get(item.id, 0) > 0 and item.options
        ),
        key=lambda one: -one[1],
    )
    return {
        "title": in_language(instrument.title),
        "told": [
            {
                "words": _answer_words(instrument, item.id, last),
                "new": before is not None and value > before.answers.get(item.id, value),
                "harm": item.level_of(value) is not None,
            }
            for item, value in troubles
        ],
        "day": day_of(last.taken_at, zone),
    }


def _answer_words(instrument: Instrument, item_id: str, response: Response) -> str:
    """A question with its answer, both in words where they may stand here."""
    item, value = instrument.item(item_id), response.answers[item_id]
    option = next((in_language(o.text) for o in item.options if o.value == value), "") if item is not None else ""
    return f"{item_words(instrument, item_id)} {option or value}"


def _known(instrument: str) -> Instrument | None:
    """The instrument of that id."""
    return release().instruments.get(instrument)
