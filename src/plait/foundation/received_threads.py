"""Threads of facts that began in another system: where each came from, and when a version of it last came in.

The origin of a row stays in all its later rows, so a thread is recognised whoever wrote its last row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from plait.foundation.models import RevisedFact


@dataclass(frozen=True, slots=True)
class ReceivedThread:
    """One thread: the resource that it came from, how many rows it has, and when each was recorded."""

    thread: UUID
    origin_key: str
    sequence: int
    recorded_at: tuple[datetime, ...]

    def last_received(self, imports: frozenset[datetime]) -> datetime:
        """When a version last came in, among the moments at which something did; else when it began."""
        return max((moment for moment in self.recorded_at if moment in imports), default=self.recorded_at[0])


def received_threads(facts: QuerySet[RevisedFact]) -> dict[UUID, ReceivedThread]:
    """The received threads among these facts of one person, by thread."""
    ordered = facts.exclude(origin_key="").order_by("thread", "sequence")
    rows = ordered.values_list("thread", "origin_key", "sequence", "recorded_at")
    found = {}
    for thread, group in groupby(rows, key=lambda row: row[0]):
        every = list(group)
        found[thread] = ReceivedThread(thread, every[-1][1], every[-1][2], tuple(row[3] for row in every))
    return found
