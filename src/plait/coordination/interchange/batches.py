"""The account of an import about several people: how many met which fate, and what became of all entries together.

While it is under way only the numbers are there; in the end they are kept with the run. Each person has an account of
their own (``reports``), as if their file had come alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plait.coordination.interchange.reports import (
    Happened,
    Remark,
    ReportLine,
    Status,
    line_from,
    line_json,
    remark_from,
    remark_json,
)

MOST_LEFT = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: of so many people so many are over, by fate (done, held, refused, failed)."""

    people: int
    entries: int
    by_fate: Mapping[str, int] = field(default_factory=dict)

    @property
    def over(self) -> int:
        """How many people are over, or wait for a human."""
        return sum(self.by_fate.values())


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The whole account. ``left`` are lines that belong to nobody, at most ``MOST_LEFT``; ``left_count`` counts all."""

    status: Status
    progress: Progress
    counts: Counter[tuple[str, Happened]] = field(default_factory=Counter)
    left: tuple[ReportLine, ...] = ()
    left_refused: int = 0
    left_count: int = 0
    new_people: int = 0
    looks: int = 0
    waiting: int = 0
    reason: Remark | None = None

    @property
    def refused(self) -> int:
        """How many people and entries were refused."""
        fates = self.progress.by_fate
        entries = sum(number for (_, happened), number in self.counts.items() if happened == "refused")
        return fates.get("refused", 0) + fates.get("failed", 0) + entries + self.left_refused

    def as_json(self) -> dict[str, Any]:
        """As kept with the run."""
        return {
            "batch": {"people": self.progress.people, "entries": self.progress.entries},
            "fates": dict(self.progress.by_fate),
            "counts": [[kind, happened, number] for (kind, happened), number in self.counts.items()],
            "left": [line_json(one) for one in self.left],
            "left_refused": self.left_refused,
            "left_count": self.left_count,
            "new_people": self.new_people,
            "looks": self.looks,
            "waiting": self.waiting,
            "reason": remark_json(self.reason),
        }


def batch_from(status: str, kept: Mapping[str, Any]) -> BatchReport | None:
    """The account as kept, or None where the run is about one person or not over."""
    if "batch" not in kept or status not in {"done", "refused", "failed"}:
        return None
    return BatchReport(
        status=status,  # type: ignore[arg-type]
        progress=progress_from(kept, kept.get("fates", {})),
        counts=Counter({(kind, happened): number for kind, happened, number in kept.get("counts", [])}),
        left=tuple(line_from(one) for one in kept.get("left", [])),
        left_refused=int(kept.get("left_refused", 0)),
        left_count=int(kept.get("left_count", 0)),
        new_people=int(kept.get("new_people", 0)),
        looks=int(kept.get("looks", 0)),
        waiting=int(kept.get("waiting", 0)),
        reason=remark_from(kept.get("reason")),
    )


def progress_from(kept: Mapping[str, Any], by_fate: Mapping[str, int]) -> Progress:
    """How far a run about several people is."""
    batch = kept.get("batch", {})
    return Progress(int(batch.get("people", 0)), int(batch.get("entries", 0)), dict(by_fate))


def began(people: int, entries: int) -> dict[str, Any]:
    """What is kept with a run while it is under way."""
    return {"batch": {"people": people, "entries": entries}}
