"""The trend of one instrument: drawing and table, what it means and who says so, and every answer that moved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.quantity import plain
from plait.coordination.assessment import read_trend
from plait.coordination.assessment.measures import Measure
from plait.coordination.people.timeline_types import PERIODS, Timeline
from plait.coordination.people.timeline_words import in_language, one_language
from plait.foundation.clock import now
from plait.web.assessment import questions
from plait.web.assessment.meaning import baseline_views, gap_words, moved_view, source_view, status_words, track_view
from plait.web.assessment.scores import response_view
from plait.web.components.score_chart.trend import Ring, render_trend
from plait.web.components.timeline import Choice, period_words, render_rows, spoken_period
from plait.web.people.chart_context import chart_context
from plait.web.words import day_of, instrument_words, short_name


@require_safe
def trend(request: HttpRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """One instrument of one person over time."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    asked = request.GET.get("period", "")
    period = asked if asked in PERIODS else None
    read = read_trend.read(patient_id, instrument, actor=actor, at=at, period=period)  # type: ignore[arg-type]
    measure, zone = read.measure, actor.zone
    known = measure.series.instrument
    context = {
        **chart_context(request, read.header, "scores"),
        "page_title": instrument_words(instrument),
        "instrument": instrument,
        "fill_in_href": questions.address(patient_id, known) if known is not None else "",
        "validated": known is None or known.validated,
        "title": instrument_words(instrument),
        **_now(measure, zone),
        **_drawings(read.timeline, measure),
        "periods": [Choice(p, period_words(p), p == read.timeline.frame.period, spoken_period(p)) for p in PERIODS],
        "bands": [_band(one) for one in known.bands] if known is not None else [],
        "moves": _moves(measure, zone),
        "responses": [response_view(one, known, zone) for one in reversed(measure.series.responses)],
    }
    return render(request, "assessment/trend.html", context)


def _now(measure: Measure, zone: str) -> dict[str, Any]:
    """Where it stands: the latest total with its day, what it means, and what was filled in later without a total."""
    series = measure.series
    latest = series.latest
    return {
        "name": short_name(series.name),
        "total": plain(latest.total) if latest is not None and latest.total is not None else "",
        "highest": series.instrument.highest if series.instrument is not None else "",
        "day": day_of(latest.taken_at, zone) if latest is not None else "",
        "status": status_words(series.change),
        "one": {
            "baselines": baseline_views(series, zone),
            "track": track_view(series.on_track),
        },
        "later": gap_words(measure.later, series.instrument) if measure.later else "",
        "later_day": day_of(measure.later.taken_at, zone) if measure.later else "",
    }


def _drawings(timeline: Timeline, measure: Measure) -> dict[str, Any]:
    """The drawing in three widths, and its table."""
    series = measure.series
    rings = [
        Ring(found.response.response_id, words)
        for found, words in (
            (series.since_episode, gettext("start of the episode")),
            (series.since_step, gettext("start of this step")),
        )
        if found is not None and found.response is not None
    ]
    with one_language():
        return {
            "desk": render_trend(timeline, rings, "desk"),
            "tablet": render_trend(timeline, rings, "tablet"),
            "phone": render_trend(timeline, rings, "phone"),
            "rows": render_rows(timeline),
            "drawn": bool(timeline.panels),
        }


def _band(band: Any) -> dict[str, Any]:
    """One band in words, with who says so; one that is not checked says that, and is not shaded."""
    return {
        "range": f"{band.low}–{band.high}" if band.low != band.high else str(band.low),
        "words": in_language(band.text),
        **source_view(band.citation, band.mark),
    }


def _moves(measure: Measure, zone: str) -> list[dict[str, Any]]:
    """What moved item by item: since the last time, and since the start of the episode."""
    instrument: Instrument | None = measure.series.instrument
    found = []
    for change, earlier, words in (
        (measure.since_last, measure.before, gettext("Since the last time")),
        (measure.since_start, measure.series.baseline, gettext("Since the start")),
    ):
        if change is not None and earlier is not None:
            found.append({"title": words, "day": day_of(earlier.taken_at, zone), **moved_view(change, instrument)})
    return found
