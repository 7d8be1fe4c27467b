"""How a score moved since the baseline of the present treatment step: response, remission, reliable change.

Lower is better in every instrument that has such rules here. A rule whose number is not checked gives no status: its
verdict is None, and its mark says why. At the edges: a total below the remission line is remission, one on it is not;
a fall of exactly the response percentage is response; a difference of exactly the reliable points is reliable.
Source: each rule's own citation in the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from plait.clinical.assessment.instrument import ChangeRule
from plait.clinical.citation import Citation

Direction = Literal["better", "same", "worse"]
Status = Literal["remission", "response", "reliable-improvement", "no-reliable-change", "reliable-worsening"]
RuleName = Literal["remission", "response", "reliable"]
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says. ``met`` is None where it is not checked, not stated, or does not apply."""

    rule: RuleName
    met: bool | None
    number: Decimal | None  # below this, by this percentage, by these points
    mark: str = ""  # "" where the instrument has no such rule
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The way from baseline to latest. None wherever a total is missing."""

    baseline: Decimal | None
    latest: Decimal | None
    difference: Decimal | None  # latest less baseline: negative is better
    percent: Decimal | None  # how much of the baseline is gone, to a tenth; negative is worse
    direction: Direction | None
    verdicts: tuple[Verdict, Verdict, Verdict]  # remission, response, reliable

    def verdict(self, rule: RuleName) -> Verdict:
        """What the named rule says."""
        return next(verdict for verdict in self.verdicts if verdict.rule == rule)

    @property
    def status(self) -> Status | None:
        """The strongest thing that checked rules say; None where they say nothing."""
        remission, response, reliable = (verdict.met for verdict in self.verdicts)
        if reliable and self.direction == "worse":
            return "reliable-worsening"
        if remission:
            return "remission"
        if response:
            return "response"
        if reliable:
            return "reliable-improvement"
        return "no-reliable-change" if reliable is False else None


def change(rules: ChangeRule, *, baseline: Decimal | None, latest: Decimal | None) -> Change:
    """Compare the latest total with the baseline of the same instrument and version."""
    difference = None if baseline is None or latest is None else latest - baseline
    percent = None
    if difference is not None and baseline:
        percent = (-100 * difference / baseline).quantize(TENTH, rounding=ROUND_HALF_UP)
    return Change(
        baseline=baseline,
        latest=latest,
        difference=difference,
        percent=percent,
        direction=_direction(difference),
        verdicts=(
            _verdict(rules, "remission", rules.remission_below, _remission(rules, baseline, latest)),
            _verdict(rules, "response", rules.response_percent, _response(rules, baseline, difference)),
            _verdict(rules, "reliable", rules.reliable_points, _reliable(rules, difference)),
        ),
    )


def _direction(difference: Decimal | None) -> Direction | None:
    """Better is lower."""
    if difference is None:
        return None
    if difference == 0:
        return "same"
    return "better" if difference < 0 else "worse"


def _verdict(rules: ChangeRule, name: RuleName, number: Decimal | int | None, met: bool | None) -> Verdict:  # noqa: FBT001 - a verdict is true, false or open
    """A rule's word, taken back where its number is not checked."""
    return Verdict(
        rule=name,
        met=met if number is not None and rules.checked(name) else None,
        number=None if number is None else Decimal(number),
        mark=rules.marks.get(name, "") if number is not None else "",
        citation=rules.citations.get(name) if number is not None else None,
    )


def _remission(rules: ChangeRule, baseline: Decimal | None, latest: Decimal | None) -> bool | None:
    """Below the line now, and not below it at the baseline: who was never above it cannot come to rest below it."""
    line = rules.remission_below
    if line is None or latest is None or (baseline is not None and baseline < line):
        return None
    return latest < line


def _response(rules: ChangeRule, baseline: Decimal | None, difference: Decimal | None) -> bool | None:
    """At least the stated part of the baseline is gone. A baseline of nothing has no part."""
    if rules.response_percent is None or difference is None or not baseline:
        return None
    return -difference * 100 >= baseline * rules.response_percent


def _reliable(rules: ChangeRule, difference: Decimal | None) -> bool | None:
    """A difference, either way, that is larger than the instrument's own unsteadiness."""
    if rules.reliable_points is None or difference is None:
        return None
    return abs(difference) >= rules.reliable_points
