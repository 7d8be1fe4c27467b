"""Small tools of the timeline's drawings: escaping, how wide words are, where they still have room.

Widths are estimates for system fonts, on the wide side: words that would not surely fit are shortened or left out,
and stand in full in the table twin.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from plait.clinical.moment import Instant
from plait.coordination.people.timeline_types import Event, Frame
from plait.coordination.people.timeline_words import END_ISOLATE, ISOLATE

NARROW, WIDE_SIGNS = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW@%—")
FULL_WIDTH_FROM = 0x1100
ELLIPSIS = "…"
FEWEST_LETTERS = 3
BOLD = 1.1  # how much wider strong words are


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """About how wide words are at a font size."""
    total = 0.0
    for sign in text:
        if sign in NARROW:
            total += 0.36
        elif sign in WIDE_SIGNS:
            total += 0.92
        elif sign.isupper():
            total += 0.7
        elif ord(sign) >= FULL_WIDTH_FROM:
            total += 1.1
        else:
            total += 0.6
    return total * size


def shorten(text: str, size: float, room: float) -> str:
    """The words, or as many of them as fit, with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    end = len(text)
    while end and width_of(text[:end], size) + size > room:
        end -= 1
    kept = text[:end].rstrip(" ,.;")
    if ISOLATE in kept and END_ISOLATE not in kept:
        kept += END_ISOLATE  # what is cut off must not turn what follows
    return kept + ELLIPSIS if end else ""


def shorten_pair(name: str, rest: str, size: float, room: float) -> str:
    """A name with what happened to it; the name gives way first: "Hydroxyz… 75 mg"."""
    if not rest:
        return shorten(name, size, room)
    kept = shorten(name, size, room - width_of(f" {rest}", size))
    return shorten(f"{kept if len(kept) > FEWEST_LETTERS else name} {rest}", size, room)


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The words on at most so many lines; what does not fit ends in an ellipsis."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(shorten(line, size, room))
    if words:
        found.append(shorten(" ".join(words), size, room))
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """Time to length: from ``first`` to ``last`` in units of the drawing."""

    frame: Frame
    first: float
    last: float

    def at(self, moment: Instant) -> float:
        """Where a moment lies."""
        start = self.frame.start.utc
        share = (moment.utc - start) / (self.frame.end.utc - start)
        return round(self.first + share * (self.last - self.first), 1)


@dataclass(slots=True)
class Room:
    """What is taken already, so that words never lie on words."""

    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def claim(self, x: float, y: float, wide: float, high: float) -> bool:
        """Take a rectangle if all of it is free."""
        for left, top, right, bottom in self.taken:
            if x < right and left < x + wide and y < bottom and top < y + high:
                return False
        self.taken.append((x, y, x + wide, y + high))
        return True


def text(x: float, y: float, words: str, css: str, anchor: str = "") -> str:
    """Words at a place."""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{css}" x="{x:g}" y="{y:g}"{end}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line."""
    return f'<line class="{css}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'


def rect(x: float, y: float, wide: float, high: float, css: str, *, more: str = "") -> str:
    """A rectangle."""
    return f'<rect class="{css}" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}"{more}/>'


def mark(event: Event, drawn: str, css: str = "") -> str:
    """Something drawn that leads to its row in the table, and says in its title what the row says."""
    state = (" ahead" if event.ahead else "") + (" alert" if event.alert else "")
    names = f"tl-mark{' ' + css if css else ''}{state}"
    return f'<a class="{names}" href="#{event.anchor}"><title>{escape(event.sentence)}</title>{drawn}</a>'


def hatch(name: str) -> str:
    """The pattern of a medicine on hold. Each drawing has its own: a hidden one lends none."""
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="tl-hatch-ground" width="6" height="6"/>'
        '<rect class="tl-hatch-line" width="2" height="6"/></pattern></defs>'
    )
