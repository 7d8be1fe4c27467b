"""The signs of harm at the head of the day and of the tasks, as much of each as whoever looks may know."""

from __future__ import annotations

from typing import Any

from plait.clinical.moment import Instant
from plait.coordination.consequences.harm import KINDS
from plait.coordination.consequences.harm_waiting import Waits
from plait.web.safety.flag_words import mine_line, more_words, reach_line


def harm_context(waits: Waits, at: Instant, zone: str) -> dict[str, Any]:
    """The context of safety/harm_lines.html."""
    return {
        "harm_mine": [mine_line(one, at, zone) for one in waits.mine],
        "harm_reach": [reach_line(one) for one in waits.to_reach],
        "harm_more": more_words(waits.more),
    }


def is_told_above(kind: str) -> bool:
    """Whether a task only repeats what these lines say."""
    return kind in KINDS
