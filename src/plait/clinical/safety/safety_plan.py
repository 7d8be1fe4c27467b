"""What a person and their clinicians have agreed for the hours in which staying alive is hard: a safety plan.

Seven parts, each a list of lines; a line may carry a phone number. The order of the parts is the order of use: from
what one notices, over what one can do alone, to whom one calls, and how the place is made safe. What is worth living
for is there if the person wants it. The six steps are those of Stanley and Brown, Cognitive and Behavioral Practice
2012;19:256-264; every word on screen is ours.

Nothing here judges a risk. What is compared is text: ``changes`` says what differs, and ``rebuilt`` gives the later
plan back from the earlier one and the differences, so that a reader of the differences has read everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Literal

PARTS = ("signs", "alone", "distraction", "people", "professionals", "surroundings", "reasons")
WITH_PHONE = frozenset({"distraction", "people", "professionals"})
MOST_LINES = 12  # a part that is longer is read by nobody in need
LONGEST = 300
LONGEST_PHONE = 40
FEWEST_DIGITS = 3  # 988

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a part: a sign, an act, a person, a place. ``phone`` as somebody wrote it."""

    text: str
    phone: str = ""

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it; "" where there is none. An extension is dialled after a pause."""
        number, _mark, extension = self.phone.casefold().partition("x")
        digits = "".join(sign for sign in number if sign.isdecimal())
        if len(digits) < FEWEST_DIGITS:
            return ""
        plus = "+" if number.strip().startswith("+") else ""
        more = "".join(sign for sign in extension if sign.isdecimal())
        return f"{plus}{digits}{',' + more if more else ''}"


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """The seven parts. Empty lines are none, and space around words means nothing."""

    signs: Lines = ()
    alone: Lines = ()
    distraction: Lines = ()
    people: Lines = ()
    professionals: Lines = ()
    surroundings: Lines = ()
    reasons: Lines = ()

    def part(self, name: str) -> Lines:
        """The lines of a part. KeyError for what is no part."""
        if name not in PARTS:
            raise KeyError(name)
        found: Lines = getattr(self, name)
        return found

    @property
    def parts(self) -> tuple[tuple[str, Lines], ...]:
        """Every part in the order of use, also those that are empty."""
        return tuple((name, self.part(name)) for name in PARTS)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(lines for _name, lines in self.parts)

    def stored(self) -> dict[str, list[list[str]]]:
        """As columns: for each part a list of [words, phone]."""
        return {name: [[line.text, line.phone] for line in lines] for name, lines in self.parts}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> SafetyPlan:
        """From columns, whoever wrote them: what is no line is left out, and no part is missing."""
        return plan({name: _lines(stored.get(name)) for name in PARTS})


def plan(parts: Mapping[str, Iterable[Line]]) -> SafetyPlan:
    """A plan from lines as they were typed. KeyError for what is no part."""
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise KeyError(unknown[0])
    return SafetyPlan(**{name: _tidy(name, parts.get(name, ())) for name in PARTS})


def _tidy(name: str, lines: Iterable[Line]) -> Lines:
    found = []
    for line in lines:
        words = " ".join(line.text.split())
        phone = " ".join(line.phone.split()) if name in WITH_PHONE else ""
        if words or phone:
            found.append(Line(words or phone, phone))
    return tuple(found)


def _lines(stored: Any) -> list[Line]:
    if not isinstance(stored, list):
        return []
    pairs = [one for one in stored if isinstance(one, list) and one and all(isinstance(part, str) for part in one)]
    return [Line(one[0], one[1] if len(one) > 1 else "") for one in pairs]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in a part: which line, from which place (in the earlier list) to which (in the later)."""

    part: str
    kind: Kind
    before: Line | None = None
    after: Line | None = None
    before_at: int | None = None
    after_at: int | None = None


