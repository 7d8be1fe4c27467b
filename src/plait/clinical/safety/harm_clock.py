"""How long a sign of harm has waited, and who must know of it by now: asked whenever somebody looks, never by a job.

A flag waits until somebody acknowledges it by name; handing it over lets it wait again. The longer it waits, the more
people are told: first who treats the person and who covers them (``TREATING``), then the whole team, the coordinators
and the safety lead (``WIDER``), then everybody (``EVERYBODY``: a banner that names nobody). Whoever was told stays
told. An acknowledged flag that nobody closes is late as well.

Lengths are whole minutes of elapsed time and are the practice's own default, not a medical rule (``knowledge/content/
safety/clock.toml``). A personal threshold lengthens the clock until its review date, never past it. Time is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plait.clinical.assessment.instrument import Level
from plait.clinical.citation import Citation
from plait.clinical.moment import Instant

TREATING, WIDER, EVERYBODY = 0, 1, 2
USUAL = "usual"
What = Literal["acknowledged", "handed-over", "contact", "closed", "addendum"]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Minutes: until more are told, until everybody is, and from acknowledgement until it should be closed."""

    wider: int
    everybody: int
    close: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """The lengths by level, and for an answer that is usual for the person; who set them, and where that stands."""

    by_level: Mapping[str, Lengths]
    version: str
    citation: Citation

    def of(self, level: str) -> Lengths:
        """The lengths of a level; of one that is not known those of the highest."""
        return self.by_level.get(level, self.by_level["high"])


@dataclass(frozen=True, slots=True)
class Opened:
    """A flag as its clock sees it. ``usual_until``: a personal threshold held, until its review date."""

    level: Level
    opened_at: Instant
    usual_until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done about a flag, and when."""

    what: What
    at: Instant


@dataclass(frozen=True, slots=True)
class Running:
    """The state of a flag: waiting since, or acknowledged at; ``waited``: earlier stretches without acknowledgement."""

    opened: Opened
    waiting_since: Instant | None
    acknowledged_at: Instant | None = None
    closed_at: Instant | None = None
    waited: tuple[tuple[Instant, Instant], ...] = ()

    def after(self, event: Happened) -> Running:
        """The state once something was done. Nothing follows on the close of a flag but words."""
        if self.closed_at is not None:
            return self
        if event.what == "closed":
            return replace(self._acknowledged(event.at), closed_at=event.at)
        if event.what == "acknowledged":
            return self._acknowledged(event.at)
        if event.what == "handed-over" and self.waiting_since is None:
            return replace(self, waiting_since=event.at, acknowledged_at=None)
        return self

    def _acknowledged(self, at: Instant) -> Running:
        if self.waiting_since is None:
            return self
        stretch = (self.waiting_since, max(at, self.waiting_since))
        return replace(self, waiting_since=None, acknowledged_at=at, waited=(*self.waited, stretch))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says now. ``step``: who has been told by now; ``late``: everybody should see that it waits."""

    step: int
    late: bool
    waiting: bool
    next_at: Instant | None  # when the next step is due; None where none is left


def running(opened: Opened, events: Iterable[Happened]) -> Running:
    """The state of a flag from everything that was done about it, in the order in which it was recorded."""
    state = Running(opened, waiting_since=opened.opened_at)
    for event in events:
        state = state.after(event)
    return state


def read(state: Running, clocks: Clocks, now: Instant) -> Reading:
    """What a flag's clock says at a moment. A closed one keeps the step that it reached, and is never late."""
    reached = max((_step(state.opened, clocks, since, until) for since, until in state.waited), default=TREATING)
    if state.closed_at is not None:
        return Reading(reached, late=False, waiting=False, next_at=None)
    if state.waiting_since is None:
        due = _due(state.opened, clocks, state.acknowledged_at or state.opened.opened_at, "close")
        return Reading(reached, late=due <= now, waiting=False, next_at=due if now < due else None)
    step = _step(state.opened, clocks, state.waiting_since, now)
    dues = [_due(state.opened, clocks, state.waiting_since, name) for name in ("wider", "everybody")]
    return Reading(max(reached, step), step == EVERYBODY, True, next((due for due in dues if now < due), None))


def _step(opened: Opened, clocks: Clocks, since: Instant, now: Instant) -> int:
    return sum(_due(opened, clocks, since, name) <= now for name in ("wider", "everybody"))


def _due(opened: Opened, clocks: Clocks, since: Instant, name: str) -> Instant:
    """When a step is due. A threshold puts it off, up to its review date and never before the level's own time."""
    strict = since.plus(seconds=60 * getattr(clocks.of(opened.level), name))
    if opened.usual_until is None:
        return strict
    usual = since.plus(seconds=60 * getattr(clocks.of(USUAL), name))
    return max(strict, min(usual, opened.usual_until))
