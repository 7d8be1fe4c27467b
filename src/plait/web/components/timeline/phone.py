"""The timeline for a narrow screen: time runs down, newest first, strands are columns, the words stand beside them.

At the left the months; then medicines (a band's width is the dose), sessions, the score on its bands; at the right
what happened, in words, at its time. Words that come too close are moved apart and keep a fine line to their moment.
"""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import Event, Timeline
from plait.coordination.people.timeline_words import gettext
from plait.web.components.timeline.drawing import BOLD, Scale, hatch, line, shorten, text, width_of
from plait.web.components.timeline.phone_columns import COURSE_TRACK, DATES, WIDTH, Columns, lay_out
from plait.web.components.timeline.phone_strands import draw_contacts, draw_courses, draw_lanes, draw_scores
from plait.web.components.timeline.phone_words import draw_words, row_height, words_of

HEAD, FOOT = 46.0, 18.0
A_MONTH = 30.4
HEIGHT_OF_MONTH = {"3": 190.0, "12": 76.0, "36": 40.0, "all": 32.0}
SHORTEST, LONGEST = 420.0, 2600.0
NAME_HIGH, HEAD_SIZE, HEAD_GAP = 13.0, 12.0, 7.0
SLACK = 1.2  # so that words stay near their time


def render_phone(timeline: Timeline) -> SafeString:
    """The drawing, or nothing where there is nothing to draw."""
    if timeline.empty:
        return SafeString("")
    told = words_of(timeline)
    scale = Scale(timeline.frame, HEAD + _length(timeline, len(told)), HEAD)
    lower = _room_for_plans(scale, told)
    bottom = scale.first + lower
    columns = lay_out(timeline, Scale(timeline.frame, bottom, HEAD + lower))
    draw_lanes(columns)
    draw_courses(columns)
    draw_scores(columns)
    draw_contacts(columns, (*timeline.visits, *timeline.exchanges))
    below = draw_words(columns, told, HEAD)
    height = round(max(bottom, below) + FOOT)
    axis = _axis(columns, bottom)
    drawn = [_head(timeline, height), hatch(columns.hold), axis, *columns.parts, _heads(columns), _today(columns)]
    return SafeString("".join([*drawn, "</svg>"]))


def _length(timeline: Timeline, told: int) -> float:
    """Long enough for the months, and for the words that must stand beside them."""
    frame = timeline.frame
    months = (frame.end.utc - frame.start.utc).days / A_MONTH
    by_time = min(max(months * HEIGHT_OF_MONTH[frame.period], SHORTEST), LONGEST)
    return round(max(by_time, told * row_height(told) * SLACK))


def _room_for_plans(scale: Scale, told: list[Event]) -> float:
    """How much lower time must begin, so that the words of what is planned stand above the line of today."""
    needed = sum(event.ahead for event in told) * row_height(len(told)) + 6
    return max(0.0, round(needed - (scale.at(scale.frame.now) - HEAD))) if needed > 6 else 0.0


def _head(timeline: Timeline, height: int) -> str:
    """The opening of the drawing with its title and what it shows in words."""
    title = gettext("Timeline, newest first: medication, therapy and scores")
    return (
        f'<svg class="tl-svg tl-phone" viewBox="0 0 {WIDTH:g} {height}" role="group" '
        f'aria-labelledby="tl-phone-t" aria-describedby="tl-phone-d"><title id="tl-phone-t">{escape(title)}</title>'
        f'<desc id="tl-phone-d">{escape(timeline.summary)}</desc>'
    )


def _axis(columns: Columns, bottom: float) -> str:
    """A fine line and a name for each month, or quarter, or year; none where today is named."""
    parts = []
    last = -NAME_HIGH
    today = columns.scale.at(columns.scale.frame.now)
    for tick in reversed(columns.scale.frame.ticks):
        y = columns.scale.at(tick.at)
        parts.append(line(DATES - 2, y, columns.end, y, "tl-grid" if tick.label else "tl-grid tl-fine"))
        month, _, year = tick.brief.partition(" ")
        top, foot = (y - NAME_HIGH, y + NAME_HIGH) if year else (y - NAME_HIGH / 2, y + NAME_HIGH / 2)
        in_the_way = top < last or foot > bottom + 8 or (top < today + NAME_HIGH + 3 and today - 2 < foot)
        if not month or in_the_way:
            continue
        parts.append(text(0, y - 2 if year else y + 4, month, "tl-axis"))
        if year:
            parts.append(text(0, y + 11, year, "tl-axis"))
        last = foot
    return "".join(parts)


def _heads(columns: Columns) -> str:
    """The names of the strands over their columns, in turn on two rows so that they do not touch."""
    heads = []
    if columns.lanes:
        heads.append((columns.at_lanes, len(columns.lanes) * columns.track - 4, gettext("Medication"), "med"))
    if columns.courses:
        wide = len(columns.courses) * COURSE_TRACK
        heads.append((columns.at_courses, wide, gettext("Therapy"), "ther"))
    for index, panel in enumerate(columns.panels):
        left, right = columns.score_edges(index)
        heads.append((left, right - left, panel.name, "pers"))
    parts = []
    free = {14.0: 0.0, 30.0: 0.0}  # how far to the right each row of names is taken
    for x, wide, name, css in heads:
        long = width_of(name, HEAD_SIZE) * BOLD
        wanted = x + max(0.0, wide - long) if css == "pers" else x
        row = min(free, key=lambda y: (max(free[y] - wanted, 0.0), y))
        at = round(max(wanted, free[row]), 1)
        words = shorten(name, HEAD_SIZE * BOLD, columns.end - at)
        free[row] = at + min(long, columns.end - at) + HEAD_GAP
        parts.append(text(at, row, words, f"tl-strand-name tl-{css}-ink"))
        parts.append(line(x, HEAD - 8, x + wide, HEAD - 8, f"tl-rule-{css}"))
    return "".join(parts)


def _today(columns: Columns) -> str:
    """The line of today."""
    y = columns.scale.at(columns.scale.frame.now)
    return line(0, y, columns.end, y, "tl-today") + text(0, y + NAME_HIGH, gettext("today"), "tl-today-name")