def changes(before: SafetyPlan, after: SafetyPlan) -> tuple[Change, ...]:
    """What differs, part by part, in the order in which it is read. Nothing where the two are equal."""
    return tuple(change for name in PARTS for change in _of_part(name, before.part(name), after.part(name)))


def _of_part(name: str, old: Lines, new: Lines) -> list[Change]:
    found: list[Change] = []
    gone: dict[int, Line] = {}
    come: dict[int, Line] = {}
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone |= {place: old[place] for place in range(a, b)}
            come |= {place: new[place] for place in range(c, d)}
    for after_at, line in list(come.items()):
        if (before_at := _place_of(line, gone)) is not None:
            found.append(Change(name, "moved", line, line, before_at, after_at))
            del gone[before_at], come[after_at]
    for before_at, line in list(gone.items()):
        if (near := _nearest(line, come)) is not None:
            found.append(Change(name, "changed", line, come.pop(near), before_at, near))
            del gone[before_at]
    found += [Change(name, "removed", before=line, before_at=place) for place, line in gone.items()]
    found += [Change(name, "added", after=line, after_at=place) for place, line in come.items()]
    return sorted(found, key=lambda one: (_read_at(one), one.kind))


def _read_at(change: Change) -> int:
    """Where in its part a change is read: at its new place, or where it stood."""
    place = change.after_at if change.after_at is not None else change.before_at
    return place if place is not None else 0


def _place_of(line: Line, among: Mapping[int, Line]) -> int | None:
    return next((place for place, other in among.items() if other == line), None)


ALIKE = (3, 5)  # three of five signs the same: one line in other words, and not two lines


def _nearest(line: Line, among: Mapping[int, Line]) -> int | None:
    """The line that this one became: the one most alike, if it is alike enough to be read as the same."""
    scored = [(_shared(line, other), -place) for place, other in among.items()]
    best = max(scored, default=((0, 1), 0), key=lambda one: (one[0][0] * 1000 // max(one[0][1], 1), one[1]))
    (same, whole), place = best
    return -place if same and same * ALIKE[1] >= whole * ALIKE[0] else None


def _shared(one: Line, other: Line) -> tuple[int, int]:
    """How many signs two lines share, of how many; the same words with another number are one line."""
    if one.text == other.text:
        return (1, 1)
    matcher = SequenceMatcher(a=one.text, b=other.text, autojunk=False)
    return (2 * sum(block.size for block in matcher.get_matching_blocks()), len(one.text) + len(other.text))


def rebuilt(before: SafetyPlan, told: Sequence[Change]) -> SafetyPlan:
    """The later plan, from the earlier one and the differences."""
    return SafetyPlan(**{name: _rebuilt(before.part(name), [c for c in told if c.part == name]) for name in PARTS})


def _rebuilt(old: Lines, told: Sequence[Change]) -> Lines:
    left = {change.before_at for change in told if change.before_at is not None}
    kept = iter([line for place, line in enumerate(old) if place not in left])
    come = {change.after_at: change.after for change in told if change.after_at is not None}
    length = len(old) - len(left) + len(come)
    return tuple(come[place] or Line("") if place in come else next(kept) for place in range(length))


@dataclass(frozen=True, slots=True)
class Rebased:
    """What somebody typed, laid upon what a colleague wrote meanwhile; ``clashing`` parts were changed by both."""

    plan: SafetyPlan
    clashing: tuple[str, ...]


def rebased(base: SafetyPlan, mine: SafetyPlan, theirs: SafetyPlan) -> Rebased:
    """Bring two changes of one plan together, part by part. Where both changed a part, mine stays and is named."""
    together, clashing = {}, []
    for name in PARTS:
        was, own, other = base.part(name), mine.part(name), theirs.part(name)
        together[name] = other if own == was else own
        if own not in (was, other) and other != was:
            clashing.append(name)
    return Rebased(SafetyPlan(**together), tuple(clashing))


assert tuple(one.name for one in fields(SafetyPlan)) == PARTS  # noqa: S101 - the parts are named in one order
