"""A side-effect check finds its medicines: by the classes that the medicines' own files name."""

from __future__ import annotations

from plait.knowledge.loader import release


def test_every_class_that_an_instrument_names_is_a_class_of_a_medicine() -> None:
    known = {name for medication in release().medications.values() for name in medication.classes}
    named = {name: one.id for one in release().instruments.values() for name in one.medicine_classes}
    assert {name: who for name, who in named.items() if name not in known} == {}
