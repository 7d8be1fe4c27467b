"""A side-effect check finds its medicines: by the classes that the medicines' own files name."""

from __future__ import annotations

import pytest

from plait.knowledge.loader import release


def test_every_class_that_an_instrument_names_is_a_class_of_a_medicine() -> None:
    known = {name for medication in release().medications.values() for name in medication.classes}
    named = {name: one.id for one in release().instruments.values() for name in one.medicine_classes}
    assert {name: who for name, who in named.items() if name not in known} == {}


@pytest.mark.hazard("H-005")
def test_every_side_effect_check_of_our_own_asks_about_thoughts_of_harm() -> None:
    own = [one for one in release().instruments.values() if one.medicine_classes and not one.validated]
    assert len(own) == 5
    for one in own:
        levels = {answer.value: answer.level for item in one.items if item.harm == "self" for answer in item.risk}
        assert levels == {1: "low", 2: "moderate", 3: "high"}, one.id
