"""The usual range is drawn where one checked fact speaks for it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plait.clinical.citation import Citation
from plait.clinical.quantity import Dose
from plait.clinical.release import Fact, MedicationKnowledge, Release
from plait.coordination.people.timeline_bands import usual_range
from tests.unit.timeline.stories import Pen

FACT = Fact(
    "usual", "made up", "verified", (Citation("a-label"),), low=Decimal(50), high=Decimal(200), unit="mg", per="day"
)
MEDICINE = Pen().order("sertraline", (10, "start", 50, ""))[0].medicine
HIGHEST = Dose(Decimal(100), "mg")


def knowing(*facts: Fact) -> Release:
    known = MedicationKnowledge("x", "1", "x", (MEDICINE.ingredients[0].rxcui,), (), "", (), facts)
    return Release("test", medications={"x": known})


def test_a_checked_range_is_relative_to_the_persons_highest():
    found = usual_range(MEDICINE, (), HIGHEST, knowing(FACT))
    assert (found.low, found.high) == (Decimal("0.5"), Decimal(2))
    assert "50 to 200 mg" in found.words


@pytest.mark.hazard("H-014")
@pytest.mark.parametrize(
    "other",
    [
        replace(FACT, mark="quoted"),
        replace(FACT, mark="unverified"),
        replace(FACT, per="dose"),
        replace(FACT, population="age 13 and over"),
        replace(FACT, low=None, high=None),
        replace(FACT, unit="mL"),
        replace(FACT, form="injection"),
    ],
)
def test_what_is_not_checked_or_speaks_of_something_else_is_not_drawn(other):
    assert usual_range(MEDICINE, (), HIGHEST, knowing(other)) is None


def test_facts_that_disagree_draw_nothing_unless_one_is_for_what_it_is_ordered_for():
    for_ocd = replace(FACT, indication="OCD", high=Decimal(300))
    assert usual_range(MEDICINE, (), HIGHEST, knowing(FACT, for_ocd)) is None
    assert usual_range(MEDICINE, ("ocd",), HIGHEST, knowing(FACT, for_ocd)).high == Decimal(3)
