"""The words beside the narrow drawing: what changed and why, at its time, never on top of each other."""

from __future__ import annotations

from collections.abc import Sequence

from plait.coordination.people.timeline_types import Event, Timeline
from plait.web.components.timeline.drawing import mark, shorten, text
from plait.web.components.timeline.phone_columns import Columns

WORD_ROW = 31.0
WHAT_SIZE, WHY_SIZE = 11.5, 11.0
COLOUR = {"medication": "tl-med-ink", "therapy": "tl-ther-ink", "person": "tl-pers-ink", "contact": ""}


def words_of(timeline: Timeline) -> list[Event]:
    """What is worth words, newest first: every change of medication, what ended or began, harm, life, contact.

    Sessions and scores without an alarm are marks only; their words stand in the table.
    """
    start = timeline.frame.start
    return [event for event in timeline.events if _worth_words(event) and (event.until or event.at) >= start]


def _worth_words(event: Event) -> bool:
    """Whether an event has words of its own beside the drawing."""
    if event.strand == "medication" or event.alert:
        return True
    return event.kind in {"course", "course-end", "booked", "expected", "life", "exchange", "visit-emergency", "visit"}


def draw_words(columns: Columns, events: Sequence[Event], right: float) -> float:
    """Each event's words as near to its time as the others allow, tied to it by a fine line; gives where they end."""
    wanted = [min(max(columns.scale.at(event.at), columns.scale.last), columns.scale.first) for event in events]
    placed = spread(wanted, WORD_ROW, columns.scale.last + 6)
    left = columns.words + 6
    for event, moment, y in zip(events, wanted, placed, strict=True):
        css = "tl-alert-ink" if event.alert else COLOUR[event.strand]
        what = shorten(event.what, WHAT_SIZE, right - left)
        why = shorten(event.why or event.date, WHY_SIZE, right - left)
        tie = f'<path class="tl-tie" d="M{columns.words - 5:g} {moment:g}L{columns.words + 3:g} {y:g}"/>'
        drawn = tie + text(left, y + 2, what, f"tl-what {css}".strip()) + text(left, y + 15, why, "tl-why-words")
        columns.parts.append(mark(event, drawn, "tl-words"))
    return (placed[-1] + WORD_ROW) if placed else 0.0


def spread(wanted: Sequence[float], apart: float, least: float) -> list[float]:
    """Places in order, at least ``apart``, as near as possible to the wanted ones (blocks share their mean).

    Pool adjacent violators: the least sum of squared distances that keeps the order. None lies before ``least``.
    """
    blocks: list[list[float]] = []  # sum of (wanted - offset), count
    for index, place in enumerate(wanted):
        blocks.append([place - index * apart, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    placed: list[float] = []
    for total, count in blocks:
        for _ in range(int(count)):
            placed.append(round(max(total / count, least) + len(placed) * apart, 1))
    return placed
