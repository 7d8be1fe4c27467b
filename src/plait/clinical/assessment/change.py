"""How a score moved since a baseline: remission, response, partial response, worse, reliable change.

``change`` compares two totals of one instrument and version in the instrument's own direction. A rule whose number is
not checked gives no status: its verdict is None, and its mark says why. At the edges: a total below (or at, where the
rule says at) the remission line is remission; a fall of exactly the response percentage is response; a difference of
exactly the reliable points is reliable. Where neither way is better nothing is judged.
It says how far a number moved. It is no diagnosis, and no forecast. Source: each rule's own citation in the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from plait.clinical.assessment.instrument import ChangeRule
from plait.clinical.assessment.instrument import Direction as Better
from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED
from plait.clinical.moment import Instant

Direction = Literal["better", "same", "worse"]
Outcome = Literal["remission", "response", "partial", "minimal", "worse"]
Status = Literal[
    "remission",
    "response",
    "partial",
    "minimal",
    "worse",
    "reliable-improvement",
    "no-reliable-change",
    "reliable-worsening",
]
RuleName = Literal["remission", "response", "reliable", "partial", "worse"]
TENTH = Decimal("0.1")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says, and of which days. ``met`` is None where it is not checked, not stated, or does not apply."""

    rule: RuleName
    met: bool | None
    number: Decimal | None  # below or at this, by this percentage, by these points
    mark: str = ""  # "" where the instrument has no such rule
    citation: Citation | None = None
    at_line: bool = False  # of remission: a total on the number counts too
    speaks_of: tuple[Instant, ...] = ()  # of remission the latest only, of all others baseline and latest

    @property
    def checked(self) -> bool:
        """Whether its number may give a status."""
        return self.mark in CHECKED


@dataclass(frozen=True, slots=True)
class Change:
    """The way from baseline to latest. None wherever a total is missing."""

    baseline: Decimal | None
    latest: Decimal | None
    difference: Decimal | None  # latest less baseline, whichever way is better
    percent: Decimal | None  # how much of the baseline the person is better by, to a tenth; negative is worse
    direction: Direction | None  # None too where neither way is better
    verdicts: tuple[Verdict, Verdict, Verdict]  # remission, response, reliable
    others: tuple[Verdict, Verdict]  # partial, worse
    better: Better = "lower"
    baseline_at: Instant | None = None
    latest_at: Instant | None = None

    def verdict(self, rule: RuleName) -> Verdict:
        """What the named rule says."""
        every: tuple[Verdict, ...] = self.verdicts + self.others
        return next(verdict for verdict in every if verdict.rule == rule)

    @property
    def outcome(self) -> Outcome | None:
        """Where the person stands by the checked rules; None where they do not settle it.

        Worse before all: whoever comes into a low total by another way is still worse than before. Partial needs the
        response rule too, minimal the partial rule and that nothing says worse.
        """
        met = {verdict.rule: verdict.met for verdict in (*self.verdicts, *self.others)}
        if self.direction == "worse" and (met["worse"] or met["reliable"]):
            return "worse"
        if met["remission"]:
            return "remission"
        if met["response"]:
            return "response"
        if met["response"] is None or met["partial"] is None:
            return None
        if met["partial"]:
            return "partial"
        return "minimal" if self.direction != "worse" or met["worse"] is False else None

    @property
    def status(self) -> Status | None:
        """The strongest thing that checked rules say; None where they say nothing."""
        reliable, outcome = self.verdict("reliable").met, self.outcome
        if reliable and self.direction == "worse":
            return "reliable-worsening"
        if outcome in {"worse", "remission", "response"}:
            return outcome
        if reliable:
            return "reliable-improvement"
        return "no-reliable-change" if reliable is False else outcome


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two totals and by what they are judged."""

    rules: ChangeRule
    better: Better
    baseline_at: Instant | None
    latest_at: Instant | None

    def verdict(self, name: RuleName, number: Decimal | int | None, met: bool | None) -> Verdict:  # noqa: FBT001 - a verdict is true, false or open
        """A rule's word, taken back where its number is not checked or neither way is better."""
        stated = number is not None
        speaks = stated and self.better != "none" and self.rules.checked(name)
        moments = (self.latest_at,) if name == "remission" else (self.baseline_at, self.latest_at)
        return Verdict(
            rule=name,
            met=met if speaks else None,
            number=None if number is None else Decimal(number),
            mark=self.rules.marks.get(name, "") if stated else "",
            citation=self.rules.citations.get(name) if stated else None,
            at_line=name == "remission" and self.rules.remission_at is not None,
            speaks_of=tuple(moment for moment in moments if moment is not None),
        )


