"""A sign of harm: something that was answered, said or noticed that may mean harm to the person or to somebody else.

Every sign takes one path, whatever it came from: a ``Sign`` is handed to ``coordination/consequences/harm.py``, which
opens the flag. ``level`` says how soon a human being must look, and nothing about what will happen: no probability
stands here or anywhere. ``items`` are answers (item id, value) that speak of harm; ``words`` what somebody wrote down
who set the flag by hand. Source: plait (docs/decisions/0021-one-risk-path.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plait.clinical.assessment.instrument import LEVELS, Instrument, Level
from plait.clinical.assessment.scoring import Scored
from plait.clinical.moment import Instant

Whom = Literal["self", "others", "both"]
Source = Literal["link", "tablet", "phone", "clinician", "import", "hand", "front-door"]
WHOM: tuple[Whom, ...] = ("self", "others", "both")
SOURCES: tuple[Source, ...] = ("link", "tablet", "phone", "clinician", "import", "hand", "front-door")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of harm. ``said_at``: when the person said or answered it, which may be before it was received."""

    level: Level
    whom: Whom
    source: Source
    instrument: str  # id of what was answered; "" where nothing was filled in
    items: tuple[tuple[str, int], ...]
    said_at: Instant
    words: str = ""


def together(signs: Iterable[Sign]) -> Sign | None:
    """One sign out of several that were said at one time: the soonest look, everybody concerned, all that was said.

    None where there is none.
    """
    found = tuple(signs)
    if not found:
        return None
    whom = {one.whom for one in found}
    first = max(found, key=lambda one: LEVELS.index(one.level))
    return Sign(
        level=first.level,
        whom=first.whom if len(whom) == 1 else "both",
        source=first.source,
        instrument=next((one.instrument for one in found if one.instrument), ""),
        items=tuple(dict.fromkeys(item for one in found for item in one.items)),
        said_at=min(one.said_at for one in found),
        words="\n".join(dict.fromkeys(one.words for one in found if one.words)),
    )


def sign_of(instrument: Instrument, scored: Scored, *, source: Source, said_at: Instant) -> Sign | None:
    """The sign that a scored answer gives; None where nothing in it speaks of harm.

    Whatever speaks of harm without saying how soon it must be looked at counts as high: nothing is waved through.
    """
    if scored.level is None and not scored.risk:
        return None
    speaking = {item.harm for item in instrument.items if item.id in dict(scored.risk)} - {"none"}
    whom: Whom = "both" if speaking == {"self", "others"} else "others" if speaking == {"others"} else "self"
    return Sign(scored.level or "high", whom, source, instrument.id, scored.risk, said_at)
