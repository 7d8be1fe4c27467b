"""Where somebody stands on one instrument, as a list of many people counts them: each person in exactly one group.

A group is read from the change since the baseline (``change``), and only checked rules give a name to it; where none
speaks, arithmetic alone is told: moved the better way, or not. What is old says nothing about today: a last total from
before four months is its own group, whatever it was. Sources of the rules: the release. Four months: plait, a habit
about asking, not a verdict on care (docs/how-to/read-scores.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from plait.clinical.assessment.change import change
from plait.clinical.assessment.instrument import Instrument

DAY_SECONDS = 24 * 60 * 60
LATELY_SECONDS = 122 * DAY_SECONDS  # four months

Group = Literal[
    "remission",
    "response",
    "partial",
    "better",
    "minimal",
    "no-change",
    "worse",
    "some-better",
    "not-better",
    "not-judged",
    "once",
    "not-lately",
    "no-total",
    "never",
]
GROUPS: tuple[Group, ...] = (
    "remission",
    "response",
    "partial",
    "better",
    "minimal",
    "no-change",
    "worse",
    "some-better",
    "not-better",
    "not-judged",
    "once",
    "not-lately",
    "no-total",
    "never",
)
COMPARED: frozenset[Group] = frozenset(GROUPS[: GROUPS.index("once")])  # a first and a recent total are there
OF_STATUS: dict[str, Group] = {
    "remission": "remission",
    "response": "response",
    "partial": "partial",
    "reliable-improvement": "better",
    "minimal": "minimal",
    "no-reliable-change": "no-change",
    "reliable-worsening": "worse",
    "worse": "worse",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One filling-in, as far as a list turns on it; ``at`` in seconds since 1970, because there are thousands."""

    version: str
    at: int
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands on one instrument. ``baseline`` is None where ``last`` is the only one of its kind."""

    group: Group
    last: Taken | None = None  # the last that has a total
    before: Taken | None = None  # the one before it
    baseline: Taken | None = None
    last_asked: int | None = None  # when it was last filled in at all, with a total or without

    @property
    def difference(self) -> Decimal | None:
        """How far from the baseline; above zero it rose."""
        if self.last is None or self.baseline is None or self.last.total is None or self.baseline.total is None:
            return None
        return self.last.total - self.baseline.total


def standing(instrument: Instrument, taken: list[Taken], *, since: int | None, at: int) -> Standing:
    """Where somebody stands. ``taken``: earliest first; ``since``: when the present episode of care began.

    The baseline is the first total of that episode, else the first of all; of the version that was used last.
    """
    if not taken:
        return Standing("never")
    totals = [one for one in taken if one.total is not None]
    if not totals:
        return Standing("no-total", last_asked=taken[-1].at)
    last = totals[-1]
    alike = [one for one in totals if one.version == last.version]
    first = next((one for one in alike if since is None or one.at >= since), alike[0])
    baseline = None if first is last else first
    before = alike[-2] if len(alike) > 1 else None
    return Standing(_group(instrument, baseline, last, at), last, before, baseline, taken[-1].at)


def _group(instrument: Instrument, baseline: Taken | None, last: Taken, at: int) -> Group:
    if last.at < at - LATELY_SECONDS:
        return "not-lately"
    if baseline is None or baseline.total is None or last.total is None:
        return "once"
    return _meaning(_Known(instrument), baseline.total, last.total)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """An instrument known by its identity: thousands of lines ask for its rules, and to hash it whole is dear."""

    instrument: Instrument

    def __hash__(self) -> int:
        """By name and version."""
        return hash((self.instrument.id, self.instrument.version))

    def __eq__(self, other: object) -> bool:
        """The very same instrument, of the same release."""
        return isinstance(other, _Known) and other.instrument is self.instrument


@lru_cache(maxsize=8192)
def _meaning(known: _Known, baseline: Decimal, latest: Decimal) -> Group:
    """What the checked rules say of two totals; the pairs are few, the people many."""
    instrument = known.instrument
    found = change(instrument.change, baseline=baseline, latest=latest, better=instrument.better)
    if found.status is not None:
        return OF_STATUS[found.status]
    if found.direction is None:
        return "not-judged"
    return "some-better" if found.direction == "better" else "not-better"
