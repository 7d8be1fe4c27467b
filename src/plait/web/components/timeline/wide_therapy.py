"""The therapy strand of the wide drawing, and the rows of visits and of talks between the clinicians."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from plait.coordination.people.timeline_types import CourseLane, Event, SessionMark
from plait.web.components.timeline.drawing import line, mark, rect
from plait.web.components.timeline.wide_paper import Paper

LARGEST, SMALLEST = 5.0, 2.6
ROW = 26


def draw_courses(paper: Paper, courses: Sequence[CourseLane]) -> None:
    """Each course a line, each session a mark on it."""
    for course in courses:
        tall = paper.label(course.name, course.detail)
        y = paper.y + 12
        left, right = paper.scale.at(course.start), paper.scale.at(course.end)
        band = rect(left, y - 6, max(right - left, 4), 12, "tl-course", more=' rx="6"')
        paper.parts.append(mark(course.event, band, "tl-session") if course.event else band)
        size = mark_size([paper.scale.at(item.event.at) for item in course.marks])
        for item in course.marks:
            drawn = session_shape(item, paper.scale.at(item.event.at), y, size)
            paper.parts.append(mark(item.event, drawn, "tl-session"))
        for event in course.ahead:
            x = paper.scale.at(event.at)
            paper.parts.append(mark(event, f'<circle class="tl-next" cx="{x:g}" cy="{y:g}" r="5"/>', "tl-session"))
        if course.ended is not None:
            x = paper.scale.at(course.ended.at)
            paper.parts.append(mark(course.ended, rect(x - 1.5, y - 9, 3, 18, "tl-course-end"), "tl-session"))
        paper.y += max(tall + 8, 34)


def mark_size(places: Sequence[float]) -> float:
    """Marks as large as their distance allows: half of the usual gap between sessions."""
    gaps = sorted(abs(later - earlier) for earlier, later in pairwise(places))
    if not gaps:
        return LARGEST
    return round(min(LARGEST, max(SMALLEST, gaps[len(gaps) // 4] * 0.46)), 1)


def session_shape(item: SessionMark, x: float, y: float, size: float) -> str:
    """Filled: attended; open: cancelled late; a cross: not attended.

    Round: in person; square: by video; a triangle: by phone.
    """
    if item.attendance == "no-show":
        r = max(size - 0.8, 2.2)
        cross = f"M{x - r:g} {y - r:g}L{x + r:g} {y + r:g}M{x - r:g} {y + r:g}L{x + r:g} {y - r:g}"
        return f'<path class="tl-noshow" d="{cross}"/>'
    css = "tl-attended" if item.attendance == "attended" else "tl-late"
    if item.place == "video":
        side = round(size * 1.8, 1)
        return rect(round(x - side / 2, 1), round(y - side / 2, 1), side, side, css, more=' rx="1.2"')
    if item.place == "phone":
        r = size * 1.12
        return f'<path class="{css}" d="M{x:g} {y - r:g}L{x + r:g} {y + r * 0.8:g}L{x - r:g} {y + r * 0.8:g}z"/>'
    return f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{size:g}"/>'


def draw_row(paper: Paper, events: Sequence[Event], name: str) -> None:
    """A row of single marks: diamonds for talks, ticks for visits."""
    if not events:
        return
    paper.label("", name)
    y = paper.y + 8
    for event in events:
        paper.parts.append(mark(event, contact_shape(event, paper.scale.at(event.at), y), "tl-contact"))
    paper.y += ROW


def contact_shape(event: Event, x: float, y: float) -> str:
    """A diamond where clinicians talked, a tick for a visit, a thick one for an emergency."""
    if event.kind == "exchange":
        return f'<path class="tl-exchange" d="M{x:g} {y - 6:g}l5 6l-5 6l-5-6z"/>'
    if event.kind == "visit-emergency":
        return rect(x - 3, y - 7, 6, 14, "tl-emergency", more=' rx="1"')
    touch = rect(x - 5, y - 8, 10, 16, "tl-touch")
    return touch + line(x, y - 6, x, y + 6, "tl-visit")
