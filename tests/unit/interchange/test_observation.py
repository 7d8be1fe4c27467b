"""Totals, forms and other results: what may stand on a timeline, and what is kept because it may not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.coding import CodeableConcept
from plait.clinical.moment import Instant, PartialDate
from plait.coordination.interchange.reading.parts import Quantity

from .bundles import loinc, observation, received, warnings, why_kept

PHQ_9_ITEMS = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")


def answer(code: str, value: int) -> dict:
    return {"code": loinc(code), "valueCodeableConcept": loinc(f"LA{6568 + value}-{'5319'[value]}")}


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 12},
        {"valueQuantity": {"value": 12}},
        {"valueQuantity": {"value": 12.0, "code": "{score}"}},
        {"valueQuantity": {"value": 12, "unit": "points"}},
    ],
)
def test_a_total_is_a_whole_number(value):
    score = received(observation("44261-6", **value)).scores[0]
    assert (score.instrument, score.total) == ("phq-9", 12)
    assert score.taken.at == Instant.parse("2026-03-01T09:00:00Z")


def test_gad_7():
    assert received(observation("70274-6", valueInteger=21)).scores[0].instrument == "gad-7"


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("44261-6", {"valueInteger": 28}, "score-out-of-range"),
        ("44261-6", {"valueInteger": -1}, "score-out-of-range"),
        ("70274-6", {"valueInteger": 22}, "score-out-of-range"),
        ("44261-6", {"valueQuantity": {"value": 12.5}}, "score-not-whole"),
        ("44261-6", {"valueQuantity": {"value": 12, "unit": "%"}}, "score-not-whole"),
        ("44261-6", {"valueQuantity": {"value": 12, "comparator": ">"}}, "score-not-whole"),
        ("44261-6", {"valueString": "12"}, "score-not-whole"),
        ("44261-6", {"valueBoolean": True}, "score-not-whole"),
        ("44261-6", {}, "score-not-whole"),
        ("44261-6", {"valueInteger": 12, "effectiveDateTime": None}, "no-date"),
        ("44261-6", {"valueInteger": 12, "effectiveDateTime": "0000"}, "not-a-date"),
        ("44261-6", {"valueInteger": 12, "status": "perfect"}, "unknown-code"),
        ("8302-2", {}, "no-value"),
        ("8302-2", {"dataAbsentReason": {"text": "refused"}}, "no-value"),
        ("8302-2", {"valueSampledData": {"origin": {"value": 1}}}, "value-not-read"),
        ("8302-2", {"valueQuantity": {"value": "170"}}, "wrong-type"),
        ("8302-2", {"valueString": "a", "valueInteger": 1}, "two-values"),
        ("8302-2", {"component": [{"valueInteger": 1}]}, "missing"),
    ],
)
def test_what_cannot_be_read_is_kept(code, value, reason):
    assert why_kept(received(observation(code, **value))) == {"o1": reason}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (
            {"valueQuantity": {"value": 0.80, "unit": "mmol/L", "code": "mmol/L"}},
            Quantity(Decimal("0.8"), "mmol/L", "mmol/L", ""),
        ),
        ({"valueCodeableConcept": {"text": "Never smoker"}}, CodeableConcept("Never smoker")),
        ({"valueString": "clear"}, "clear"),
        ({"valueBoolean": False}, False),
        ({"valueInteger": 3}, 3),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "mg"}}}, "1 – 2 mg"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1 / 128"),
        ({"valueTime": "08:00:00"}, "08:00:00"),
        ({"valuePeriod": {"start": "2020", "end": "2021"}}, "2020 – 2021"),
    ],
)
def test_values_in_every_shape(given, value):
    assert received(observation("1-8", **given)).results[0].value == value


def test_components_and_ranges():
    pressure = [
        {"code": loinc("8480-6", "systolic"), "valueQuantity": {"value": 120, "unit": "mm[Hg]"}},
        {"code": loinc("8462-4", "diastolic"), "dataAbsentReason": {"text": "not measured"}},
    ]
    low = {"low": {"value": 0.6, "unit": "mmol/L"}, "high": {"value": 1.2, "unit": "mmol/L"}}
    found = received(observation("55284-4", component=pressure, referenceRange=[low, {"text": "as usual"}])).results[0]
    assert [one.concept.text for one in found.components] == ["systolic", "diastolic"]
    assert (found.components[1].value, found.components[1].absent) == (None, "not measured")
    assert found.reference_ranges == ("0.6 – 1.2 mmol/L", "as usual")


def test_dates_stay_as_exact_as_they_came():
    partial = received(observation("8302-2", valueString="tall", effectiveDateTime="2019-05")).results[0]
    assert (partial.taken.at, partial.taken.on) == (None, PartialDate(2019, 5))
    assert partial.taken.earliest() == Instant.parse("2019-05-01T04:00:00Z")
    assert partial.taken.latest() == Instant.parse("2019-06-01T04:00:00Z")
    found = received(observation("8302-2", valueString="tall", effectiveDateTime="2019-05-03T10:00:00"))
    assert (found.results[0].taken.at, found.results[0].taken.on) == (None, PartialDate(2019, 5, 3))
    assert warnings(found, "o1") == {"no-zone"}
    late = received(observation("8302-2", valueString="tall", effectiveDateTime="2019-05-03T23:30:00-07:00")).results[0]
    assert late.taken.date() == PartialDate(2019, 5, 4)


def test_the_date_of_issue_stands_in_and_is_said():
    issued = observation("8302-2", valueString="tall", effectiveDateTime=None, issued="2019-05-03T10:00:00Z")
    assert warnings(received(issued), "o1") == {"issued-as-date"}
    period = observation("8302-2", valueString="tall", effectiveDateTime=None, effectivePeriod={"start": "2019"})
    assert received(period).results[0].taken.text == "2019"


def test_what_was_taken_back_is_said():
    assert received(observation("44261-6", valueInteger=3, status="entered-in-error")).scores[0].in_error


def test_a_form_sent_as_one_observation():
    whole = observation("44249-1", component=[answer(code, 1) for code in PHQ_9_ITEMS])
    found = received(whole)
    mapped = found.responses[0].mapped
    assert (mapped.instrument, mapped.complete, sum(value for _, value in mapped.answers)) == ("phq-9", True, 9)
    assert mapped.risk == (("9", 1),)
    assert warnings(found, "o1") == {"risk-answer"}


def test_one_answer_about_harm_sent_alone_is_pointed_out():
    found = received(observation("44260-8", valueCodeableConcept=loinc("LA6570-1")))
    assert found.results[0].answer == ("phq-9", "9", 2)
    assert warnings(found, "o1") == {"single-item", "risk-answer"}
    none = received(observation("44260-8", valueCodeableConcept=loinc("LA6568-5")))
    assert warnings(none, "o1") == {"single-item"}


def test_unknown_codes_are_kept_with_their_words():
    local = {"coding": [{"system": "urn:local", "code": "X9", "display": "mood today"}]}
    found = received({**observation("1-8", valueInteger=4), "code": local}).results[0]
    assert (found.concept.text, found.concept.code("urn:local")) == ("mood today", "X9")
