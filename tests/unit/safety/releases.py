"""A small release for the checks; its numbers are made up and its sources too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from plait.clinical.citation import Citation
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.release import Fact, MedicationKnowledge, Release
from plait.clinical.situation import Medication, Person, Situation

NOW = Instant.parse("2026-11-24T12:00:00Z")
ADULT = Person(birth_date=PartialDate(1980, 5, 3))
CHILD = Person(birth_date=PartialDate(2015))


def limit(number: str, **more: Any) -> Fact:
    fact = {
        "topic": "max",
        "says": f"At most {number} mg.",
        "mark": "verified",
        "citations": (Citation("label-x", "2.1"),),
        "low": Decimal(number),
        "high": Decimal(number),
        "unit": "mg",
        "per": "day",
    }
    return Fact(**{**fact, **more})


def boxed(says: str, **more: Any) -> Fact:
    return limit("1", **{"topic": "boxed", "says": says, "low": None, "high": None, "unit": "", "per": "", **more})


def known(name: str, *facts: Fact, codes: tuple[str, ...] = (), **more: Any) -> MedicationKnowledge:
    return MedicationKnowledge(
        id=name,
        version="1",
        name=name,
        rxcuis=codes or (name,),
        classes=(),
        schedule="",
        brands=(name.title() + "ol",),
        facts=facts,
        **more,
    )


def release(*medicines: MedicationKnowledge) -> Release:
    return Release(version="test-1", medications={m.id: m for m in medicines})


def takes(name: str, mg: str | None = "50", timing: Timing | None = Timing("daily"), **more: Any) -> Medication:  # noqa: B008 - frozen
    medication = {"ingredients": (name,), "status": "active", "key": "", "form": "oral tablet"}
    dose = None if mg is None else Dose(Decimal(mg), "mg")
    return Medication(name=name, dose=dose, timing=timing, **{**medication, **more})


def situation(*medications: Medication, person: Person = ADULT, **more: Any) -> Situation:
    return Situation(NOW, person=person, medications=medications, **more)
