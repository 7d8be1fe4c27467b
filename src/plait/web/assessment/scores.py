"""The scores of a person: what was answered, what it means against the baseline, and what speaks of harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.assessment.change import Verdict
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.finding import CHECKED
from plait.clinical.quantity import plain
from plait.coordination.assessment import read_scores
from plait.coordination.assessment.measures import Measure
from plait.coordination.assessment.series import Series
from plait.coordination.people.timeline_words import in_language, one_language
from plait.foundation.clock import now
from plait.knowledge.loader import release
from plait.web.assessment import questions
from plait.web.assessment.meaning import baseline_views, gap_words, status_words, track_view
from plait.web.assessment.request_words import due_row
from plait.web.components.score_chart.small import render_small
from plait.web.people.chart_context import chart_context
from plait.web.words import day_of, instrument_words, short_name, time_of


@require_safe
def scores(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The scores page of a chart."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_scores.read(patient_id, actor=actor, at=now())
    panels = {panel.instrument: panel for panel in read.timeline.panels}
    with one_language():
        drawn = {name: render_small(panel, read.timeline.frame) for name, panel in panels.items()}
    context = {
        **chart_context(request, read.header, "scores"),
        "page_title": gettext("Scores"),
        "measures": [
            _measure(one, patient_id, actor.zone) | {"chart": drawn.get(one.series.name, "")} for one in read.measures
        ],
        "instruments": [
            {"id": i.id, "title": short_name(i.id), "href": questions.address(patient_id, i)}
            for i in sorted(read.instruments, key=_first)
        ],
        "risk": read.header.risk,
        "due": [due_row(one, now().day(actor.zone)) for one in read.due],
    }
    return render(request, "assessment/scores.html", context)


def _first(instrument: Instrument) -> tuple[bool, str]:
    return (instrument.id != "phq-9", instrument.id)


def _measure(one: Measure, patient_id: UUID, zone: str) -> dict[str, Any]:
    """One instrument in a card: the last total and what it means, and what was filled in later without one."""
    series = one.series
    latest, instrument = series.latest, series.instrument
    last = series.responses[-1]
    return {
        "id": series.name,
        "title": instrument_words(series.name),
        "href": reverse("assessment:trend", args=[patient_id, series.name]),
        "total": plain(latest.total) if latest is not None and latest.total is not None else "",
        "highest": instrument.highest if instrument is not None else "",
        "band": _band(latest, instrument) if latest is not None else "",
        "status": status_words(series.change),
        "day": day_of(last.taken_at, zone),
        "latest_day": day_of(latest.taken_at, zone) if latest is not None else "",
        "baselines": baseline_views(series, zone),
        "track": track_view(series.on_track),
        "later": gap_words(one.later, instrument) if one.later else "",
        "count": len(series.responses),
        "validated": instrument is None or instrument.validated,
    }


def series_view(series: Series, zone: str) -> dict[str, Any]:
    """One instrument: its responses newest first, and the rules that judge its change."""
    instrument = series.instrument
    baseline = series.baseline
    first = ""
    if baseline is not None and baseline.total is not None:
        words = {"total": plain(baseline.total), "day": time_of(baseline.taken_at, zone)}
        first = gettext("compared with %(total)s on %(day)s, the first of this episode") % words
    return {
        "id": series.name,
        "title": instrument_words(series.name),
        "first": first,
        "verdicts": [_verdict(v) for v in series.change.verdicts if v.mark] if series.change else [],
        "responses": [response_view(r, instrument, zone) for r in reversed(series.responses)],
    }


def _verdict(verdict: Verdict) -> dict[str, str]:
    number = plain(verdict.number) if verdict.number is not None else "?"
    rule = {
        "remission": gettext("Remission: below %(number)s"),
        "response": gettext("Response: down by %(number)s %% or more"),
        "reliable": gettext("Reliable change: %(number)s points or more"),
    }[verdict.rule] % {"number": number}
    met = {True: gettext("yes"), False: gettext("not yet")}.get(verdict.met, gettext("no verdict"))  # type: ignore[call-overload]
    unchecked = "" if verdict.mark in CHECKED else gettext("not yet checked against a source")
    known = release().sources.get(verdict.citation.source) if verdict.citation else None
    source = f"{known.title}, {known.edition}".rstrip(", ") if known else ""
    return {"rule": rule, "met": met, "unchecked": unchecked, "source": source, "mark": verdict.mark}


def response_view(response: Response, instrument: Instrument | None, zone: str) -> dict[str, Any]:
    """One filling-in: total and band, or why there is none, its parts and criteria, and every answer."""
    total = plain(response.total) if response.total is not None else ""
    items = {item.id: item for item in instrument.items} if instrument else {}
    return {
        "when": time_of(response.taken_at, zone),
        "total": total,
        "highest": instrument.highest if instrument else "",
        "band": _band(response, instrument),
        "by": response.entered_by,
        "imported": response.source == "import",
        "prorated": response.prorated,
        "gap": gap_words(response, instrument) if response.total is None else "",
        "typed": response.typed_total,
        "parts": _parts(response, instrument),
        "criteria": _criteria(response, instrument),
        "complete": response.complete,
        "risk": [
            {"text": in_language(items[item].text) if item in items else item, "value": value}
            for item, value in response.risk
        ],
        "answers": [
            {
                "text": in_language(item.text) or item.id,
                "answer": _answer(item.options, response.answers.get(item.id)),
            }
            for item in items.values()
        ]
        if response.answers
        else [],
    }


def _parts(response: Response, instrument: Instrument | None) -> list[dict[str, str]]:
    """Subscales as they were scored at the time."""
    known = {one.id: in_language(one.text) for one in instrument.subscales} if instrument else {}
    return [{"text": known.get(name, name), "value": plain(value)} for name, value in response.subscales.items()]


def _criteria(response: Response, instrument: Instrument | None) -> list[str]:
    """Criteria that were met: a sign, no diagnosis; one that is not checked says so."""
    known = {one.code: one for one in instrument.criteria} if instrument else {}
    found = []
    for code in response.criteria:
        one = known.get(code)
        words = in_language(one.text) if one else code
        unchecked = one is None or not one.checked
        found.append(gettext("%(words)s, not yet checked against a source") % {"words": words} if unchecked else words)
    return found


def _band(response: Response, instrument: Instrument | None) -> str:
    if instrument is None or response.total is None:
        return ""
    band = instrument.band_for(int(response.total))
    if band is None:
        return ""
    words = in_language(band.text)
    return words if band.checked else gettext("%(band)s, band not yet checked against a source") % {"band": words}


def _answer(options: Any, value: int | None) -> str:
    if value is None:
        return gettext("left out")
    text = next((in_language(option.text) for option in options if option.value == value), "")
    return f"{value} {text}".strip()
