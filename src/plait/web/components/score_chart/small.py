"""A small chart of one instrument, one of many on the same axis: how it went, and where a total is missing."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from plait.coordination.people.timeline_types import Frame, Panel
from plait.coordination.people.timeline_words import day_words, gettext, number
from plait.web.components.timeline.drawing import Scale, line, rect, text

WIDTH, HEIGHT = 320, 118
LEFT, RIGHT, TOP, FOOT = 30, 300, 12, 84


def render_small(panel: Panel, frame: Frame) -> SafeString:
    """The chart, with its words for who cannot see it. All small ones of a page share the frame."""
    scale = Scale(frame, LEFT, RIGHT)
    reach = float(panel.highest - panel.lowest) or 1.0

    def height(total: object) -> float:
        return round(FOOT - (float(total) - float(panel.lowest)) / reach * (FOOT - TOP), 1)  # type: ignore[arg-type]

    parts = [line(LEFT, FOOT, RIGHT, FOOT, "tl-foot"), line(LEFT, TOP, RIGHT, TOP, "tl-foot")]
    parts += [line(LEFT, height(t.value), RIGHT, height(t.value), "tl-target") for t in panel.targets]
    places = [(scale.at(point.event.at), height(point.total)) for point in panel.points]
    if len(places) > 1:
        joined = " ".join(f"{x:g},{y:g}" for x, y in places)
        parts.append(f'<polyline class="tl-line" points="{joined}"/>')
    parts += [
        f'<circle class="{"tl-harm" if point.harm else "tl-point"}" cx="{x:g}" cy="{y:g}" r="3.2"/>'
        for point, (x, y) in zip(panel.points, places, strict=True)
    ]
    for missing in panel.untotalled:
        css = "tl-harm" if missing.harm else "tl-untotalled"
        parts.append(rect(scale.at(missing.event.at) - 3, FOOT + 7, 6, 6, css))
    for total, y in ((panel.highest, TOP + 4), (panel.lowest, FOOT + 4)):
        parts.append(text(LEFT - 5, y, number(total), "tl-axis", "end"))
    parts.append(text(LEFT, HEIGHT - 4, day_words(frame.start.day(frame.zone)), "tl-axis"))
    parts.append(text(RIGHT, HEIGHT - 4, gettext("today"), "tl-axis", "end"))
    label = f"{panel.name}: {panel.detail}"
    return SafeString(  # numbers, classes, and words that were escaped
        f'<svg class="tl-svg sc-small" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )
