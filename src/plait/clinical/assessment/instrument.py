"""What a scale or form is: its items, how they are scored, what its totals and changes mean, and who says so.

These frozen types are the schema of ``knowledge/content/instruments``. Values of answers are whole numbers: the score
of the chosen option, a number that is written down (days, minutes), or a time of day as minutes after midnight. Every
item says whether it can speak of harm. Wording is there only where its licence allows; the rest works without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED, Mark

Words = Mapping[str, str]  # by language; empty where wording may not be embedded
AnswerKind = Literal["option", "number", "clock"]
Harm = Literal["none", "self", "others"]
Level = Literal["low", "moderate", "high"]  # how soon a sign of harm must be looked at; never a probability
Scoring = Literal["sum", "domains", "item", "none", "sleep-diary"]
SubscaleScoring = Literal["sum", "mean", "most", "count"]
Direction = Literal["lower", "higher", "none"]  # which way is better
AnsweredBy = Literal["person", "clinician"]
LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
_ORDER: Mapping[str, int] = MappingProxyType({level: place for place, level in enumerate(LEVELS)})
MINUTES_OF_DAY = 24 * 60


def is_sooner(level: Level, before: str) -> bool:
    """Whether a level asks to be looked at sooner than what was said before; "" and unknown words: nothing was."""
    return _ORDER[level] > _ORDER.get(before, -1)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an item, with its score and its words by language."""

    value: int
    text: Words
    code: str = ""  # LOINC answer code


@dataclass(frozen=True, slots=True)
class Condition:
    """At least ``count`` of these items are answered with at least ``at_least``."""

    items: tuple[str, ...]
    at_least: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class RiskAnswer:
    """From this value on, an answer speaks of harm, and is to be looked at as soon as the level says."""

    value: int
    level: Level


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an instrument.

    ``harm`` says of whom it can speak, ``risk`` from which value it does, lowest first. ``low`` and ``high`` bound a
    number that is written down. ``only_if``: asked only where that holds; otherwise it is not missing.
    """

    id: str
    text: Words
    options: tuple[Option, ...] = ()
    code: str = ""  # LOINC
    scored: bool = True
    required: bool = True
    answer: AnswerKind = "option"
    low: int | None = None
    high: int | None = None
    harm: Harm = "none"
    risk: tuple[RiskAnswer, ...] = ()
    only_if: Condition | None = None

    @property
    def risk_from(self) -> int | None:
        """The lowest value that speaks of harm; None where none can."""
        return self.risk[0].value if self.risk else None

    def offers(self, value: object) -> bool:
        """Whether this value can be an answer."""
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        if self.answer == "option":
            return any(option.value == value for option in self.options)
        return self.lowest <= value <= self.highest

    @property
    def lowest(self) -> int:
        """The lowest value that it can have."""
        if self.answer == "option":
            return min(option.value for option in self.options)
        return 0 if self.low is None else self.low

    @property
    def highest(self) -> int:
        """The highest value that it can have."""
        if self.answer == "option":
            return max(option.value for option in self.options)
        return MINUTES_OF_DAY - 1 if self.high is None else self.high

    def level_of(self, value: int) -> Level | None:
        """How soon an answer must be looked at; None where it does not speak of harm."""
        return next((one.level for one in reversed(self.risk) if value >= one.value), None)


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of totals, both ends included."""

    low: int
    high: int
    code: str
    text: Words
    mark: Mark
    citation: Citation

    @property
    def checked(self) -> bool:
        """Whether the band may give a status."""
        return self.mark in CHECKED


@dataclass(frozen=True, slots=True)
class Subscale:
    """A part of the items with a score of its own."""

    id: str
    text: Words
    items: tuple[str, ...]
    scoring: SubscaleScoring = "sum"
    at_least: int = 1  # of "count": what an item must reach to be counted


@dataclass(frozen=True, slots=True)
class Criterion:
    """A rule over single items: met where all of ``every`` hold and, if there are any, ``either_count`` of ``either``.

    ``total_at_least`` asks for a total besides. A met criterion informs ("positive screen"); where it has a ``level``
    it speaks of harm, and the highest level that is met counts.
    """

    code: str
    text: Words
    mark: Mark
    citation: Citation
    every: tuple[Condition, ...] = ()
    either: tuple[Condition, ...] = ()
    either_count: int = 1
    total_at_least: int | None = None
    population: str = ""  # "" everybody; else whom it is for, in words
    level: Level | None = None

    @property
    def checked(self) -> bool:
        """Whether it may give a status."""
        return self.mark in CHECKED


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """What counts as remission, response, partial response, worse and reliable change, each with mark and source.

    All in the instrument's own direction: where higher is better, remission is a total of at least ``remission_at``.
    ``spread`` and ``reliability`` are the standard deviation and the coefficient that ``reliable_points`` came from.
    """

    remission_below: int | None = None
    remission_at: int | None = None
    response_percent: int | None = None
    partial_percent: int | None = None
    worse_points: int | None = None
    reliable_points: Decimal | None = None
    spread: Decimal | None = None
    reliability: Decimal | None = None
    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    citations: Mapping[str, Citation] = field(default_factory=lambda: MappingProxyType({}))

    def checked(self, name: str) -> bool:
        """Whether the named rule's number is checked."""
        return self.marks.get(name) in CHECKED


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often it is asked: days in the acute phase, days later, before each session; None where no rule was read."""

    acute_days: int | None = None
    later_days: int | None = None
    each_session: bool = False
    once: bool = False
    mark: Mark = "unverified"
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """Answers (None where left out) with what must come out."""

    name: str
    answers: tuple[int | None, ...]
    total: int | None
    band: str | None
    risk: tuple[str, ...] = ()  # ids of items that speak of harm
    subscales: Mapping[str, Decimal | None] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[str, ...] = ()  # codes of the criteria that are met
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A validated scale, a screen, a diary or a form of our own (``validated`` false)."""

    id: str
    version: str
    title: Words
    licence: str
    licence_citation: Citation
    wording_embedded: bool
    languages: tuple[str, ...]
    recall: Words
    items: tuple[Item, ...]
    scoring: Scoring
    most_missing: int  # items that may be missing and prorated; 0 = none
    lowest: int
    highest: int
    bands: tuple[Band, ...]
    change: ChangeRule
    panel_code: str = ""  # LOINC
    total_code: str = ""  # LOINC
    cases: tuple[WorkedCase, ...] = ()
    answered_by: AnsweredBy = "person"
    validated: bool = True
    better: Direction = "lower"
    domains: tuple[tuple[str, ...], ...] = ()  # of "domains": the items of which the highest counts
    alternatives: tuple[tuple[str, ...], ...] = ()  # of these items one is answered, as the person finds fitting
    score_item: str = ""  # of "item": the one item that is the score
    subscales: tuple[Subscale, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    rhythm: Rhythm = Rhythm()
    missing_citation: Citation | None = None  # where the rule about missing items was read
    part_of: str = ""  # the instrument that asks the same items, and in ``same_items`` which
    same_items: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # item here -> item there
    conditions: tuple[str, ...] = ()  # what it is for: "depression", "anxiety", ...
    medicine_classes: tuple[str, ...] = ()  # of a side-effect check: whose side effects
    equal_versions: tuple[str, ...] = ()  # earlier versions whose totals mean the same and may be compared with these
    typing: Words = field(default_factory=lambda: MappingProxyType({}))  # how the numbers of a paper form are typed in

    def item(self, item_id: str) -> Item | None:
        """The item of that id."""
        return next((item for item in self.items if item.id == item_id), None)

    def band_for(self, total: int | None) -> Band | None:
        """The band that a total falls into."""
        return next((band for band in self.bands if total is not None and band.low <= total <= band.high), None)

    def judges(self, version: str) -> bool:
        """Whether the rules of this version may speak of a total of that one: it is the same, or declared equal."""
        return version == self.version or version in self.equal_versions

    @property
    def has_total(self) -> bool:
        """Whether there is a total at all."""
        return self.scoring in {"sum", "domains", "item"}

    @property
    def can_speak_of_harm(self) -> bool:
        """Whether an answer to it can open the risk path."""
        return any(item.risk for item in self.items) or any(criterion.level for criterion in self.criteria)
