"""How often something that ended by itself is started again before a person has to look: a few times in ten minutes.

A practice must not stand still because one process was killed. Something that cannot live is not started for ever
either: then everything ends, with a sentence, and whoever runs the machine is told by its service manager.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 5
WITHIN_SECONDS = 600.0
FIRST_WAIT_SECONDS = 0.5


@dataclass
class Restarts:
    """Counts the ends of one process. Seconds are those of a clock that never jumps."""

    most: int = MOST
    within: float = WITHIN_SECONDS
    _ended_at: list[float] = field(default_factory=list)

    def wait(self, now: float) -> float | None:
        """It ended now: how many seconds to wait before it is started again; None when it ended too often."""
        self._ended_at = [moment for moment in self._ended_at if now - moment < self.within] + [now]
        before = len(self._ended_at) - 1
        return None if before >= self.most else FIRST_WAIT_SECONDS * 2**before
