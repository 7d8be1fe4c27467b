"""What a decision aid is made of: pages, signs of danger, comparisons, options, numbers, values and its own paperwork.

These frozen types are the schema of ``knowledge/content/aid``. ``Words`` stand in every language of the aid (English
and Spanish). Nothing here knows a person: answers are passed to the functions beside it. An aid informs; it never
diagnoses and never picks. Source: IPDAS (docs/decisions/0028-the-aid.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Citation, Source
from plait.clinical.finding import CHECKED, Mark

Words = Mapping[str, str]  # by language: "en", "es"
Answers = Mapping[str, tuple[str, ...]]  # page id -> chosen codes, in the order of the page
Kind = Literal["one", "many", "instrument", "comparison", "values", "certainty", "sheet"]
Harm = Literal["none", "self", "others", "both"]  # of whom an answer can speak
FlagLevel = Literal["now", "today", "soon"]
FlagWhom = Literal["self", "others", "both", ""]  # "": danger that nobody intends (mania, psychosis, withdrawal, ...)
Arm = Literal["wait", "therapy", "medication", "both", "talk"]
Direction = Literal["for", "against", "neither"]
KINDS: tuple[Kind, ...] = ("one", "many", "instrument", "comparison", "values", "certainty", "sheet")
ARMS: tuple[Arm, ...] = ("wait", "therapy", "medication", "both", "talk")
LANGUAGES = ("en", "es")
WEIGHTS = ("a-lot", "a-little", "not", "dont-know")  # how much something matters to the person
CERTAINTY = ("yes", "no", "unsure")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on the answers of a page, or on a fact drawn from them.

    ``codes``: one of them was chosen (none named: the page was answered at all). ``exactly``: they and no other.
    ``at_least``: so many were chosen, or, on an instrument's page, the total is at least that. ``negated``: not so.
    """

    page: str
    codes: tuple[str, ...] = ()
    exactly: bool = False
    at_least: int | None = None
    negated: bool = False


# All clauses of one line hold, in at least one of the lines. No line at all: always.
When = tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A conclusion from several answers, asked for like the answer of a page ("severity" is "mild")."""

    id: str
    code: str
    when: When


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a page offers. ``flag``: the sign of danger it raises. ``harm`` is declared by every choice.

    ``alone``: it cannot stand beside others ("None of these"). ``only_if``: whom it is offered to.
    """

    code: str
    words: Words
    harm: Harm
    help: Words | None = None
    flag: str | None = None
    alone: bool = False
    only_if: When = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One question, or one of the pages after the questions. ``said`` leads its line on the sheet."""

    id: str
    kind: Kind
    asks: Words
    group: str
    help: Words | None = None
    choices: tuple[Choice, ...] = ()
    instrument: str = ""
    optional: bool = False
    said: Words | None = None
    only_if: When = ()

    def choice(self, code: str) -> Choice | None:
        """The choice with this code."""
        return next((one for one in self.choices if one.code == code), None)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign of danger: what it is, why it matters, what to do, and how soon."""

    id: str
    level: FlagLevel
    title: Words
    why: Words
    do: Words
    whom: FlagWhom = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One group of a number: how many of 100, rounded to a whole person; ``low`` and ``high``: how sure that is."""

    label: Words
    per_100: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with all that must stand beside it: for whom, over what time, how sure, where read and when.

    ``id`` is the id of the row of evidence. Only a checked figure out of 100 is drawn; the others stand as text.
    """

    id: str
    asks: Words  # "Of 100 adults with ..., how many ...?"
    says: Words
    bars: tuple[Bar, ...]
    population: Words
    period: Words
    uncertainty: Words
    mark: Mark
    citation: Citation
    computed: bool = False  # pooled by us from published data
    denominator: int | None = HUNDRED  # None: no figure out of a whole

    @property
    def checked(self) -> bool:
        """Whether the figure was read in the source itself, or agreed on by two."""
        return self.mark in CHECKED

    @property
    def drawn(self) -> bool:
        """Whether it may be drawn as an icon array."""
        return self.checked and not self.computed and bool(self.bars) and self.denominator == HUNDRED


@dataclass(frozen=True, slots=True)
class Point:
    """One statement about an option: an answer to a question that all answer, or what speaks for or against it."""

    words: Words
    mark: Mark
    citation: Citation


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether an option fits what matters to a person, and why: the reason that is printed when it moves."""

    direction: Direction
    why: Words


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go, told in the same rows as every other. ``arm``: which of the four ways it is."""

    id: str
    arm: Arm
    name: Words
    short: Words  # one line under the name
    rows: Mapping[str, Point]  # row id -> what it says; the same rows for every option
    pros: tuple[Point, ...]
    cons: tuple[Point, ...]
    fits: Mapping[str, Fit]  # value id -> fit


@dataclass(frozen=True, slots=True)
class Offered:
    """An option within a comparison: its figures, or in plain words that no good one was found."""

    option: str
    numbers: tuple[str, ...] = ()
    no_number: Words | None = None


@dataclass(frozen=True, slots=True)
class NotOffered:
    """One of the four ways that is not offered here, and why."""

    arm: Arm
    name: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this comparison is shown: the answer that led to it."""

    words: Words
    when: When = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The options for a situation, and the line of reasoning they come from, with its source."""

    id: str
    title: Words
    about: Words  # the condition, in plain words
    course: Words  # what often happens without treatment
    reasons: tuple[Reason, ...]
    line: Words  # the line of reasoning
    mark: Mark
    citations: tuple[Citation, ...]
    offers: tuple[Offered, ...]
    left_out: tuple[NotOffered, ...] = ()
    when: When = ()
    numbers_for_adults: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """Something that may matter to a person when they choose."""

    id: str
    asks: Words
    said: Words


@dataclass(frozen=True, slots=True)
class Check:
    """One of the four yes/no questions about how sure somebody is."""

    id: str
    asks: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the 35 criteria of IPDAS for a treatment decision, and whether this aid meets it."""

    id: str
    kind: Literal["qualifying", "certifying", "quality"]
    asks: Words
    met: bool
    why: Words


@dataclass(frozen=True, slots=True)
class RowAsked:
    """One of the questions that every option answers ("How soon?")."""

    id: str
    asks: Words


@dataclass(frozen=True, slots=True)
class Aid:
    """A whole decision aid of one version."""

    id: str
    version: str
    title: Words
    decision: Words  # the decision, stated
    no_diagnosis: Words  # that it never diagnoses
    published: date
    updated: date
    review_by: date
    funding: Words
    update_policy: Words
    how_chosen: Words  # how the evidence was chosen and judged
    authors: tuple[Words, ...]
    reading: Words  # how easy it is to read, as measured
    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    flags: Mapping[str, RedFlag]
    comparisons: tuple[Comparison, ...]
    options: Mapping[str, Option]
    rows: tuple[RowAsked, ...]
    numbers: Mapping[str, Number]
    values: tuple[Value, ...]
    weights: Mapping[str, Words]  # the words of each weight
    certainty: tuple[Check, ...]
    certainty_answers: Mapping[str, Words]
    talk: Words  # what is offered where somebody is not sure
    no_wait: Words  # why waiting is not offered while a sign of danger is there
    questions: tuple[Words, ...]  # to ask the clinician
    refusals: Mapping[str, Words]  # why an answer is refused -> in words
    criteria: tuple[Criterion, ...]
    sources: Mapping[str, Source]
    instruments: Mapping[str, Instrument]

    def page(self, page_id: str) -> Page | None:
        """The page with this id, as it stands in the aid."""
        return next((one for one in self.pages if one.id == page_id), None)
