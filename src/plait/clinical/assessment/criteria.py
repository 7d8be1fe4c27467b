"""Whether a rule over single items holds: yes, no, or open where what was left out could decide it.

"At least seven of these thirteen answered yes" is open while six are yes and one was left out; a rule that needs all of
its parts is settled by the first that fails. So a screen never turns out negative only because somebody skipped items.
An item that was not to be asked (the question before it was answered "no") is not skipped: it counts as not reached.
Source: the criteria of each instrument in the release.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from plait.clinical.assessment.instrument import Condition, Criterion

Verdict = bool | None


def holds(condition: Condition, answers: Mapping[str, int], not_asked: Collection[str] = ()) -> Verdict:
    """Whether enough of the items reach the value."""
    reached = open_items = 0
    for item in condition.items:
        if item in answers:
            reached += answers[item] >= condition.at_least
        elif item not in not_asked:
            open_items += 1
    if reached >= condition.count:
        return True
    return None if reached + open_items >= condition.count else False


def is_met(
    criterion: Criterion,
    answers: Mapping[str, int],
    total: Decimal | None,
    not_asked: Collection[str] = (),
    *,
    most: Decimal | None = None,
) -> Verdict:
    """Whether every part of a criterion holds.

    ``most``: what a total that was filled in could have been at the highest; below the line, such a total says no only
    where that is below it too.
    """
    parts = [holds(condition, answers, not_asked) for condition in criterion.every]
    if criterion.either:
        held = [holds(condition, answers, not_asked) for condition in criterion.either]
        parts.append(_enough(held, criterion.either_count))
    if criterion.total_at_least is not None:
        parts.append(_reaches(total, most, criterion.total_at_least))
    if False in parts:
        return False
    return None if None in parts else True


def _reaches(total: Decimal | None, most: Decimal | None, line: int) -> Verdict:
    if total is None or total >= line:
        return None if total is None else True
    return None if most is not None and most >= line else False


def _enough(verdicts: Sequence[Verdict], count: int) -> Verdict:
    """Whether that many hold; open where those that are open could make up the number."""
    held = verdicts.count(True)
    if held >= count:
        return True
    return None if held + verdicts.count(None) >= count else False
