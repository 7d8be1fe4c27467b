"""The person's strand of the wide drawing: scores on quiet bands, fine lines beneath, life events at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape

from plait.coordination.people.timeline_types import Event, Panel, Point
from plait.coordination.people.timeline_words import gettext, number
from plait.web.components.timeline.drawing import Room, line, mark, rect, shorten, text, width_of, wrap
from plait.web.components.timeline.wide_paper import Paper

MAIN_HEIGHT, FINE_HEIGHT = 190.0, 34.0
VALUE_SIZE, SMALL_SIZE, BAND_SIZE = 12.5, 12.0, 11.0
SHADES = 5
LIFE_ROWS, LIFE_ROW = 4, 17
BESIDE = ((8, -4, ""), (8, -16, ""), (-8, -8, "end"), (-8, 16, "end"), (8, 16, ""))  # tried in this order

Height = Callable[[Decimal], float]


def draw_scores(paper: Paper, panels: Sequence[Panel]) -> None:
    """The main instrument large, every other one as a fine line in a strip of its own, on its own range."""
    for index, panel in enumerate(panels):
        if index == 0:
            draw_main(paper, panel)
        else:
            _fine(paper, panel)


def _height(panel: Panel, top: float, tall: float) -> Height:
    """Totals to height: the lowest at the foot."""
    reach = panel.highest - panel.lowest or Decimal(1)
    return lambda total: round(top + tall - float((total - panel.lowest) / reach) * tall, 1)


def draw_main(paper: Paper, panel: Panel) -> Height:
    """Bands, lines to reach, the course of the score, each answer that spoke of self-harm; gives where a total lies."""
    paper.label(panel.name, panel.detail)
    top = paper.y
    y_of = _height(panel, top, MAIN_HEIGHT)
    room = Room()
    paper.parts.append(rect(paper.gutter, top, paper.right - paper.gutter, MAIN_HEIGHT, "tl-ground"))
    _bands(paper, panel, y_of)
    places = {p.event.anchor: (paper.scale.at(p.event.at), y_of(p.total)) for p in panel.points}
    for x, y in places.values():
        room.taken.append((x - 6, y - 6, x + 6, y + 6))
    _targets(paper, panel, y_of, room)
    paper.parts += _lines(panel.points, paper, y_of, "tl-line")
    _points(paper, panel, places, room)
    paper.y += MAIN_HEIGHT
    _untotalled(paper, panel)
    if panel.unchecked:
        paper.parts.append(text(paper.gutter + 4, paper.y + 13, panel.unchecked, "tl-detail"))
        paper.y += 16
    paper.y += 10
    return y_of


def _bands(paper: Paper, panel: Panel, y_of: Height) -> None:
    """Quiet shades, darker where more severe, named in the margin."""
    for index, band in enumerate(panel.bands):
        top, bottom = y_of(band.high), y_of(band.low)
        shade = round(index * (SHADES - 1) / max(len(panel.bands) - 1, 1))
        css = f"tl-shade-{shade}" if band.checked else "tl-unchecked"
        paper.parts.append(rect(paper.gutter, top, paper.right - paper.gutter, round(bottom - top, 1), css))
        if not band.name:
            continue
        x = paper.right + 8
        rows = wrap(band.name, BAND_SIZE, paper.width - x, 2 if bottom - top > 26 else 1)
        for row, words in enumerate(rows):
            y = (top + bottom) / 2 + 4 - 6.5 * (len(rows) - 1) + 13 * row
            paper.parts.append(text(x, round(y, 1), words, "tl-band-name"))


def _targets(paper: Paper, panel: Panel, y_of: Height, room: Room) -> None:
    """Dashed lines with their words just above."""
    for target in panel.targets:
        y = y_of(target.value)
        paper.parts.append(line(paper.gutter, y, paper.right, y, "tl-target"))
        wide = width_of(target.words, SMALL_SIZE)
        for x, dy in ((x, dy) for x in _along(paper, wide) for dy in (-4, 13)):
            if room.claim(x, y + dy - 11, wide, 13):
                paper.parts.append(text(x, y + dy, target.words, "tl-target-name"))
                break


def _along(paper: Paper, wide: float) -> Iterator[float]:
    """Places for words along a line, from the left."""
    x = paper.gutter + 6
    while x + wide < paper.right:
        yield x
        x += 40


def _lines(points: Sequence[Point], paper: Paper, y_of: Height, css: str) -> list[str]:
    """The course of the score."""
    if len(points) < 2:
        return []
    joined = " ".join(f"{paper.scale.at(p.event.at):g},{y_of(p.total):g}" for p in points)
    return [f'<polyline class="{css}" points="{joined}"/>']


def _points(paper: Paper, panel: Panel, places: dict[str, tuple[float, float]], room: Room) -> None:
    """Every total a point; harm in words first, then baseline, latest, highest and lowest value where there is room."""
    words: dict[str, str] = {}
    for point in _harm_first(panel.points):
        x, y = places[point.event.anchor]
        words[point.event.anchor] = _beside(x, y, point.harm, paper, room)
    for point in _worth_a_number(panel):
        x, y = places[point.event.anchor]
        value = number(point.total)
        wide = width_of(value, VALUE_SIZE)
        for dy in (-9.0, 18.0):
            if room.claim(x - wide / 2, y + dy - 11, wide, 12):
                number_drawn = text(x, y + dy, value, "tl-value", "middle")
                words[point.event.anchor] = words.get(point.event.anchor, "") + number_drawn
                break
    for point in panel.points:
        x, y = places[point.event.anchor]
        dot = f'<circle class="{"tl-harm" if point.harm else "tl-point"}" cx="{x:g}" cy="{y:g}" r="3.8"/>'
        paper.parts.append(mark(point.event, dot + words.get(point.event.anchor, ""), "tl-score"))


def _harm_first(points: Iterable[Point]) -> list[Point]:
    """Points that speak of self-harm, the latest first: it must have its words."""
    return [point for point in reversed(list(points)) if point.harm]


def _worth_a_number(panel: Panel) -> list[Point]:
    """The totals that are written out: latest, baseline, highest, lowest."""
    if not panel.points:
        return []
    chosen = [panel.points[-1]]
    if panel.baseline is not None:
        chosen.append(panel.baseline)
    chosen += [max(panel.points, key=lambda p: p.total), min(panel.points, key=lambda p: p.total)]
    return list(dict.fromkeys(chosen))


def _beside(x: float, y: float, words: str, paper: Paper, room: Room, *, css: str = "tl-harm-words") -> str:
    """Words beside a point, where they are free; nothing where they are not."""
    wide = width_of(words, SMALL_SIZE)
    places = [
        (x + 8, y - 4, ""),
        (x + 8, y - 16, ""),
        (x - 8, y - 8, "end"),
        (x - 8, y + 16, "end"),
        (x + 8, y + 16, ""),
    ]
    for tx, ty, anchor in places:
        left = tx - wide if anchor else tx
        if left >= paper.gutter and left + wide <= paper.right and room.claim(left, ty - 11, wide, 13):
            return text(tx, ty, words, css, anchor)
    return ""


def _untotalled(paper: Paper, panel: Panel) -> None:
    """Filled in, no total: a mark below the panel, where it cannot be read as a low score."""
    if not panel.untotalled:
        return
    paper.parts.append(text(paper.gutter - 12, paper.y + 14, gettext("no total"), "tl-detail", "end"))
    room = Room()
    y = paper.y + 10
    for item in panel.untotalled:
        x = paper.scale.at(item.event.at)
        drawn = rect(x - 3.5, y - 3.5, 7, 7, "tl-harm" if item.harm else "tl-untotalled")
        if item.harm or item.why:
            css = "tl-harm-words" if item.harm else "tl-detail"
            drawn += _beside(x, y + 8, item.harm or item.why, paper, room, css=css)
        paper.parts.append(mark(item.event, drawn, "tl-score"))
    paper.y += 20


def _fine(paper: Paper, panel: Panel) -> None:
    """Another instrument: a fine line on its own range, not on the bands of the main one."""
    tall = paper.label(panel.name, panel.detail, "tl-second")
    y_of = _height(panel, paper.y + 4, FINE_HEIGHT)
    foot = paper.y + 4 + FINE_HEIGHT
    words = gettext("%(low)s to %(high)s") % {"low": number(panel.lowest), "high": number(panel.highest)}
    paper.parts.append(f"<g><title>{escape(words)}</title>{line(paper.gutter, foot, paper.right, foot, 'tl-foot')}</g>")
    paper.parts += _lines(panel.points, paper, y_of, "tl-line-fine")
    for index, point in enumerate(panel.points):
        x, y = paper.scale.at(point.event.at), y_of(point.total)
        drawn = f'<circle class="{"tl-harm" if point.harm else "tl-point-fine"}" cx="{x:g}" cy="{y:g}" r="2.6"/>'
        if index == len(panel.points) - 1:
            drawn += text(x + 7, y + 4, number(point.total), "tl-value-fine")
        paper.parts.append(mark(point.event, drawn, "tl-score"))
    paper.y += max(tall, FINE_HEIGHT + 8)
    _untotalled(paper, panel)
    paper.y += 8


def draw_life_events(paper: Paper, events: Sequence[Event]) -> None:
    """What happened in this life, in words, on as many rows as they need; a partial date is a span."""
    if not events:
        return
    tall = paper.label("", gettext("Life"))
    room = Room()
    used = 1
    top = paper.y
    for event in events:
        left = max(paper.scale.at(event.at), paper.gutter)
        right = min(paper.scale.at(event.until), paper.right) if event.until else left
        words = shorten(event.what, SMALL_SIZE, paper.width - paper.gutter - 40)
        wide = width_of(words, SMALL_SIZE)
        before = left + wide + 8 > paper.width
        begin = left - wide - 8 if before else left
        long = max(wide + 12, right - left + 8)
        row = next((r for r in range(LIFE_ROWS) if room.claim(begin, r * LIFE_ROW, long, 12)), None)
        y = top + (row or 0) * LIFE_ROW
        drawn = _life_shape(left, right, y, span=event.until is not None)
        if row is not None:
            drawn += text(left - 5 if before else left + 5, y + 12, words, "tl-life-words", "end" if before else "")
            used = max(used, row + 1)
        paper.parts.append(mark(event, drawn, "tl-life"))
    paper.y += max(tall, used * LIFE_ROW + 6)


def _life_shape(left: float, right: float, y: float, *, span: bool) -> str:
    """A tick for a day; a bar from the first to the last day that a partial date can mean."""
    tick = line(left, y, left, y + 13, "tl-life-tick")
    return tick + rect(left, y - 2, max(right - left, 3), 3, "tl-life-span", more=' rx="1.5"') if span else tick
