"""The frozen types that clinical knowledge is loaded into. They are its schema.

``Release`` is immutable and passed as an argument. Every fact carries its mark and its source; "checked" means the
mark is ``verified`` or ``corroborated`` and nothing else (see finding.CHECKED).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from plait.clinical.assessment.condition import Condition
from plait.clinical.assessment.expected_course import Expectation
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Citation, Source
from plait.clinical.finding import CHECKED, Mark
from plait.clinical.safety.harm_clock import Clocks


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about a medicine, with what it is for and where it was read.

    ``low`` and ``high`` are numbers in ``unit`` (both equal for a single number, both None for words).
    """

    topic: str  # start | usual | max | boxed | contraindication | ...
    says: str
    mark: Mark
    citations: tuple[Citation, ...]
    population: str = "adults"
    indication: str = ""
    form: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    per: str = ""  # day | dose | week | ...

    @property
    def checked(self) -> bool:
        """Whether its number may be drawn, pre-filled or used to judge."""
        return self.mark in CHECKED


@dataclass(frozen=True, slots=True)
class MedicationKnowledge:
    """What is known about one medicine (one ingredient or fixed combination, over all its forms)."""

    id: str
    version: str
    name: str
    rxcuis: tuple[str, ...]  # RxNorm ingredient codes; several where salts have codes of their own
    classes: tuple[str, ...]
    schedule: str  # "" or "II".."V" (US Controlled Substances Act)
    brands: tuple[str, ...]
    facts: tuple[Fact, ...]
    ingredients: tuple[str, ...] = ()  # of a fixed combination: the RxNorm ingredients that it joins
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))  # see speaks_of
    reviewed_by: str = ""  # a licensed clinician's name and licence, "" until signed

    def about(self, topic: str) -> tuple[Fact, ...]:
        """The facts of one topic, in the file's order."""
        return tuple(fact for fact in self.facts if fact.topic == topic)

    def speaks_of(self, fact: Fact, form: str) -> bool:
        """Whether a fact is about a product of this form ("24-hour extended-release oral capsule").

        ``forms`` says which product forms each form of a fact covers. A fact without a form speaks of every product
        form that none of them claims. Where the form of what is taken is not known (""), only such a fact speaks.
        """
        if fact.form:
            return form in self.forms.get(fact.form, ())
        return not any(form in claimed for claimed in self.forms.values())


@dataclass(frozen=True, slots=True)
class Release:
    """All clinical knowledge of one version, immutable."""

    version: str  # content hash, first 12 hex digits, with the newest effective_from before it
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    instruments: Mapping[str, Instrument] = field(default_factory=lambda: MappingProxyType({}))
    medications: Mapping[str, MedicationKnowledge] = field(default_factory=lambda: MappingProxyType({}))
    expectations: tuple[Expectation, ...] = ()  # what is expected of a score by a week of treatment
    clocks: Clocks | None = None  # of the risk path
    conditions: tuple[Condition, ...] = ()  # what is measured, as it is known on a problem list

    def medication_for(self, rxcui: str) -> MedicationKnowledge | None:
        """What is known about an RxNorm ingredient, or None: never a guess."""
        return next((known for known in self.medications.values() if rxcui in known.rxcuis), None)

    def medication_of(self, rxcuis: Collection[str]) -> MedicationKnowledge | None:
        """What is known about a medicine by all its ingredients: a single one, or a fixed combination as a whole.

        None where the combination has no file of its own: what is known about its parts does not speak for it.
        """
        if len(rxcuis) == 1:
            return self.medication_for(next(iter(rxcuis)))
        wanted = frozenset(rxcuis)
        return next((k for k in self.medications.values() if k.ingredients and wanted == {*k.ingredients}), None)
