"""The columns of the narrow drawing: medicines as bands as wide as the dose, sessions, and the score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from html import escape

from plait.coordination.people.timeline_types import Event, Lane, Panel, Segment
from plait.coordination.people.timeline_words import number
from plait.web.components.timeline.drawing import BOLD, line, mark, rect, shorten, text, width_of
from plait.web.components.timeline.phone_columns import CONTACTS, COURSE_TRACK, DATES, Columns
from plait.web.components.timeline.wide_therapy import contact_shape, mark_size, session_shape

NAME_SIZE, SMALL_NAME = 11.0, 10.0
NARROW_TRACK = 13.0
SHADES = 5
ABOVE = -100.0  # above the sheet
VALUES_APART = 20.0

Across = Callable[[Decimal], float]


def draw_lanes(columns: Columns) -> None:
    """Every medicine a band that widens with its dose, with its name along it."""
    for index, track in enumerate(columns.lanes):
        left = columns.at_lanes + index * columns.track
        columns.parts.append(line(left, columns.scale.last, left, columns.scale.first, "tl-foot"))
        for lane in track:
            columns.parts.append(f'<g class="tl-lane tl-{lane.standing}">')
            columns.parts += [mark(s.event, _layers(columns, s, left), "tl-band") for s in lane.segments]
            columns.parts += [_change(columns, event, left) for event in lane.marks]
            columns.parts.append(_names(columns, lane, left) + "</g>")


def _change(columns: Columns, event: Event, left: float) -> str:
    """A line across where something changed; its words stand at the right."""
    y = columns.scale.at(event.at)
    return line(left, y, left + columns.track - 3, y, "tl-change")


def _layers(columns: Columns, segment: Segment, left: float) -> str:
    """The orders of a stretch side by side; what lies ahead of today is paler."""
    now = columns.scale.frame.now
    full = columns.track - 4
    parts = []
    ahead = (max(segment.start, now), segment.end, " tl-ahead")
    for start, end, css in ((segment.start, min(segment.end, now), ""), ahead):
        if not start < end:
            continue
        top, bottom = columns.scale.at(end), columns.scale.at(start)
        for layer in segment.layers:
            wide = max(round(float(layer.share) * full, 1), 1.5)
            more = f' fill="url(#{columns.hold})"' if layer.kind == "hold" else ""
            unsure = " tl-unsure" if segment.uncertain else ""
            x = round(left + float(layer.base) * full, 1)
            high = max(round(bottom - top, 1), 1.5)
            parts.append(rect(x, top, wide, high, f"tl-{layer.kind}{css}{unsure}", more=more))
    return "".join(parts)


def _names(columns: Columns, lane: Lane, left: float) -> str:
    """The medicine's name along its newest band; "dose not stated" along every band that has no dose."""
    drawn = []
    newest = len(lane.segments) - 1
    for index, segment in enumerate(lane.segments):
        unstated = any(layer.kind == "not-stated" for layer in segment.layers)
        words = [lane.name] if index == newest else []
        words += [segment.label] if unstated else []
        if words:
            top = columns.scale.at(segment.end)
            bottom = columns.scale.at(segment.start if unstated else lane.segments[0].start)
            drawn.append(_along(columns, ", ".join(words), left, top, bottom))
    return "".join(drawn)


def _along(columns: Columns, words: str, left: float, top: float, bottom: float) -> str:
    """Words read upward along a band, as far as it is long enough."""
    size = NAME_SIZE if columns.track > NARROW_TRACK else SMALL_NAME
    kept = shorten(words, size * BOLD, bottom - top - 8)
    if len(kept) < min(len(words), 4):
        return ""
    x = round(left + min(columns.track, 15) - 3.5, 1)
    y = round(top + 5 + width_of(kept, size * BOLD), 1)
    css = "tl-along" if size == NAME_SIZE else "tl-along tl-small"
    return f'<text class="{css}" transform="translate({x:g} {y:g}) rotate(-90)">{escape(kept)}</text>'


