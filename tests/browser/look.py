"""How a journey is looked at: width, theme, with or without JavaScript, by mouse or by keyboard alone.

`make test` takes every journey once, in the first look; `make test-wide` takes it in all the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Look:
    """One way to look. ``width`` in CSS pixels; ``theme`` is what the device prefers."""

    width: int = 1280
    theme: str = "light"
    javascript: bool = True
    keyboard: bool = False

    @property
    def height(self) -> int:
        """A phone is taller than wide, a desk screen is not."""
        return 800 if self.width > 700 else 780

    def __str__(self) -> str:
        """How pytest calls it."""
        how = [str(self.width), self.theme]
        how += [] if self.javascript else ["no-javascript"]
        how += ["keyboard"] if self.keyboard else []
        return "-".join(how)

    def context(self) -> dict[str, Any]:
        """What the browser is told."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "color_scheme": self.theme,
            "java_script_enabled": self.javascript,
            "reduced_motion": "reduce",
            "locale": "en-US",
            "timezone_id": "America/New_York",
        }


FIRST = Look()
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")
ALL = tuple(Look(width, theme) for width in WIDTHS for theme in THEMES)
WITHOUT_JAVASCRIPT = Look(javascript=False)
BY_KEYBOARD = Look(keyboard=True)
