"""The words beside the narrow drawing: what changed and why, at its time, never on top of each other."""

from __future__ import annotations

from collections.abc import Sequence

from plait.clinical.moment import Instant
from plait.coordination.people.timeline_types import Event, Timeline
from plait.coordination.people.timeline_words import gettext
from plait.web.components.timeline.drawing import BOLD, mark, rect, shorten, shorten_pair, text
from plait.web.components.timeline.phone_columns import Columns

ROOMY_ROW, CLOSE_ROW = 32.0, 19.0
MANY_WORDS = 36
AS_IT_STANDS = 1e6  # the weight of what must not be moved
WHAT_SIZE, WHY_SIZE = 11.5, 11.0
COLOUR = {"medication": "tl-med-ink", "therapy": "tl-ther-ink", "person": "tl-pers-ink", "contact": ""}
WORDY = frozenset({"course", "course-end", "booked", "expected", "life", "exchange", "visit-emergency"})


def words_of(timeline: Timeline) -> list[Event]:
    """What is worth words, newest first: every change of medication, what began or ended, harm, life, talks.

    Sessions, visits and scores without an alarm are marks only; their words stand in the table. With many, the talks
    between clinicians are marks only, too.
    """
    told = [event for event in timeline.events if _worth_words(event)]
    return [event for event in told if event.kind != "exchange"] if len(told) > MANY_WORDS else told


def _worth_words(event: Event) -> bool:
    """Whether an event has words of its own beside the drawing."""
    return event.strand == "medication" or event.alert or event.kind in WORDY


def _second_line(event: Event, start: Instant) -> str:
    """The reason, else the date; of what began before the drawing does, since when."""
    if event.strand == "medication" and event.at < start:
        return gettext("since %(date)s") % {"date": event.date}
    return event.why or event.date


def row_height(told: int) -> float:
    """How much room one event's words take; with many, the reason is left to the table."""
    return CLOSE_ROW if told > MANY_WORDS else ROOMY_ROW


def draw_words(columns: Columns, events: Sequence[Event], top: float) -> float:
    """Each event's words as near to its time as the others allow, tied to it by a fine line; gives where they end.

    No words stand above ``top``.
    """
    scale = columns.scale
    row = row_height(len(events))
    wanted = [min(max(scale.at(event.at), scale.last), scale.first) for event in events]
    placed = _around_today(wanted, row, columns, top)
    left, room = columns.at_words + 7, columns.end - columns.at_words - 7
    for event, moment, y in zip(events, wanted, placed, strict=True):
        css = "tl-alert-ink" if event.alert else COLOUR[event.strand]
        drawn = f'<path class="tl-tie" d="M{columns.at_words - 5:g} {moment:g}L{columns.at_words + 4:g} {y:g}"/>'
        if event.kind == "life" and event.until is not None:
            top = max(scale.at(event.until), scale.last)
            drawn += rect(columns.at_words - 7, top, 3, max(round(moment - top, 1), 3), "tl-life-span")
        drawn += text(left, y + 4, shorten_pair(*event.brief, WHAT_SIZE, room / BOLD), f"tl-what {css}".strip())
        if row == ROOMY_ROW:
            drawn += text(left, y + 17, shorten(_second_line(event, scale.frame.start), WHY_SIZE, room), "tl-why-words")
        columns.parts.append(mark(event, drawn, "tl-words"))
    return (placed[-1] + row) if placed else 0.0


def _around_today(wanted: list[float], row: float, columns: Columns, top: float) -> list[float]:
    """Places that keep the line of today free."""
    today = columns.scale.at(columns.scale.frame.now)
    index = sum(place < today for place in wanted)
    weights = [1.0] * len(wanted)
    placed = spread(
        [*wanted[:index], today, *wanted[index:]],
        [*weights[:index], AS_IT_STANDS, *weights[index:]],
        row,
        top + 6,
    )
    return placed[:index] + placed[index + 1 :]


def spread(wanted: Sequence[float], weights: Sequence[float], apart: float, least: float) -> list[float]:
    """Places in order, at least ``apart``, as near as possible to the wanted ones (blocks share their mean).

    Pool adjacent violators: the least weighted sum of squared distances that keeps the order. None lies before
    ``least``.
    """
    blocks: list[tuple[float, float, int]] = []  # weighted sum of (wanted - offset), weight, count
    for index, (place, weight) in enumerate(zip(wanted, weights, strict=True)):
        block = ((place - index * apart) * weight, weight, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    placed: list[float] = []
    for total, weight, size in blocks:
        for _ in range(size):
            placed.append(round(max(total / weight, least) + len(placed) * apart, 1))
    return placed
