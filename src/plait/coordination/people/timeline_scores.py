"""The person's scores: the main instrument on its severity bands, the others as fine lines of their own.

Only checked bands give names, and only checked rules give a line to reach. A total that is missing is never drawn as
zero: it has a day and no height. An answer that spoke of self-harm is told wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plait.clinical.assessment.baseline import between, comparable
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.people.timeline_ledger import Ledger
from plait.coordination.people.timeline_types import Frame, History, Panel, Point, SeverityBand, Target, Untotalled
from plait.coordination.people.timeline_words import (
    day_words,
    first_upper,
    gettext,
    in_language,
    ngettext,
    number,
    said,
)

HALF, HUNDRED = 50, Decimal(100)
HEADROOM = Decimal("1.2")  # above the highest total of an instrument whose range is not known


def panels_of(history: History, ledger: Ledger, release: Release) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """A panel for each instrument that was filled in inside the frame, the main one first, and the names of others."""
    frame = ledger.frame
    by_instrument: dict[str, list[Response]] = {}
    for response in sorted(history.responses, key=lambda item: (item.taken_at, str(item.response_id))):
        by_instrument.setdefault(response.instrument, []).append(response)
    inside = {key: found for key, found in by_instrument.items() if any(frame.covers(r.taken_at) for r in found)}
    outside = tuple(_name(key, release.instruments.get(key)) for key in sorted(by_instrument.keys() - inside.keys()))
    main = _main(inside, history.main_instrument, frame)
    keys = [main, *sorted(inside.keys() - {main})] if inside else []
    panels = [_panel(key, inside[key], release.instruments.get(key), history, ledger, main=key == main) for key in keys]
    return tuple(panels), outside


def _main(inside: dict[str, list[Response]], wanted: str, frame: Frame) -> str:
    """The instrument that is asked for, else the one with most totals in the frame, the latest of equals."""
    if wanted in inside or not inside:
        return wanted

    def weight(key: str) -> tuple[int, Instant, str]:
        totals = [r for r in inside[key] if r.total is not None and frame.covers(r.taken_at)]
        return (len(totals), inside[key][-1].taken_at, key)

    return max(inside, key=weight)


def _name(key: str, instrument: Instrument | None) -> str:
    """The short name of an instrument."""
    return in_language(instrument.title).split(":")[0] if instrument else said(key).upper()


def _panel(
    key: str, responses: list[Response], instrument: Instrument | None, history: History, ledger: Ledger, *, main: bool
) -> Panel:
    """The scores of one instrument inside the frame."""
    name = _name(key, instrument)
    points: list[Point] = []
    untotalled: list[Untotalled] = []
    for response in responses:
        if not ledger.frame.covers(response.taken_at):
            continue
        told = _tell(response, name, instrument, ledger)
        if isinstance(told, Point):
            points.append(told)
        else:
            untotalled.append(told)
    totals = [response.total for response in responses if response.total is not None]
    lowest = Decimal(instrument.lowest) if instrument else min([Decimal(0), *totals])
    highest = Decimal(instrument.highest) if instrument else max([Decimal(1), *totals]) * HEADROOM
    first = _baseline(comparable(instrument, responses), history.episode_started_at)
    return Panel(
        instrument=key,
        name=name,
        detail=_detail(responses, first, instrument, ledger.frame),
        lowest=min([lowest, *totals]),
        highest=max([highest, *totals]),
        points=tuple(points),
        untotalled=tuple(untotalled),
        bands=tuple(_bands(instrument)) if main and instrument else (),
        targets=tuple(_targets(instrument, first)) if main and instrument else (),
        baseline=next((p for p in points if first is not None and p.event.subject == first.response_id), None),
        range_known=instrument is not None,
        unchecked=_unchecked(instrument) if main else "",
    )


def _baseline(totals: tuple[Response, ...], since: Instant | None) -> Response | None:
    """The first total of the episode of care; without an episode, the first that the last may be compared with."""
    in_episode = [response for response in totals if since is None or response.taken_at >= since]
    return next(iter(in_episode or totals), None)


def _detail(responses: list[Response], first: Response | None, instrument: Instrument | None, frame: Frame) -> str:
    """The last total and where it comes from: "6, from 19 on 12 Jan 2026: response"."""
    last = next((response for response in reversed(responses) if response.total is not None), None)
    if last is None or last.total is None:
        return gettext("no total yet")
    if first is None or first.total is None or first is last:
        day = day_words(last.taken_at.day(frame.zone))
        return gettext("%(total)s on %(date)s") % {"total": number(last.total), "date": day}
    words = gettext("%(total)s, from %(first)s on %(date)s") % {
        "total": number(last.total),
        "first": number(first.total),
        "date": day_words(first.taken_at.day(frame.zone)),
    }
    status = between(instrument, first, last).status if instrument and instrument.judges(last.version) else None
    reached = {
        "remission": gettext("remission"),
        "response": gettext("response"),
        "reliable-worsening": gettext("reliably worse"),
    }.get(status or "")
    return gettext("%(score)s: %(status)s") % {"score": words, "status": reached} if reached else words


def _tell(response: Response, name: str, instrument: Instrument | None, ledger: Ledger) -> Point | Untotalled:
    """One filled-in instrument, with its band where checked and any answer that spoke of self-harm."""
    harm = ", ".join(_harm(response, instrument))
    parts = []
    if response.total is None:
        what = _without_total(response, name, instrument)
    else:
        most = instrument.highest if instrument else None
        pattern = gettext("%(instrument)s %(total)s of %(most)s") if most else gettext("%(instrument)s %(total)s")
        what = pattern % {"instrument": name, "total": number(response.total), "most": most}
        parts.append(_band_words(response, instrument))
    if harm:
        what = gettext("%(what)s; self-harm answer above zero (%(harm)s)") % {"what": what, "harm": harm}
    if response.prorated:
        parts.append(gettext("missing answers were filled in by the instrument's rule"))
    event = ledger.tell(
        "person",
        "score",
        response.response_id,
        response.taken_at,
        what,
        why=first_upper("; ".join(part for part in parts if part)),
        who=said(response.entered_by),
        alert=bool(harm),
        brief=_harm_brief(response) if harm else ("", ""),
    )
    if response.total is None:
        return Untotalled(event, harm, _left_out(response, instrument))
    return Point(event, response.total, harm)


def _without_total(response: Response, name: str, instrument: Instrument | None) -> str:
    """That there is no total, and why: "PHQ-9 filled in, no total: item 4 left out"."""
    if instrument is not None and not instrument.has_total:
        return gettext("%(instrument)s filled in") % {"instrument": name}
    why = _left_out(response, instrument) or gettext("answers are missing")
    return gettext("%(instrument)s filled in, no total: %(why)s") % {"instrument": name, "why": why}


def _left_out(response: Response, instrument: Instrument | None) -> str:
    """The places of the answers that are missing; empty where nobody knows them."""
    if instrument is None or not instrument.has_total or not response.answers:
        return ""
    missing = [
        str(number)
        for number, item in enumerate(instrument.items, start=1)
        if item.scored and item.required and item.id not in response.answers
    ]
    if not missing:
        return ""
    pattern = ngettext("item %(items)s left out", "items %(items)s left out", len(missing))
    return pattern % {"items": ", ".join(missing)}


def _harm(response: Response, instrument: Instrument | None) -> Iterator[str]:
    """The answers above zero that speak of self-harm: "item 9: 1"."""
    places = {item.id: index for index, item in enumerate(instrument.items, start=1)} if instrument else {}
    for item, value in response.risk:
        if value > 0:
            yield gettext("item %(item)s: %(value)s") % {"item": places.get(item) or said(item), "value": value}


def _harm_brief(response: Response) -> tuple[str, str]:
    """The highest of the answers that speak of self-harm, in the fewest words."""
    return gettext("Self-harm: %(value)s") % {"value": max(value for _, value in response.risk)}, ""


def _band_words(response: Response, instrument: Instrument | None) -> str:
    """The band that was given when it was scored, in words; only a checked one has a name."""
    band = next((b for b in instrument.bands if b.code == response.band), None) if instrument else None
    if band is None:
        return ""
    return in_language(band.text) if band.checked else gettext("band not checked against a source")


def _bands(instrument: Instrument) -> Iterator[SeverityBand]:
    """Severity bands that touch each other: each reaches up to where the next begins."""
    ordered = sorted(instrument.bands, key=lambda band: band.low)
    for index, band in enumerate(ordered):
        high = ordered[index + 1].low if index + 1 < len(ordered) else instrument.highest
        yield SeverityBand(
            Decimal(band.low), Decimal(high), in_language(band.text) if band.checked else "", band.checked
        )


def _targets(instrument: Instrument, first: Response | None) -> Iterator[Target]:
    """The lines of response and remission, where their rules are checked and lower is better."""
    if instrument.better != "lower":
        return
    change = instrument.change
    below = change.remission_below if change.checked("remission") else None
    baseline = first.total if first is not None else None
    if change.response_percent is not None and change.checked("response") and baseline is not None:
        value = baseline * (HUNDRED - change.response_percent) / HUNDRED
        if baseline > 0 and (below is None or value >= below):  # below that line remission is reached first
            pattern = gettext("response, half of %(first)s")
            if change.response_percent != HALF:
                pattern = gettext("response, %(percent)s percent below %(first)s")
            words = pattern % {"first": number(baseline), "percent": change.response_percent}
            yield Target("response", value, words)
    if below is not None:
        yield Target("remission", Decimal(below), gettext("remission, under %(below)s") % {"below": below})


def _unchecked(instrument: Instrument | None) -> str:
    """What is said where the meaning of a total is not known or not checked."""
    if instrument is None:
        return gettext("No bands are known for this instrument")
    if instrument.bands and not all(band.checked for band in instrument.bands):
        return gettext("Bands not checked against a source")
    return ""
