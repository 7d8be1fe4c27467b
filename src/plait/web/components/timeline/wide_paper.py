"""The sheet that the wide drawing is made on: how far down it is filled, and what has been drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from plait.web.components.timeline.drawing import Scale, rect, text, wrap

LABEL = 14
NAME_SIZE, DETAIL_SIZE = 13.5, 12.0
GAP = 18


@dataclass(slots=True)
class Paper:
    """``gutter`` is where time begins, ``right`` where it ends, ``y`` how far down the sheet is filled."""

    scale: Scale
    gutter: float
    right: float
    width: float
    hold: str  # id of the hatching
    y: float
    parts: list[str] = field(default_factory=list)

    @contextmanager
    def strand(self, css: str, name: str) -> Iterator[None]:
        """A strand with its coloured bar and its name; whatever is drawn inside lies beside the bar."""
        top = self.y
        if name:
            self.parts.append(text(LABEL, top + 12, name, f"tl-strand-name tl-{css}-ink"))
            self.y += 20
        yield
        self.parts.append(rect(0, top, 4, max(self.y - top, 20), f"tl-bar-{css}", more=' rx="2"'))
        self.y += GAP

    def label(self, name: str, detail: str, css: str = "") -> float:
        """Name and detail of a row in the gutter; gives the height that they take."""
        room = self.gutter - LABEL - 12
        found = wrap(name, NAME_SIZE, room, 2)
        y = self.y + 12
        for words in found:
            self.parts.append(text(LABEL, y, words, f"tl-name {css}".strip()))
            y += 15
        for words in wrap(detail, DETAIL_SIZE, room, 3):
            self.parts.append(text(LABEL, y, words, "tl-detail"))
            y += 14
        return y - self.y

    def note(self, words: str) -> None:
        """A quiet sentence across the strand."""
        if not words:
            return
        for row in wrap(words, DETAIL_SIZE, self.right - LABEL, 3):
            self.parts.append(text(LABEL, self.y + 12, row, "tl-detail tl-quiet-line"))
            self.y += 15
        self.y += 3