def draw_courses(columns: Columns) -> None:
    """Each course a line downward, each session a mark on it."""
    for index, track in enumerate(columns.courses):
        x = columns.at_courses + index * COURSE_TRACK + COURSE_TRACK / 2
        for course in track:
            top, bottom = columns.scale.at(course.end), columns.scale.at(course.start)
            band = rect(x - 5, top, 10, max(round(bottom - top, 1), 4), "tl-course", more=' rx="5"')
            columns.parts.append(mark(course.event, band, "tl-session") if course.event else band)
            size = mark_size([-columns.scale.at(item.event.at) for item in course.marks])
            for item in course.marks:
                drawn = session_shape(item, x, columns.scale.at(item.event.at), size)
                columns.parts.append(mark(item.event, drawn, "tl-session"))
            for event in course.ahead:
                drawn = f'<circle class="tl-next" cx="{x:g}" cy="{columns.scale.at(event.at):g}" r="5"/>'
                columns.parts.append(mark(event, drawn, "tl-session"))


def draw_contacts(columns: Columns, events: Iterable[Event]) -> None:
    """Visits and talks as small marks beside the months."""
    x = DATES + CONTACTS / 2 - 1
    for event in events:
        y = columns.scale.at(event.at)
        if event.kind in {"exchange", "visit-emergency"}:
            drawn = contact_shape(event, x, y)
        else:
            drawn = rect(x - 6, y - 5, 12, 10, "tl-touch") + line(x - 3.5, y, x + 3.5, y, "tl-visit")
        columns.parts.append(mark(event, drawn, "tl-contact"))


def draw_scores(columns: Columns) -> None:
    """The main instrument on its bands, more severe further right; others as fine lines in columns of their own."""
    top, high = columns.scale.last, columns.scale.first - columns.scale.last
    for index, panel in enumerate(columns.panels):
        left, right = columns.score_edges(index)
        x_of = _across(panel, left, right)
        columns.parts.append(rect(left, top, right - left, high, "tl-ground"))
        for place, band in enumerate(panel.bands):
            shade = round(place * (SHADES - 1) / max(len(panel.bands) - 1, 1))
            css = f"tl-shade-{shade}" if band.checked else "tl-unchecked"
            wide = round(x_of(band.high) - x_of(band.low), 1)
            columns.parts.append(rect(x_of(band.low), top, wide, high, css))
        for target in panel.targets:
            x = x_of(target.value)
            columns.parts.append(line(x, top, x, top + high, "tl-target"))
        foot = columns.scale.first + 11
        if panel.range_known:
            columns.parts.append(text(left, foot, number(panel.lowest), "tl-axis"))
            columns.parts.append(text(right, foot, number(panel.highest), "tl-axis", "end"))
        columns.parts += _line(columns, panel, x_of, "tl-line-fine" if index else "tl-line")
        _points(columns, panel, x_of, right, fine=index > 0)


def _across(panel: Panel, left: float, right: float) -> Across:
    """Totals to the place across the column."""
    reach = panel.highest - panel.lowest or Decimal(1)
    return lambda total: round(left + float((total - panel.lowest) / reach) * (right - left), 1)


def _line(columns: Columns, panel: Panel, x_of: Across, css: str) -> list[str]:
    """The course of the score, downward into the past."""
    if len(panel.points) < 2:
        return []
    joined = " ".join(f"{x_of(p.total):g},{columns.scale.at(p.event.at):g}" for p in panel.points)
    return [f'<polyline class="{css}" points="{joined}"/>']


def _points(columns: Columns, panel: Panel, x_of: Across, right: float, *, fine: bool) -> None:
    """Every total a point, with its value where it has room; without a total, a mark outside the bands."""
    last = ABOVE
    for point in reversed(panel.points):
        x, y = x_of(point.total), columns.scale.at(point.event.at)
        css = "tl-harm" if point.harm else ("tl-point-fine" if fine else "tl-point")
        drawn = f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{2.4 if fine else 3.6}"/>'
        if y - last > (VALUES_APART * 3 if fine else VALUES_APART):
            value = number(point.total)
            beyond = x + 8 + width_of(value, NAME_SIZE) > right + 4
            css = "tl-value-fine" if fine else "tl-value-small"
            drawn += text(x - 6 if beyond else x + 6, y + 4, value, css, "end" if beyond else "")
            last = y
        columns.parts.append(mark(point.event, drawn, "tl-score"))
    for item in panel.untotalled:
        y = columns.scale.at(item.event.at)
        drawn = rect(right + 1.5, y - 3, 6, 6, "tl-harm" if item.harm else "tl-untotalled")
        columns.parts.append(mark(item.event, drawn, "tl-score"))
