"""Whether a rule over single items holds: yes, no, or open where what was left out could decide it.

"At least seven of these thirteen answered yes" is open while six are yes and one was left out; a rule that needs all of
its parts is settled by the first that fails. So a screen never turns out negative only because somebody skipped items.
Source: the criteria of each instrument in the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from plait.clinical.assessment.instrument import Condition, Criterion

Verdict = bool | None


def holds(condition: Condition, answers: Mapping[str, int]) -> Verdict:
    """Whether enough of the items reach the value."""
    reached = sum(answers[item] >= condition.at_least for item in condition.items if item in answers)
    if reached >= condition.count:
        return True
    unknown = sum(item not in answers for item in condition.items)
    return None if reached + unknown >= condition.count else False


def is_met(criterion: Criterion, answers: Mapping[str, int], total: Decimal | None) -> Verdict:
    """Whether every part of a criterion holds."""
    parts = [holds(condition, answers) for condition in criterion.every]
    if criterion.either:
        parts.append(_either(holds(condition, answers) for condition in criterion.either))
    if criterion.total_at_least is not None:
        parts.append(None if total is None else total >= criterion.total_at_least)
    if False in parts:
        return False
    return None if None in parts else True


def _either(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    if True in found:
        return True
    return None if None in found else False
