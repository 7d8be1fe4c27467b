"""A hundred people drawn as dots, so that a chance can be seen: the same people first, the others in colour.

Every array of a figure has the same hundred people in the same order. The first bar is what it is compared with; in the
others the people whom it makes a difference to are drawn in the strand's colour *and* with an open middle, so that the
drawing also reads without colour. More people: filled dots after the same ones. Fewer people: coloured rings, the ones
that are spared. Nothing is estimated here; whole people only. Source: docs/decisions/0026-how-answers-travel.md
(same denominator, same order, words, number and table beside).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PEOPLE = 100
A_ROW = 10
STEP = 24  # from one dot's middle to the next, in units of the drawing
GAP = 6  # a little air after every fifth, so that one can count
STRANDS = ("med", "ther", "both", "")


@dataclass(frozen=True, slots=True)
class Dots:
    """One kind of dots of an array as the path of an SVG: each dot is a line without length and with round ends."""

    kind: str  # same | more | spared | rest
    path: str


@dataclass(frozen=True, slots=True)
class Array:
    """One drawn group. ``difference``: people more (or, below zero, fewer) than in the first group."""

    label: str
    people: int
    dots: tuple[Dots, ...]
    difference: int = 0
    low: int | None = None
    high: int | None = None

    @property
    def others(self) -> int:
        """How many it does not happen to."""
        return PEOPLE - self.people

    @property
    def apart(self) -> int:
        """How many people the difference is, either way."""
        return abs(self.difference)


SIDE = 2 * GAP + A_ROW * STEP  # of the whole square


def arrays(groups: Iterable[tuple[str, int, int | None, int | None]]) -> tuple[Array, ...]:
    """The arrays of a figure: (label, how many of 100, low, high) for each group, what is compared with first.

    Raises ValueError for a count that is no whole number of 0 to 100 people.
    """
    found: list[Array] = []
    for label, people, low, high in groups:
        if not 0 <= people <= PEOPLE:
            raise ValueError(f"{people} of {PEOPLE} people cannot be drawn")
        base = found[0].people if found else people
        found.append(Array(label, people, _dots(people, base), people - base, low, high))
    return tuple(found)


def _dots(people: int, base: int) -> tuple[Dots, ...]:
    same, touched = min(people, base), max(people, base)
    kinds = (
        ("same", range(same)),
        ("more" if people > base else "spared", range(same, touched)),
        ("rest", range(touched, PEOPLE)),
    )
    return tuple(Dots(kind, _path(which)) for kind, which in kinds if which)


def _path(which: Sequence[int]) -> str:
    return "".join(f"M{_along(number % A_ROW)} {_along(number // A_ROW)}h0" for number in which)


def _along(place: int) -> int:
    return STEP // 2 + GAP // 2 + place * STEP + (GAP if place >= A_ROW // 2 else 0)
