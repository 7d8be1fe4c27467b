"""The medication strand of the wide drawing: bands as high as the dose, and a dot for every reason."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plait.coordination.people.timeline_types import Event, Lane, Segment
from plait.web.components.timeline.drawing import Room, line, mark, rect, shorten, text, width_of
from plait.web.components.timeline.wide_paper import Paper

ROOMY, CLOSE = 34.0, 24.0
MANY_LANES = 6
DOSE_SIZE = 12.5
DOT, DOTS_BELOW = 3.0, 7.0
LEAST_APART = 7.0


def draw_lanes(paper: Paper, lanes: Sequence[Lane]) -> None:
    """Every medicine in a row of its own; with many, the rows are lower."""
    full = CLOSE if len(lanes) > MANY_LANES else ROOMY
    for lane in lanes:
        tall = paper.label(lane.name, lane.detail, "" if lane.current else "tl-past")
        bottom = paper.y + full + 2
        paper.parts.append(f'<g class="tl-lane tl-{lane.standing}">')
        _usual_range(paper, lane, bottom, full)
        _bands(paper, lane, bottom, full)
        paper.parts.append("</g>")
        paper.y += max(tall + 6, full + 2 + DOTS_BELOW + DOT + 8)


def _usual_range(paper: Paper, lane: Lane, bottom: float, full: float) -> None:
    """Two fine lines where a checked fact names the usual range; what lies above this person's highest is not drawn."""
    if lane.usual is None or not lane.segments:
        return
    left, right = paper.scale.at(lane.segments[0].start), paper.scale.at(lane.segments[-1].end)
    drawn = []
    for share in (lane.usual.low, lane.usual.high):
        if 0 < share <= 1:
            y = round(bottom - float(share) * full, 1)
            drawn.append(line(left, y, right, y, "tl-usual"))
    if drawn:
        paper.parts.append(f"<g><title>{escape(lane.usual.words)}</title>{''.join(drawn)}</g>")


def _bands(paper: Paper, lane: Lane, bottom: float, full: float) -> None:
    """The stretches of a medicine, each one link with its dose and the dot of its reason; then what ends it."""
    dots = _dots(paper, lane.marks, bottom)
    room = Room()
    drawn: set[str] = set()
    for index, segment in enumerate(lane.segments):
        parts = [_layers(paper, segment, bottom, full), _label(paper, lane, index, bottom, room)]
        if segment.event.anchor not in drawn:
            parts.append(dots.pop(segment.event.anchor, ""))
        drawn.add(segment.event.anchor)
        paper.parts.append(mark(segment.event, "".join(parts), "tl-band"))
    left_over = {event.anchor: event for event in lane.marks}
    for anchor, dot in dots.items():
        paper.parts.append(mark(left_over[anchor], dot, "tl-band"))


def _dots(paper: Paper, marks: Sequence[Event], bottom: float) -> dict[str, str]:
    """A dot under each change, a bar under each stop; neighbours are moved apart."""
    found: dict[str, str] = {}
    y = bottom + DOTS_BELOW
    last = -LEAST_APART
    for event in marks:
        x = max(paper.scale.at(event.at), last + LEAST_APART)
        last = x
        if event.kind == "stop":
            found[event.anchor] = rect(x - 1.5, y - 4, 3, 8, "tl-stop")
        else:
            found[event.anchor] = f'<circle class="tl-why" cx="{x:g}" cy="{y:g}" r="{DOT:g}"/>'
    return found


def _layers(paper: Paper, segment: Segment, bottom: float, full: float) -> str:
    """The orders of a stretch on top of each other; what lies ahead of today is paler."""
    now = paper.scale.frame.now
    halves = ((segment.start, min(segment.end, now), ""), (max(segment.start, now), segment.end, " tl-ahead"))
    parts = []
    for start, end, ahead in halves:
        if not start < end:
            continue
        left, right = paper.scale.at(start), paper.scale.at(end)
        for layer in segment.layers:
            high = max(round(float(layer.share) * full, 1), 1.5)
            top = round(bottom - float(layer.base) * full - high, 1)
            more = f' fill="url(#{paper.hold})"' if layer.kind == "hold" else ""
            unsure = " tl-unsure" if segment.uncertain else ""
            parts.append(
                rect(left, top, max(round(right - left, 1), 1.5), high, f"tl-{layer.kind}{ahead}{unsure}", more=more)
            )
    return "".join(parts)


def _label(paper: Paper, lane: Lane, index: int, bottom: float, room: Room) -> str:
    """The dose inside its band; where it has no room it is left to the mark's title and the table."""
    segment = lane.segments[index]
    left = paper.scale.at(segment.start) + 6
    wide = width_of(segment.label, DOSE_SIZE)
    following = lane.segments[index + 1] if index + 1 < len(lane.segments) else None
    edge = paper.scale.at(following.start) if following else paper.right + 60
    if following and following.label == segment.label and segment.uncertain:
        return ""
    if left + wide > edge - 2 or not room.claim(left, 0, wide + 4, 10):
        return ""
    return text(left, bottom - 5, shorten(segment.label, DOSE_SIZE, paper.width - left), "tl-dose")