def change(
    rules: ChangeRule,
    *,
    baseline: Decimal | None,
    latest: Decimal | None,
    better: Better = "lower",
    baseline_at: Instant | None = None,
    latest_at: Instant | None = None,
) -> Change:
    """Compare the latest total with the baseline of the same instrument and version."""
    difference = None if baseline is None or latest is None else latest - baseline
    gain = None if difference is None or better == "none" else difference if better == "higher" else -difference
    lost = None if gain is None else min(gain, ZERO)
    told = _Compared(rules, better, baseline_at, latest_at)
    return Change(
        baseline=baseline,
        latest=latest,
        difference=difference,
        percent=None if gain is None or not baseline else _percent(gain, baseline),
        direction=_direction(gain),
        verdicts=(
            told.verdict("remission", remission_line(rules), _remission(rules, baseline, latest, better)),
            told.verdict("response", rules.response_percent, _part(rules.response_percent, baseline, gain)),
            told.verdict("reliable", rules.reliable_points, _moved(rules.reliable_points, difference)),
        ),
        others=(
            told.verdict("partial", rules.partial_percent, _part(rules.partial_percent, baseline, gain)),
            told.verdict("worse", rules.worse_points, _moved(rules.worse_points, lost)),
        ),
        better=better,
        baseline_at=baseline_at,
        latest_at=latest_at,
    )


def remission_line(rules: ChangeRule) -> int | None:
    """The total that remission is measured by: below it, or at it and beyond where the rule says at."""
    return rules.remission_below if rules.remission_at is None else rules.remission_at


def in_remission(rules: ChangeRule, total: Decimal, better: Better = "lower") -> bool | None:
    """Whether a total by itself lies within the remission line, checked or not; None without a line."""
    line = remission_line(rules)
    if line is None:
        return None
    if rules.remission_at is not None and total == line:
        return True
    return total > line if better == "higher" else total < line


def _percent(gain: Decimal, baseline: Decimal) -> Decimal:
    return (100 * gain / abs(baseline)).quantize(TENTH, rounding=ROUND_HALF_UP)


def _direction(gain: Decimal | None) -> Direction | None:
    if gain is None:
        return None
    if gain == 0:
        return "same"
    return "better" if gain > 0 else "worse"


def _remission(rules: ChangeRule, baseline: Decimal | None, latest: Decimal | None, better: Better) -> bool | None:
    """Within the line now, and not within it at the baseline: who was never outside cannot come to rest inside."""
    if latest is None or (baseline is not None and in_remission(rules, baseline, better)):
        return None
    return in_remission(rules, latest, better)


def _part(percent: int | None, baseline: Decimal | None, gain: Decimal | None) -> bool | None:
    """At least the stated part of the baseline is gained. A baseline of nothing has no part."""
    if percent is None or gain is None or not baseline:
        return None
    return gain * 100 >= abs(baseline) * percent


def _moved(points: Decimal | int | None, by: Decimal | None) -> bool | None:
    """A difference, either way, of at least the points: for reliable change, the instrument's own unsteadiness."""
    if points is None or by is None:
        return None
    return abs(by) >= points
