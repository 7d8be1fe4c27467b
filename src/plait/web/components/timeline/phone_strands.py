"""The columns of the narrow drawing: medicines as bands as wide as the dose, sessions, and the score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

from plait.coordination.people.timeline_types import CourseLane, Event, Lane, Panel, Segment
from plait.coordination.people.timeline_words import number
from plait.web.components.timeline.drawing import line, mark, rect, shorten, text, width_of
from plait.web.components.timeline.phone_columns import Columns
from plait.web.components.timeline.wide_therapy import mark_size, session_shape

NAME_SIZE = 11.0
NAME_ROOM = 12.0
COURSE_TRACK = 20.0
SHADES = 5
ABOVE = -100.0  # above the sheet


def tracks_of(lanes: Sequence[Lane]) -> list[list[Lane]]:
    """Lanes that never overlap in time share a column."""
    tracks: list[list[Lane]] = []
    for lane in lanes:
        if not lane.segments:
            continue
        free = next((track for track in tracks if all(_apart(lane, other) for other in track)), None)
        if free is None:
            tracks.append([lane])
        else:
            free.append(lane)
    return tracks


def _apart(one: Lane, other: Lane) -> bool:
    """Whether two lanes never overlap."""
    return one.segments[-1].end <= other.segments[0].start or other.segments[-1].end <= one.segments[0].start


def draw_lanes(columns: Columns, lanes: Sequence[Lane]) -> None:
    """Every medicine a band that widens with its dose, with its name along it."""
    for index, track in enumerate(tracks_of(lanes)):
        left = columns.medicines + index * columns.track
        columns.parts.append(line(left + 0.5, columns.scale.last, left + 0.5, columns.scale.first, "tl-foot"))
        for lane in track:
            columns.parts.append(f'<g class="tl-lane tl-{lane.standing}">')
            for segment in lane.segments:
                drawn = _layers(columns, segment, left)
                columns.parts.append(mark(segment.event, drawn, "tl-band"))
            columns.parts += [_change(columns, event, left) for event in lane.marks]
            columns.parts.append(_name(columns, lane, left))
            columns.parts.append("</g>")


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


def _name(columns: Columns, lane: Lane, left: float) -> str:
    """The medicine's name along its band, read upward, where the band is long enough."""
    top, bottom = columns.scale.at(lane.segments[-1].end), columns.scale.at(lane.segments[0].start)
    if columns.track < NAME_ROOM - 3 or bottom - top < 24:
        return ""
    size = min(NAME_SIZE, columns.track)
    words = shorten(lane.name, size, bottom - top - 8)
    x, y = round(left + min(columns.track, 16) - 4, 1), round(top + 5 + width_of(words, size), 1)
    return f'<text class="tl-along" transform="translate({x:g} {y:g}) rotate(-90)">{escape(words)}</text>'


def draw_courses(columns: Columns, courses: Sequence[CourseLane]) -> None:
    """Each course a line downward, each session a mark on it."""
    for index, course in enumerate(courses):
        x = columns.courses + index * COURSE_TRACK + COURSE_TRACK / 2
        top, bottom = columns.scale.at(course.end), columns.scale.at(course.start)
        band = rect(x - 5, top, 10, max(round(bottom - top, 1), 4), "tl-course", more=' rx="5"')
        columns.parts.append(mark(course.event, band, "tl-session") if course.event else band)
        places = [-columns.scale.at(item.event.at) for item in course.marks]
        size = mark_size(places)
        for item in course.marks:
            drawn = session_shape(item, x, columns.scale.at(item.event.at), size)
            columns.parts.append(mark(item.event, drawn, "tl-session"))
        for event in course.ahead:
            y = columns.scale.at(event.at)
            drawn = f'<circle class="tl-next" cx="{x:g}" cy="{y:g}" r="5"/>'
            columns.parts.append(mark(event, drawn, "tl-session"))


def draw_scores(columns: Columns, panels: Sequence[Panel]) -> None:
    """The main instrument on its bands, more severe further right; the others as fine lines on their own range."""
    if not panels:
        return
    main = panels[0]
    top, high = columns.scale.last, columns.scale.first - columns.scale.last
    x_of = _across(columns, main)
    columns.parts.append(rect(columns.scores, top, columns.scores_wide, high, "tl-ground"))
    for index, band in enumerate(main.bands):
        left, right = x_of(band.low), x_of(band.high)
        shade = round(index * (SHADES - 1) / max(len(main.bands) - 1, 1))
        css = f"tl-shade-{shade}" if band.checked else "tl-unchecked"
        columns.parts.append(rect(left, top, round(right - left, 1), high, css))
    for target in main.targets:
        columns.parts.append(line(x_of(target.value), top, x_of(target.value), top + high, "tl-target"))
    for panel in panels[1:]:
        columns.parts += _line(columns, panel, _across(columns, panel), "tl-line-fine")
    columns.parts += _line(columns, main, x_of, "tl-line")
    for panel in panels:
        _points(columns, panel, _across(columns, panel), fine=panel is not main)


def _across(columns: Columns, panel: Panel) -> Callable[[Decimal], float]:
    """Totals to the place across the column."""
    reach = panel.highest - panel.lowest or Decimal(1)
    return lambda total: round(columns.scores + float((total - panel.lowest) / reach) * columns.scores_wide, 1)


def _line(columns: Columns, panel: Panel, x_of: Callable[[Decimal], float], css: str) -> list[str]:
    """The course of the score, downward into the past."""
    if len(panel.points) < 2:
        return []
    joined = " ".join(f"{x_of(p.total):g},{columns.scale.at(p.event.at):g}" for p in panel.points)
    return [f'<polyline class="{css}" points="{joined}"/>']


def _points(columns: Columns, panel: Panel, x_of: Callable[[Decimal], float], *, fine: bool) -> None:
    """Every total a point, the main ones with their value where it has room; without a total, a mark at the edge."""
    last = ABOVE
    for point in reversed(panel.points):
        x, y = x_of(point.total), columns.scale.at(point.event.at)
        css = "tl-harm" if point.harm else ("tl-point-fine" if fine else "tl-point")
        drawn = f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{2.2 if fine else 3.6}"/>'
        if not fine and y - last > 20:
            value = number(point.total)
            beyond = x + 8 + width_of(value, NAME_SIZE) > columns.scores + columns.scores_wide
            drawn += text(x - 7 if beyond else x + 7, y + 4, value, "tl-value-small", "end" if beyond else "")
            last = y
        columns.parts.append(mark(point.event, drawn, "tl-score"))
    for item in panel.untotalled:
        y = columns.scale.at(item.event.at)
        drawn = rect(columns.scores + columns.scores_wide + 1, y - 3, 6, 6, "tl-harm" if item.harm else "tl-untotalled")
        columns.parts.append(mark(item.event, drawn, "tl-score"))
