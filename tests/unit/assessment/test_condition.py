"""Which problem on a list an instrument may be proposed for: by code where there is one, else by words."""

from __future__ import annotations

import pytest

from plait.clinical.coding import ICD10CM, CodeableConcept, Coding
from plait.knowledge.loader import release

SNOMED = "http://snomed.info/sct"


def meant(text: str, *codes: str, system: str = ICD10CM) -> list[str]:
    concept = CodeableConcept(text, tuple(Coding(system, code, "") for code in codes))
    return [one.id for one in release().conditions if one.is_meant_by(concept)]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("Post-traumatic stress disorder", ["ptsd"]),
        ("PTSD, chronic", ["ptsd"]),
        ("Posttraumatic stress disorder", ["ptsd"]),
        ("Stress disorder, post-traumatic", ["ptsd"]),
        ("Major depressive disorder, recurrent", ["depression"]),
        ("Obsessive-compulsive disorder", ["ocd"]),
        ("Sleeplessness", ["insomnia"]),
        ("Attention-deficit hyperactivity disorder", ["adhd"]),
        ("Generalised anxiety", ["anxiety"]),
        ("Ankle sprain", []),
        ("Stress at work", []),
    ],
)
def test_without_a_code_by_the_beginnings_of_words(text: str, conditions: list[str]) -> None:
    assert meant(text) == conditions


@pytest.mark.parametrize(
    ("code", "conditions"),
    [
        ("F33.1", ["depression"]),
        ("F331", ["depression"]),
        ("F43.10", ["ptsd"]),
        ("F43.20", []),
        ("F31.4", ["depression", "bipolar"]),
        ("F31.9", ["bipolar"]),
        ("F10.20", ["alcohol-use"]),
        ("F17.210", []),
        ("G47.00", ["insomnia"]),
        ("G47.33", []),
        ("O99.345", ["perinatal-depression"]),
    ],
)
def test_by_the_beginning_of_its_code(code: str, conditions: list[str]) -> None:
    assert meant("whatever it says", code) == conditions


def test_a_code_is_believed_before_the_words_and_only_in_its_own_system() -> None:
    assert meant("No longer depressed, adjustment disorder", "F43.20") == []
    assert meant("Depression", "370143000", system=SNOMED) == ["depression"]
    assert meant("Ankle sprain", "F33", system=SNOMED) == []


def test_every_condition_that_an_instrument_is_for_stands_in_the_table() -> None:
    named = {name for one in release().instruments.values() for name in one.conditions}
    assert named == {one.id for one in release().conditions}
