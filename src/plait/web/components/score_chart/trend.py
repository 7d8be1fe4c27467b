"""The trend of one instrument: its bands and its course above, what was done meanwhile below, on one time axis.

Made of the same parts as the timeline, so that both are read in the same way. Fine lines drop from every start, change
and stop through the scores. The two baselines are ringed and named. A total that is missing is a square below the
chart, with what was left out; nothing is ever drawn as zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from uuid import UUID

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import Event, Panel, Timeline
from plait.coordination.people.timeline_words import day_words, gettext
from plait.web.components.timeline.drawing import Room, Scale, hatch, line, text, width_of
from plait.web.components.timeline.wide_medication import draw_lanes
from plait.web.components.timeline.wide_paper import Paper
from plait.web.components.timeline.wide_person import Height, draw_main
from plait.web.components.timeline.wide_therapy import draw_courses

Form = Literal["desk", "tablet", "phone"]
# width, where time begins, room for the names of bands
SHAPES: dict[Form, tuple[int, int, int]] = {"desk": (1180, 196, 98), "tablet": (760, 164, 82), "phone": (360, 104, 8)}
TOP = 52
AXIS_SIZE, NAME_SIZE = 12.0, 11.5
RING = 7.5


@dataclass(frozen=True, slots=True)
class Ring:
    """A baseline: which response, and what it is the start of."""

    response_id: UUID
    words: str


def render_trend(timeline: Timeline, rings: Sequence[Ring], form: Form) -> SafeString:
    """The drawing; nothing where the instrument was not filled in within the period."""
    if not timeline.panels:
        return SafeString("")
    width, gutter, margin = SHAPES[form]
    paper = Paper(
        Scale(timeline.frame, gutter, width - margin),
        gutter=gutter,
        right=width - margin,
        width=width,
        hold=f"sc-hold-{form}",
        y=TOP,
    )
    panel = timeline.panels[0]
    with paper.strand("pers", timeline.called):
        top = paper.y
        y_of = draw_main(paper, panel)
        paper.parts += _drops(paper, timeline, top, y_of(panel.lowest))
        paper.parts += _rings(paper, panel, rings, y_of)
        paper.parts += _ends(paper, panel, y_of)
    if timeline.lanes:
        with paper.strand("med", gettext("Medication")):
            draw_lanes(paper, timeline.lanes)
    if timeline.courses:
        with paper.strand("ther", gettext("Therapy")):
            draw_courses(paper, timeline.courses)
    height = round(paper.y + 8)
    drawn = [_head(panel, form, width, height), hatch(paper.hold), _axis(paper, height), *paper.parts]
    return SafeString("".join([*drawn, _today(paper, height), "</svg>"]))


def _head(panel: Panel, form: Form, width: int, height: int) -> str:
    name = f"sc-trend-{form}"
    title = gettext("%(instrument)s over time, with medicines and sessions") % {"instrument": panel.name}
    return (
        f'<svg class="tl-svg tl-{form}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(panel.detail)}</desc>'
    )


def _drops(paper: Paper, timeline: Timeline, top: float, foot: float) -> Iterator[str]:
    """A fine line through the scores wherever treatment changed: what came before it, and what after."""
    for css, event in _changes(timeline):
        if timeline.frame.covers(event.at) and event.at >= timeline.frame.start:
            x = paper.scale.at(event.at)
            yield f"<g><title>{escape(event.sentence)}</title>{line(x, top, x, foot, f'sc-drop sc-{css}')}</g>"


def _changes(timeline: Timeline) -> Iterator[tuple[str, Event]]:
    for lane in timeline.lanes:
        yield from (("med", event) for event in lane.marks)
    for course in timeline.courses:
        if course.event is not None:
            yield "ther", course.event
        if course.ended is not None:
            yield "ther", course.ended


def _rings(paper: Paper, panel: Panel, rings: Sequence[Ring], y_of: Height) -> Iterator[str]:
    """The baselines, each ringed and named; of two on one total the words stand under each other."""
    room = Room()
    for ring in rings:
        point = next((one for one in panel.points if one.event.subject == ring.response_id), None)
        if point is None:
            continue
        x, y = paper.scale.at(point.event.at), y_of(point.total)
        yield f'<circle class="sc-ring" cx="{x:g}" cy="{y:g}" r="{RING}"/>'
        wide = width_of(ring.words, NAME_SIZE)
        left = min(max(x - wide / 2, paper.gutter + 2), paper.right - wide)
        for dy in (26, 40, -22, -36):
            if room.claim(left, y + dy - 10, wide, 12):
                yield text(round(left, 1), y + dy, ring.words, "sc-ring-name")
                break


def _ends(paper: Paper, panel: Panel, y_of: Height) -> Iterator[str]:
    """The ends of the instrument's range, in numbers at the left."""
    for total in (panel.lowest, panel.highest) if panel.range_known else ():
        yield text(paper.gutter - 5, y_of(total) + (0 if total == panel.lowest else 9), f"{total:f}", "tl-axis", "end")


def _axis(paper: Paper, height: int) -> str:
    """Lines and names of the months; a name that would lie on another is left out."""
    parts = []
    room = Room()
    for tick in paper.scale.frame.ticks:
        x = paper.scale.at(tick.at)
        parts.append(line(x, TOP - 12, x, height - 4, "tl-grid" if tick.label else "tl-grid tl-fine"))
    for tick in sorted(paper.scale.frame.ticks, key=lambda one: len(one.label), reverse=True):
        x = paper.scale.at(tick.at)
        label = tick.label if paper.width > SHAPES["phone"][0] else tick.brief
        wide = width_of(label, AXIS_SIZE)
        if label and x + wide <= paper.width and room.claim(x, 0, wide + 8, 1):
            parts.append(text(x + 4, 16, label, "tl-axis"))
    return "".join(parts)


def _today(paper: Paper, height: int) -> str:
    frame = paper.scale.frame
    x = paper.scale.at(frame.now)
    words = gettext("today, %(date)s") % {"date": day_words(frame.now.day(frame.zone))}
    return line(x, TOP - 12, x, height - 4, "tl-today") + text(x, TOP - 17, words, "tl-today-name", "end")
