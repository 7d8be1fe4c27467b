"""The account of one table, as it is kept with its run: how many rows came in, and why each of the others did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from plait.coordination.interchange.csv_import.rows import Trouble

KEY = "csv"
MOST_SHOWN = 200


@dataclass(slots=True)
class Account:
    """``refused`` by row number. ``done`` counts rows while it runs; ``failed`` says that it broke off."""

    new: int = 0
    here: int = 0
    waiting: int = 0
    done: int = 0
    refused: dict[int, tuple[Trouble, ...]] = field(default_factory=dict)
    failed: str = ""

    @property
    def rows(self) -> int:
        """How many rows the table had."""
        return self.new + self.here + len(self.refused)

    def refuse(self, number: int, *troubles: Trouble) -> None:
        """Note why a row was not taken in."""
        self.refused[number] = (*self.refused.get(number, ()), *troubles)

    def as_json(self) -> dict[str, Any]:
        """To be kept with the run."""
        told = [[number, [_trouble(one) for one in troubles]] for number, troubles in sorted(self.refused.items())]
        counts = {"new": self.new, "here": self.here, "waiting": self.waiting, "done": self.done}
        return {KEY: {**counts, "refused": told, "failed": self.failed}}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As kept; empty where nothing is."""
        own = kept.get(KEY, {})
        refused = {int(number): tuple(Trouble(*one) for one in told) for number, told in own.get("refused", [])}
        counts = {name: int(own.get(name, 0)) for name in ("new", "here", "waiting", "done")}
        return cls(**counts, refused=refused, failed=own.get("failed", ""))


def _trouble(one: Trouble) -> Sequence[Any]:
    return [one.head, one.template, dict(one.values)]
