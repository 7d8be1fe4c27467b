"""The timeline as one wide drawing: time runs to the right, one strand under the other.

``render_wide`` makes SVG of any width in units: 1180 for a desk, less for a tablet and for paper. Rows are as high as
their content needs. Colours and fonts come from timeline.css by class; geometry alone stands in attributes.
"""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import Timeline
from plait.coordination.people.timeline_words import day_words, gettext
from plait.web.components.timeline.drawing import Room, Scale, hatch, line, text, width_of
from plait.web.components.timeline.wide_medication import draw_lanes
from plait.web.components.timeline.wide_paper import Paper
from plait.web.components.timeline.wide_person import draw_life_events, draw_scores
from plait.web.components.timeline.wide_therapy import draw_courses, draw_row

DESK, TABLET = 1180, 760
WIDE_GUTTER, NARROW_GUTTER = 196, 164
WIDE_MARGIN, NARROW_MARGIN = 98, 82
TOP = 52
AXIS_SIZE = 12.0


def render_wide(timeline: Timeline, *, width: int = DESK) -> SafeString:
    """The drawing, or nothing where there is nothing to draw."""
    if timeline.empty:
        return SafeString("")
    desk = width >= DESK
    gutter, margin = (WIDE_GUTTER, WIDE_MARGIN) if desk else (NARROW_GUTTER, NARROW_MARGIN)
    scale = Scale(timeline.frame, gutter, width - margin)
    paper = Paper(scale, gutter=gutter, right=width - margin, width=width, hold=f"tl-hold-{width}", y=TOP)
    _draw_strands(paper, timeline)
    height = round(paper.y + 8)
    return SafeString(
        "".join(
            [
                _head(timeline, width, height),
                hatch(paper.hold),
                _axis(paper, height),
                *paper.parts,
                _today(paper, height),
                "</svg>",
            ]
        )
    )


def _draw_strands(paper: Paper, timeline: Timeline) -> None:
    """Medication, contacts, therapy, the person: from top to bottom."""
    with paper.strand("med", gettext("Medication")):
        draw_lanes(paper, timeline.lanes)
        paper.note(timeline.quiet.get("medication", ""))
    if timeline.exchanges or timeline.visits:
        with paper.strand("contact", ""):
            draw_row(paper, timeline.exchanges, gettext("Clinicians talked"))
            draw_row(paper, timeline.visits, gettext("Visits"))
    with paper.strand("ther", gettext("Therapy")):
        draw_courses(paper, timeline.courses)
        paper.note(timeline.quiet.get("therapy", ""))
    with paper.strand("pers", timeline.called or gettext("The person")):
        draw_scores(paper, timeline.panels)
        paper.note(timeline.quiet.get("person", ""))
        draw_life_events(paper, timeline.life_events)


def _head(timeline: Timeline, width: int, height: int) -> str:
    """The opening of the drawing with its title and what it shows in words."""
    kind = "desk" if width >= DESK else "tablet"
    name = f"tl-{kind}"
    title = gettext("Timeline: medication, therapy and scores on one time axis")
    return (
        f'<svg class="tl-svg tl-{kind}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(timeline.summary)}</desc>'
    )


def _axis(paper: Paper, height: int) -> str:
    """Lines and names of months; a name that would lie on another, or on today, is left out."""
    parts = []
    room = Room()
    ticks = paper.scale.frame.ticks
    for tick in ticks:
        x = paper.scale.at(tick.at)
        parts.append(line(x, TOP - 12, x, height - 4, "tl-grid" if tick.label else "tl-grid tl-fine"))
    for tick in sorted(ticks, key=lambda tick: len(tick.label), reverse=True):  # names with a year have precedence
        x, wide = paper.scale.at(tick.at), width_of(tick.label, AXIS_SIZE)
        if tick.label and x + wide <= paper.width and room.claim(x, 0, wide + 8, 1):
            parts.append(text(x + 4, 16, tick.label, "tl-axis"))
    return "".join(parts)


def _today(paper: Paper, height: int) -> str:
    """The line of today, named at its head."""
    frame = paper.scale.frame
    x = paper.scale.at(frame.now)
    words = gettext("today, %(date)s") % {"date": day_words(frame.now.day(frame.zone))}
    return line(x, TOP - 12, x, height - 4, "tl-today") + text(x, TOP - 17, words, "tl-today-name", "end")
