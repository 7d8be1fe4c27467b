"""The same knowledge has the same fingerprint; any news changes it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from plait.clinical.fingerprint import canonical, canonical_text, fingerprint
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.situation import Allergy, CodeableConcept, Medication, Person, Situation, seal, to_json

NOW = Instant.parse("2026-11-24T09:00:00-05:00")
ONE = Medication("sertraline", ("36437",), "active", key="1", dose=Dose(Decimal("50.0"), "mg"), timing=Timing("daily"))
TWO = Medication("lithium", ("6448",), "active", key="2", start=NOW)
BOTH = Situation(NOW, Person(PartialDate(1980)), medications=(ONE, TWO), allergies=(Allergy(CodeableConcept("bees")),))


def test_values_have_one_text() -> None:
    value = {
        "number": Decimal("50.00"),
        "hundred": Decimal("1E+2"),
        "nothing": Decimal("-0.0"),
        "at": NOW,
        "moment": datetime(2026, 11, 24, 14, tzinfo=UTC),
        "day": date(2026, 11, 24),
        "born": PartialDate(2019, season="spring"),
        "id": UUID(int=1),
        "set": frozenset({"b", "a"}),
        "yes": True,
        "none": None,
    }
    assert canonical(value) == {
        "at": "2026-11-24T14:00:00Z",
        "born": "spring 2019",
        "day": "2026-11-24",
        "hundred": "100",
        "id": "00000000-0000-0000-0000-000000000001",
        "moment": "2026-11-24T14:00:00Z",
        "none": None,
        "nothing": "0",
        "number": "50",
        "set": ["a", "b"],
        "yes": True,
    }
    assert canonical_text({"b": 1, "a": ("é",)}) == '{"a":["é"],"b":1}'


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), {1: "a"}, object(), datetime(2026, 1, 1), Situation])  # noqa: DTZ001
def test_what_has_no_exact_text_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        fingerprint(value)


def test_a_fingerprint_is_stable() -> None:
    assert fingerprint({"a": Decimal("1.0")}) == fingerprint({"a": Decimal(1)})
    assert fingerprint({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_a_situation_is_stable_json() -> None:
    whole = to_json(BOTH)
    assert json.loads(json.dumps(whole)) == whole
    assert whole["as_of"] == "2026-11-24T14:00:00Z"
    assert whole["medications"][1]["dose"] == {"value": "50", "unit": "mg"}
    assert set(whole) == set(BOTH.__dataclass_fields__)


def test_the_order_of_storage_is_no_news_and_neither_is_the_hour() -> None:
    turned = replace(BOTH, medications=(TWO, ONE), as_of=NOW.plus(days=1))
    assert seal(turned) == seal(BOTH)
    assert fingerprint(turned) != fingerprint(BOTH)


@pytest.mark.hazard("H-016")
def test_any_news_changes_the_seal() -> None:
    news = (
        replace(BOTH, medications=(ONE,)),
        replace(BOTH, medications=(replace(ONE, dose=Dose(Decimal(75), "mg")), TWO)),
        replace(BOTH, allergies=()),
        replace(BOTH, person=Person(PartialDate(1980, 1))),
    )
    assert len({seal(situation) for situation in (*news, BOTH)}) == 5
