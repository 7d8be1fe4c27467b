"""The timeline for a narrow screen: time runs down, newest first, strands are columns, the words stand beside them.

At the left the months; then medicines (a band's width is the dose), sessions, the score on its bands; at the right
what happened, in words, at its time. Words that come too close are moved apart and keep a fine line to their moment.
"""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plait.coordination.people.timeline_types import Timeline
from plait.coordination.people.timeline_words import day_words
from plait.web.components.timeline.drawing import Scale, hatch, line, text
from plait.web.components.timeline.phone_columns import Columns
from plait.web.components.timeline.phone_strands import draw_courses, draw_lanes, draw_scores, tracks_of
from plait.web.components.timeline.phone_words import WORD_ROW, draw_words, words_of

WIDTH = 360
DATES, EDGE, BETWEEN = 36.0, 4.0, 9.0
LEAST_WORDS = 122.0
TRACK_WIDEST, TRACK_NARROWEST = 30.0, 9.0
COURSE_TRACK, SCORES = 20.0, 72.0
HEAD, FOOT = 44.0, 12.0
A_MONTH = 30.4
HEIGHT_OF_MONTH = {"3": 190.0, "12": 78.0, "36": 38.0, "all": 32.0}
SHORTEST, LONGEST = 420.0, 3600.0


def render_phone(timeline: Timeline) -> SafeString:
    """The drawing, or nothing where there is nothing to draw."""
    if timeline.empty:
        return SafeString("")
    told = words_of(timeline)
    length = _length(timeline, len(told))
    scale = Scale(timeline.frame, HEAD + length, HEAD)
    columns = _columns(timeline, scale)
    draw_lanes(columns, timeline.lanes)
    draw_courses(columns, timeline.courses)
    draw_scores(columns, timeline.panels)
    below = draw_words(columns, told, WIDTH - EDGE)
    height = round(max(HEAD + length, below) + FOOT)
    return SafeString(
        "".join(
            [
                _head(timeline, height),
                hatch(columns.hold),
                _axis(columns, HEAD + length),
                *columns.parts,
                _heads(columns, timeline),
                _today(columns),
                "</svg>",
            ]
        )
    )


def _length(timeline: Timeline, told: int) -> float:
    """Long enough for the months, and for the words that must stand beside them."""
    frame = timeline.frame
    months = (frame.end.utc - frame.start.utc).days / A_MONTH
    wanted = max(months * HEIGHT_OF_MONTH[frame.period], told * WORD_ROW * 1.02)
    return round(min(max(wanted, SHORTEST), max(LONGEST, told * WORD_ROW * 1.02)))


def _columns(timeline: Timeline, scale: Scale) -> Columns:
    """Share the width: words keep what they need, medicines take what is left."""
    tracks = len(tracks_of(timeline.lanes))
    courses = len(timeline.courses)
    scores_wide = SCORES if timeline.panels else 0.0
    fixed = courses * COURSE_TRACK + (BETWEEN if courses else 0) + scores_wide + (BETWEEN if scores_wide else 0)
    left = WIDTH - EDGE - DATES - fixed - LEAST_WORDS - BETWEEN
    track = min(TRACK_WIDEST, max(TRACK_NARROWEST, left / tracks)) if tracks else 0.0
    x = DATES + tracks * track + (BETWEEN if tracks else 0)
    scores = x + courses * COURSE_TRACK + (BETWEEN if courses else 0)
    words = scores + scores_wide + (BETWEEN if scores_wide else 0)
    return Columns(scale, DATES, track, tracks, x, scores, scores_wide, words)


def _head(timeline: Timeline, height: int) -> str:
    """The opening of the drawing with its title and what it shows in words."""
    title = gettext("Timeline, newest first: medication, therapy and scores")
    return (
        f'<svg class="tl-svg tl-phone" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-labelledby="tl-phone-t" aria-describedby="tl-phone-d"><title id="tl-phone-t">{escape(title)}</title>'
        f'<desc id="tl-phone-d">{escape(timeline.summary)}</desc>'
    )


def _axis(columns: Columns, bottom: float) -> str:
    """A fine line and a name for each month, or quarter, or year."""
    parts = []
    last = -20.0
    today = columns.scale.at(columns.scale.frame.now)
    for tick in reversed(columns.scale.frame.ticks):
        y = columns.scale.at(tick.at)
        parts.append(line(DATES - 2, y, WIDTH - EDGE, y, "tl-grid" if tick.label else "tl-grid tl-fine"))
        if not tick.label or y - last < 13 or abs(y - today) < 12 or y > bottom - 2:
            continue
        month, _, year = tick.label.partition(" ")
        parts.append(text(0, y - 3 if year else y + 4, month, "tl-axis"))
        if year:
            parts.append(text(0, y + 9, year, "tl-axis"))
        last = y + (9 if year else 0)
    return "".join(parts)


def _heads(columns: Columns, timeline: Timeline) -> str:
    """The names of the strands over their columns, on two rows so that they do not touch."""
    parts = []
    if columns.tracks:
        parts.append(text(columns.medicines, 14, gettext("Medication"), "tl-strand-name tl-med-ink"))
        end = columns.medicines + columns.tracks * columns.track
        parts.append(line(columns.medicines, HEAD - 6, end, HEAD - 6, "tl-rule-med"))
    if timeline.courses:
        end = columns.courses + len(timeline.courses) * COURSE_TRACK
        parts.append(text(columns.courses, 30, gettext("Therapy"), "tl-strand-name tl-ther-ink"))
        parts.append(line(columns.courses, HEAD - 6, end, HEAD - 6, "tl-rule-ther"))
    if timeline.panels:
        parts.append(text(columns.scores, 14, timeline.panels[0].name, "tl-strand-name tl-pers-ink"))
        end = columns.scores + columns.scores_wide
        parts.append(line(columns.scores, HEAD - 6, end, HEAD - 6, "tl-rule-pers"))
    return "".join(parts)


def _today(columns: Columns) -> str:
    """The line of today."""
    frame = columns.scale.frame
    y = columns.scale.at(frame.now)
    words = gettext("today, %(date)s") % {"date": day_words(frame.now.day(frame.zone))}
    return line(0, y, WIDTH - EDGE, y, "tl-today") + text(WIDTH - EDGE, y - 5, words, "tl-today-name", "end")
