"""Everything that is known of a person at a moment, in one frozen value.

It has its full shape from the first day, even where most of it is still empty: what is missing is ``None`` or an
empty tuple and is said, never guessed. Knowledge and situation are all that the core needs; it reads no clock.
Times are instants or partial dates. Units are UCUM.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from plait.clinical.coding import CodeableConcept
from plait.clinical.fingerprint import canonical, canonical_text, fingerprint
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose

Sex = Literal["female", "male", "other", "unknown"]
MedicationStatus = Literal["active", "on-hold", "proposed", "stopped", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """Pregnancy and lactation as last asked."""

    state: Literal["none", "planning", "pregnant", "postpartum", "unknown"]
    weeks: int | None = None
    breastfeeding: bool | None = None
    asked_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, as far as treatment turns on it. Weight in kg, height in cm."""

    birth_date: PartialDate | None = None
    sex: Sex = "unknown"  # sex for clinical use
    weight: Decimal | None = None
    height: Decimal | None = None
    ancestry: str | None = None
    smoking: str | None = None
    smoking_changed_on: PartialDate | None = None
    alcohol: str | None = None
    cannabis: str | None = None
    caffeine: str | None = None
    pregnancy: Pregnancy | None = None


CURRENT = frozenset({"active", "recurrence", "relapse"})  # FHIR R4 condition-clinical: what came back is active too


@dataclass(frozen=True, slots=True)
class Problem:
    """A condition that is on the problem list."""

    concept: CodeableConcept
    clinical_status: str = "active"
    onset: PartialDate | None = None

    @property
    def current(self) -> bool:
        """Whether the person has it now: also where it came back after it had been better or over."""
        return self.clinical_status in CURRENT


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy or intolerance. ``ingredient`` is an RxNorm ingredient code where the substance is a medicine."""

    substance: CodeableConcept
    ingredient: str | None = None
    reaction: str = ""
    severity: str = ""
    kind: Literal["allergy", "intolerance"] = "allergy"


@dataclass(frozen=True, slots=True)
class DoseStep:
    """A stretch of a medicine's history: this dose from then until then (None: goes on)."""

    start: Instant
    end: Instant | None
    dose: Dose | None
    timing: Timing | None
    on_hold: bool = False


@dataclass(frozen=True, slots=True)
class Medication:
    """One medicine as this person takes it, may take it, or is about to."""

    name: str  # as the chart calls it
    ingredients: tuple[str, ...]  # RxNorm ingredient codes; empty: unknown medicine
    status: MedicationStatus
    key: str = ""  # order or statement id, so that a finding can point at it
    product: str | None = None  # RxNorm product code
    form: str = ""
    route: str = ""
    dose: Dose | None = None
    timing: Timing | None = None
    start: Instant | None = None
    stop: Instant | None = None
    history: tuple[DoseStep, ...] = ()
    adherence: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A laboratory or other measured result."""

    code: str  # LOINC
    value: Decimal
    unit: str  # UCUM
    taken_at: Instant
    last_dose_at: Instant | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A total of an instrument at a moment; ``risk_items`` are the answers that speak of harm."""

    instrument: str
    version: str
    total: Decimal | None
    taken_at: Instant
    risk_items: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is known of a person at ``as_of``."""

    as_of: Instant
    person: Person = Person()
    conditions: tuple[Problem, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    medications: tuple[Medication, ...] = ()
    results: tuple[Result, ...] = ()
    scores: tuple[Score, ...] = ()
    vitals: tuple[Result, ...] = ()
    genes: tuple[str, ...] = ()  # accepted, answered "not used"


SORTED = ("conditions", "allergies", "medications", "results", "scores", "vitals", "genes")


def to_json(situation: Situation) -> dict[str, Any]:
    """The situation as stable JSON: decimals and times as text, its lists sorted, so that storage order is no news."""
    whole: dict[str, Any] = canonical(situation)
    for name in SORTED:
        whole[name] = sorted(whole[name], key=canonical_text)
    return whole


def seal(situation: Situation) -> str:
    """The fingerprint of all that is known, whenever it was asked for: ``as_of`` is left out.

    A preview hands it out, a commit builds it again: equal means that nothing changed in between.
    """
    known = to_json(situation)
    del known["as_of"]
    return fingerprint(known)
