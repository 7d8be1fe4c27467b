"""The sources of a page, numbered in the order in which they are named, so that each line leads to its own."""

from __future__ import annotations

from typing import Any

from plait.clinical.citation import Citation
from plait.web.intake.within import Visit


class Cited:
    """Collects what a page names; ``notes`` stand at its end."""

    def __init__(self, visit: Visit) -> None:
        """Begin with none."""
        self._visit = visit
        self._found: dict[Citation, int] = {}

    def number(self, citation: Citation) -> int:
        """The number of a source and the place in it."""
        return self._found.setdefault(citation, len(self._found) + 1)

    @property
    def notes(self) -> list[dict[str, Any]]:
        """All that were named."""
        return [{"number": n, **source(self._visit, one)} for one, n in self._found.items()]


def source(visit: Visit, citation: Citation) -> dict[str, Any]:
    """Where something was read, in words and with its address."""
    found = visit.aid.sources[citation.source]
    return {
        "title": found.title,
        "edition": found.edition,
        "url": found.url if found.url.startswith("https://") else "",
        "locator": citation.locator,
        "read": found.accessed,
    }
