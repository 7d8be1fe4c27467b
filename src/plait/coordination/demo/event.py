"""The events of a story, in the order in which they happened, each knowing which of its keys were read.

A key that nobody reads is an error, so that a slip of the pen does not silently leave a story untold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plait.clinical.moment import Instant
from plait.coordination.demo.story import Calendar, StoryError

MISSING = object()
TABLES = frozenset({"person", "team", "relation", "event", "sessions", "visits", "scores", "results"})


@dataclass
class Event:
    """One table of a story. Reading a key that is not there raises ``StoryError``."""

    written: dict[str, Any]
    read: set[str] = field(default_factory=set)
    moment: Instant | None = None

    def __getitem__(self, key: str) -> Any:
        """What stands under a key that has to be there."""
        found = self.get(key, MISSING)
        if found is MISSING:
            raise StoryError(f"{key!r} is missing in {self.written}")
        return found

    def get(self, key: str, otherwise: Any = None) -> Any:
        """What stands under a key that may be left out."""
        self.read.add(key)
        return self.written.get(key, otherwise)

    def __contains__(self, key: str) -> bool:
        """Whether the key is written."""
        self.read.add(key)
        return key in self.written

    def insist_all_read(self) -> None:
        """Raise ``StoryError`` where a key was written that nobody asked for."""
        unread = sorted(set(self.written) - self.read)
        if unread:
            raise StoryError(f"nobody reads {', '.join(unread)} in {self.written}")

    def day(self, key: str, calendar: Calendar) -> int:
        """A day of the event: all of them move together, so that its parts keep their distance."""
        return int(self[key]) + calendar.shift(int(self["day"]))

    def at(self, calendar: Calendar) -> Instant:
        """When it happened, and was written down."""
        if self.moment is None:
            self.moment = calendar.moment(self.day("day", calendar), self.get("at", "10:00"))
        return self.moment


def events_of(story: dict[str, Any], calendar: Calendar) -> list[Event]:
    """Everything that a story tells, by time. Events told for the same moment keep the order of the file."""
    unknown = sorted(set(story) - TABLES)
    if unknown:
        raise StoryError(f"a story has no {', '.join(unknown)}")
    found = [dict(one) for one in story.get("event", [])]
    for run in story.get("sessions", []):
        found += _rhythm("session", run)
    for run in story.get("visits", []):
        found += _rhythm("visit", run)
    for run in story.get("scores", []):
        found += [_point("score", run, ("day", "total", "harm"), point) for point in run["points"]]
    for run in story.get("results", []):
        found += [_point("result", run, ("day", "value"), point) for point in run["points"]]
    events = [Event(one) for one in found]
    for event in events:
        _insist_on_time(event)
    return sorted(events, key=lambda event: event.at(calendar))


def _insist_on_time(event: Event) -> None:
    """What happened lies in the past; what takes effect later says that it is planned."""
    if event["day"] >= 0:
        raise StoryError(f"it has not happened yet: {event.written}; what is ahead says from, and planned = true")
    ahead = event.get("from", -1) >= 0
    if ahead != event.get("planned", False):
        raise StoryError(f"planned = true belongs to what begins ahead, and only there: {event.written}")


def _rhythm(do: str, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A run at one distance; ``but`` tells by number what was different."""
    different = {one["number"]: one for one in run.get("but", [])}
    count = run["count"]
    if not set(different) <= set(range(1, count + 1)):
        raise StoryError(f"a run of {count} has no number {sorted(different)}")
    common = {name: value for name, value in run.items() if name not in {"day", "every", "count", "but"}}
    for number in range(1, count + 1):
        own = {name: value for name, value in different.get(number, {}).items() if name != "number"}
        yield {"do": do, **common, "day": run["day"] + (number - 1) * run["every"], **own}


def _point(do: str, run: dict[str, Any], names: tuple[str, ...], point: list[Any]) -> dict[str, Any]:
    """One point of a series."""
    if len(point) > len(names):
        raise StoryError(f"a point is {', '.join(names)}: {point}")
    common = {name: value for name, value in run.items() if name != "points"}
    return {"do": do, **common, **dict(zip(names, point, strict=False))}
