"""Where a fact was read: every statement of the clinical content names its source and the place in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    id: str
    kind: str  # label | label-copy | guideline | paper | abstract | owner | secondary | code | practice
    title: str
    url: str
    edition: str = ""  # version, revision or year
    set_id: str = ""  # of a DailyMed label
    accessed: date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the place in it."""

    source: str  # id of a Source
    locator: str = ""
