"""Which answers rose and which fell between two fillings-in of the same instrument: where a total comes from.

Values are compared as the instrument scores them, so that "rose" means the same for every item of it; whether that is
better or worse is the instrument's own direction. Only answers that stand on both sides are compared: what was left out
on one side is listed, never taken as zero. Answers to another version are not compared at all. Times of day and answers
that are not scored (a reason among others) neither rise nor fall. Source: arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response


@dataclass(frozen=True, slots=True)
class ItemMoved:
    """One item that was answered otherwise: its id, its place in the instrument (from 1), and both answers."""

    item: str
    number: int
    before: int
    now: int

    @property
    def points(self) -> int:
        """By how much; above zero it rose."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What moved, the largest move first; ``left_out``: items that one of the two does not answer.

    ``comparable`` is false where the two cannot be laid side by side: another version, or a total without answers.
    """

    rose: tuple[ItemMoved, ...] = ()
    fell: tuple[ItemMoved, ...] = ()
    same: int = 0
    left_out: tuple[str, ...] = ()
    comparable: bool = True


def item_change(instrument: Instrument, before: Response, now: Response) -> ItemChange:
    """Compare two fillings-in, item by item."""
    if before.version != now.version or not before.answers or not now.answers:
        return ItemChange(comparable=False)
    rose: list[ItemMoved] = []
    fell: list[ItemMoved] = []
    left_out: list[str] = []
    same = 0
    for number, item in enumerate(instrument.items, start=1):
        first, last = before.answers.get(item.id), now.answers.get(item.id)
        if item.answer == "clock" or not item.scored or (first is None and last is None):
            continue
        if first is None or last is None:
            left_out.append(item.id)
        elif first == last:
            same += 1
        else:
            (rose if last > first else fell).append(ItemMoved(item.id, number, first, last))
    return ItemChange(_largest_first(rose), _largest_first(fell), same, tuple(left_out))


def _largest_first(moved: list[ItemMoved]) -> tuple[ItemMoved, ...]:
    """The largest move first; of equal ones in the order of the instrument."""
    return tuple(sorted(moved, key=lambda one: (-abs(one.points), one.number)))
