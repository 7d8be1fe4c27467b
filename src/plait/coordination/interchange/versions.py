"""Which of the received resources say something new: against what was received of the same person before.

Content decides, not the file: the same content changes nothing, whichever file brings it. Where both versions state
when they were made, an older one never undoes a newer one; a version that came before and was followed by another is
taken as a return to it only if the sender's own time says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from plait.clinical.moment import Instant
from plait.coordination.interchange.columns.texts import key_of
from plait.coordination.interchange.reading.origin import Origin
from plait.records.inbox.queries import Versions

Change = Literal["new", "changed", "here", "older"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A received resource beside what is known of it."""

    origin: Origin
    key: str  # as stored
    change: Change
    before: Versions | None

    @property
    def sequence(self) -> int:
        """Which version of its resource it is."""
        return self.before.sequence + 1 if self.before else 1

    @property
    def counts(self) -> bool:
        """Whether it is to be taken in."""
        return self.change in {"new", "changed"}


def compare(origins: Iterable[Origin], stated: Mapping[str, str], known: Mapping[str, Versions]) -> dict[str, Incoming]:
    """Every resource beside what is known of it, by the key of the reading. ``stated``: the sender's own times."""
    found = {}
    for origin in origins:
        key = key_of(origin)
        before = known.get(key)
        found[origin.key] = Incoming(origin, key, _change(origin, stated.get(origin.key, ""), before), before)
    return found


def beside(origin: Origin, key: str, before: Versions | None) -> Incoming:
    """One resource beside what is known of it under a name of its own."""
    return Incoming(origin, key, _change(origin, origin.stated_at, before), before)


def _change(origin: Origin, stated: str, before: Versions | None) -> Change:
    if before is None:
        return "new"
    if origin.content_hash == before.content_hash:
        return "here"
    now, then = _moment(stated), _moment(before.stated_at)
    if now is not None and then is not None:
        return "older" if now < then else "changed"
    return "here" if origin.content_hash in before.hashes else "changed"


def _moment(text: str) -> Instant | None:
    try:
        return Instant.parse(text) if text else None
    except ValueError:
        return None
