"""Writing many invented signs of harm at once, and the view of those that are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.foundation.copying import Row, copy_in
from plait.records.safety.actions import refresh
from plait.records.safety.models import Flag, FlagEvent


def write(*, flags: Iterable[Row], events: Iterable[Row]) -> None:
    """Flags with everything that was done about them."""
    opened, done = list(flags), defaultdict[UUID, list[Row]](list)
    copy_in(Flag, opened)
    for event in events:
        done[event["flag_id"]].append(event)
    copy_in(FlagEvent, [event for of_flag in done.values() for event in of_flag])
    closed = {key for key, of_flag in done.items() if any(event["what"] == "closed" for event in of_flag)}
    refresh(row["id"] for row in opened if row["id"] not in closed)
