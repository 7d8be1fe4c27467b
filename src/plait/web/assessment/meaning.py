"""What a score means, in words: where somebody stands, since when, by which rule of which source, on track or not.

Shared by the scores of a person, the trend of one instrument and the glance before a visit. A rule that is not checked
says so and gives no status.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from plait.clinical.assessment.baseline import Baseline
from plait.clinical.assessment.change import Change, Verdict
from plait.clinical.assessment.expected_course import Judged, OnTrack
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.item_change import ItemChange, ItemMoved
from plait.clinical.assessment.response import Response
from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED
from plait.clinical.quantity import plain
from plait.coordination.assessment.series import Series
from plait.coordination.people.timeline_words import in_language
from plait.knowledge.loader import release
from plait.web.words import day_of


def status_words(meaning: Change | None) -> str:
    """The strongest thing that checked rules say; empty where they say nothing."""
    return {
        "remission": gettext("remission"),
        "response": gettext("response"),
        "partial": gettext("partial response"),
        "minimal": gettext("little change"),
        "worse": gettext("worse"),
        "reliable-improvement": gettext("reliably better"),
        "no-reliable-change": gettext("no reliable change"),
        "reliable-worsening": gettext("reliably worse"),
    }.get(str(meaning.status or "") if meaning else "", "")


def signed(points: Any) -> str:
    """A difference with its sign; a true minus, so that it is not read as a dash."""
    if points is None:
        return ""
    return f"+{plain(points)}" if points > 0 else f"−{plain(-points)}" if points < 0 else "±0"


def baseline_view(found: Baseline | None, zone: str) -> dict[str, Any] | None:
    """The way from one of the two named baselines: which, from what, how far, and what it means; or why not."""
    if found is None:
        return None
    name = gettext("start of the episode") if found.name == "episode" else gettext("start of this treatment step")
    meaning = found.change
    view: dict[str, Any] = {
        "name": name,
        "title": found.title,
        "since": day_of(found.since, zone),
        "why": _why_none(found),
        "status": status_words(meaning),
    }
    if meaning is None or found.response is None or meaning.baseline is None:
        return view
    return view | {
        "from": plain(meaning.baseline),
        "from_day": day_of(found.response.taken_at, zone),
        "difference": signed(meaning.difference),
        "percent": plain(meaning.percent) if meaning.percent is not None else "",
        "verdicts": [verdict_view(one, zone) for one in (*meaning.verdicts, *meaning.others) if one.mark],
    }


def baseline_views(series: Series, zone: str) -> list[dict[str, Any]]:
    """Both baselines, as far as there are any."""
    found = (baseline_view(one, zone) for one in (series.since_episode, series.since_step))
    return [view for view in found if view is not None]


def _why_none(found: Baseline) -> str:
    """What is missing where nothing can be compared."""
    return {
        "unknown-instrument": gettext("the instrument is not known here, so nothing is judged"),
        "no-total": gettext("there is no total"),
        "no-baseline": gettext("no total stands at its beginning"),
        "other-version": gettext("the total at its beginning is of another version, which is not compared"),
        "nothing-since": gettext("nothing was filled in since"),
    }.get(found.why, "")


def verdict_view(verdict: Verdict, zone: str) -> dict[str, Any]:
    """One rule: what it asks, whether it is met, of which days, and who says so."""
    met = {True: gettext("yes"), False: gettext("no")}.get(verdict.met, gettext("no verdict"))  # type: ignore[call-overload]
    return {
        "rule": _rule_words(verdict),
        "met": met,
        "days": ", ".join(day_of(moment, zone) for moment in verdict.speaks_of),
        **source_view(verdict.citation, verdict.mark),
    }


def _rule_words(verdict: Verdict) -> str:
    number = plain(verdict.number) if verdict.number is not None else "?"
    remission = (
        gettext("Remission: %(number)s or beyond") if verdict.at_line else gettext("Remission: below %(number)s")
    )
    return {
        "remission": remission,
        "response": gettext("Response: better by %(number)s %% or more"),
        "partial": gettext("Partial response: better by %(number)s %% or more"),
        "worse": gettext("Worse: by %(number)s points or more"),
        "reliable": gettext("Reliable change: %(number)s points or more"),
    }[verdict.rule] % {"number": number}


def source_view(citation: Citation | None, mark: str) -> dict[str, str]:
    """Who says so, and that nobody has checked it where nobody has."""
    known = release().sources.get(citation.source) if citation else None
    return {
        "source": f"{known.title}, {known.edition}".rstrip(", ") if known else "",
        "unchecked": "" if mark in CHECKED else gettext("not yet checked against a source"),
        "mark": mark,
    }


def track_view(track: OnTrack | None) -> dict[str, Any]:
    """On track or not, with what was expected by which week; or why nothing is said."""
    if track is None:
        return {}
    week = {"week": track.week}
    words = {
        "on": gettext("On track in week %(week)s of the treatment step") % week,
        "off": gettext(
            "Off track in week %(week)s of the treatment step: look at dose, adherence, side effects, alliance"
        )
        % week,
    }.get(track.track or "", "")
    return {
        "words": words,
        "off": track.track == "off",
        "why": "" if words else _why_open(track),
        "judged": [_judged_view(one) for one in track.judged],
        "awaited": gettext("something was expected by week %(week)s, and nothing was filled in since")
        % {"week": track.awaited_week}
        if track.awaited_week
        else "",
    }


def _why_open(track: OnTrack) -> str:
    return {
        "no-step": gettext("on track or not: no treatment step is on record"),
        "no-expectation": gettext("on track or not: nothing is known of how this instrument should move"),
        "no-baseline": gettext("on track or not: no total stands at the start of the treatment step"),
        "nothing-since": gettext("on track or not: nothing was filled in since the treatment step began"),
        "other-treatment": gettext("on track or not: what is known was read for other treatments"),
        "treatment-not-known": gettext("on track or not: what is given is not known"),
        "baseline-low": gettext("on track or not: the step began too low to expect a fall"),
        "too-early": gettext("on track or not: too early to say"),
        "unchecked": gettext("on track or not: what is expected by now is not checked against a source"),
    }.get(track.why, "")


def _judged_view(judged: Judged) -> dict[str, Any]:
    one = judged.expectation
    parts = []
    if one.percent is not None:
        parts.append(gettext("better by %(percent)s %%") % {"percent": one.percent})
    if one.total_below is not None:
        parts.append(gettext("below %(total)s") % {"total": one.total_below})
    if one.remission:
        parts.append(gettext("remission"))
    words = {"week": one.by_week, "what": gettext(" or ").join(parts)}
    return {
        "rule": gettext("By week %(week)s: %(what)s") % words,
        "met": gettext("yes") if judged.met else gettext("no"),
        **source_view(one.citation, one.mark),
    }


def moved_view(change: ItemChange | None, instrument: Instrument | None) -> dict[str, Any]:
    """Which items rose and which fell, in words; whether rising is worse is the instrument's own direction."""
    if change is None or instrument is None:
        return {}
    return {
        "comparable": change.comparable,
        "rose": [_moved(one, instrument) for one in change.rose],
        "fell": [_moved(one, instrument) for one in change.fell],
        "same": change.same,
        "left_out": [item_words(instrument, one) for one in change.left_out],
        "higher_is_better": instrument.better == "higher",
    }


def _moved(one: ItemMoved, instrument: Instrument) -> dict[str, Any]:
    item = instrument.item(one.item)
    return {
        "words": item_words(instrument, one.item),
        "before": one.before,
        "now": one.now,
        "points": signed(one.points),
        "harm": item is not None and item.level_of(one.now) is not None,
    }


def item_words(instrument: Instrument, item_id: str) -> str:
    """An item by its words where they may stand here, else by its place: "item 3"."""
    for number, item in enumerate(instrument.items, start=1):
        if item.id == item_id:
            return in_language(item.text) or gettext("item %(number)s") % {"number": number}
    return item_id


def gap_words(response: Response, instrument: Instrument | None) -> str:
    """Why a filled-in instrument has no total: "no total: item 4 left out"."""
    if instrument is None:
        return gettext("no total")
    if not instrument.has_total:
        return gettext("this form has no total")
    places = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    missing = [
        str(places[item.id])
        for item in instrument.items
        if item.required and item.scored and item.id not in response.answers
    ]
    if not missing or not response.answers:
        return gettext("no total")
    if len(missing) == 1:
        return gettext("no total: item %(items)s left out") % {"items": missing[0]}
    return gettext("no total: items %(items)s left out") % {"items": ", ".join(missing)}
