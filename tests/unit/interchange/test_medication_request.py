"""Orders: which medicine, which dose, how often, since when, and what is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.coordination.interchange.reading.medication_request import ReceivedOrder

from .bundles import SUBJECT, concept, order, received, warnings, why_kept

MG = {"value": 50, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
ABBREVIATION = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"


def one(**more) -> ReceivedOrder:
    return received(order(**more)).medication_requests[0]


def dosed(repeat=None, *, quantity=None, code=None, **more) -> tuple[ReceivedOrder, set[str]]:
    dosage = {"text": "as the leaflet says, 500 mg ten times a day", "doseAndRate": [{"doseQuantity": quantity or MG}]}
    timing = {} if repeat is None else {"repeat": repeat}
    if code:
        timing["code"] = {"coding": [{"system": ABBREVIATION, "code": code}]}
    if timing:
        dosage["timing"] = timing
    found = received(order(dosageInstruction=[{**dosage, **more}]))
    return found.medication_requests[0], warnings(found, "m1")


def test_medicine_by_product_code():
    found = one()
    assert found.medicine.product == "312941"
    assert [part.rxcui for part in found.medicine.ingredients] == ["36437"]
    assert found.medicine.ingredients


def test_unknown_code_keeps_the_words_and_has_no_ingredient():
    found = received(order(medicationCodeableConcept=concept("563026", "Diazepam [Valium]")))
    assert found.medication_requests[0].medicine.ingredients == ()
    assert found.medication_requests[0].medicine.name == "Diazepam [Valium]"
    assert warnings(found, "m1") == {"medicine-unknown"}


def test_words_alone_are_never_looked_up():
    assert not one(medicationCodeableConcept={"text": "sertraline 50 mg"}).medicine.ingredients


def test_codes_that_disagree_give_no_ingredient():
    both = {"text": "a", "coding": [*concept("312941", "a")["coding"], *concept("4493", "b")["coding"]]}
    found = received(order(medicationCodeableConcept=both))
    assert not found.medication_requests[0].medicine.ingredients
    assert warnings(found, "m1") == {"medicine-codes-differ"}


def test_a_salt_and_its_base_are_one_medicine():
    both = {"text": "sertraline", "coding": [*concept("155137", "a")["coding"], *concept("312941", "b")["coding"]]}
    found = received(order(medicationCodeableConcept=both))
    assert found.medication_requests[0].medicine.product == "312941"
    assert warnings(found, "m1") == set()


def test_what_was_given_once_is_kept_and_asks_for_a_look():
    found = received({"resourceType": "MedicationAdministration", "id": "t1", "subject": SUBJECT})
    assert why_kept(found) == {"t1": "medicine-not-read"}
    assert found.lines_to_look_at() == found.lines[1:]


def test_words_that_mean_another_medicine_are_pointed_out():
    found = received(order(medicationCodeableConcept=concept("312941", "fluoxetine 20 MG Oral Tablet")))
    assert warnings(found, "m1") == {"medicine-words-differ"}


def test_medication_resource_and_contained_one():
    medication = {"resourceType": "Medication", "id": "med", "code": concept("312941", "sertraline 50 MG Oral Tablet")}
    for named, more in (("Medication/med", [medication]), ("#med", [])):
        this = order(medicationReference={"reference": named}, contained=[] if more else [medication])
        del this["medicationCodeableConcept"]
        assert received(this, *more).medication_requests[0].medicine.product == "312941"


def test_a_combination_is_read_from_its_ingredients_only_when_all_are_known():
    def combination(second: str) -> ReceivedOrder:
        parts = [
            {"itemCodeableConcept": concept("61381", "olanzapine")},
            {"itemCodeableConcept": concept(second, "fluoxetine")},
        ]
        medication = {"resourceType": "Medication", "id": "med", "code": {"text": "Symbyax"}, "ingredient": parts}
        this = order(medicationReference={"reference": "#med"}, contained=[medication])
        del this["medicationCodeableConcept"]
        return received(this).medication_requests[0]

    assert {part.name for part in combination("4493").medicine.ingredients} == {"olanzapine", "fluoxetine"}
    assert combination("0").medicine.ingredients == ()


@pytest.mark.hazard("H-001")
def test_dose_is_read_from_structure_and_never_from_words():
    found, said = dosed({"frequency": 1, "period": 1, "periodUnit": "d"})
    assert (found.dose, found.timing) == (Dose(Decimal(50), "mg"), Timing("daily"))
    assert found.dose_text == "as the leaflet says, 500 mg ten times a day"
    assert said == set()
    words = one(dosageInstruction=[{"text": "take 50 mg daily"}])
    assert (words.dose, words.timing, words.dose_text) == (None, None, "take 50 mg daily")


@pytest.mark.parametrize(
    ("repeat", "timing"),
    [
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, Timing("daily", 2)),
        ({"period": 1, "periodUnit": "d"}, Timing("daily", 1)),
        ({"frequency": 1, "period": 8, "periodUnit": "h"}, Timing("daily", 3)),
        ({"frequency": 2, "period": 24, "periodUnit": "h"}, Timing("daily", 2)),
        ({"frequency": 1, "period": 2, "periodUnit": "d"}, Timing("interval-days", 1, 2)),
        ({"frequency": 1, "period": 48, "periodUnit": "h"}, Timing("interval-days", 1, 2)),
        ({"frequency": 1, "period": 28, "periodUnit": "d"}, Timing("interval-weeks", 1, 4)),
        ({"frequency": 1, "period": 2, "periodUnit": "wk"}, Timing("interval-weeks", 1, 2)),
        ({"frequency": 7, "period": 1, "periodUnit": "wk"}, Timing("daily", 1)),
        ({"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}, Timing("interval-weeks", 1, 1)),
        ({"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"]}, Timing("daily", 1, 1, ("bedtime",))),
        ({"when": ["EVE", "MORN"]}, Timing("daily", 2, 1, ("morning", "evening"))),
        ({"frequency": 2, "period": 1, "periodUnit": "d", "when": ["CM"]}, Timing("daily", 2)),
        ({"timeOfDay": ["08:00:00", "20:00:00"]}, Timing("daily", 2)),
        ({"count": 1}, Timing("once")),
    ],
)
def test_rhythms_that_can_be_said(repeat, timing):
    found, said = dosed(repeat)
    assert found.timing == timing
    assert said == set()


@pytest.mark.parametrize(
    "repeat",
    [
        {"frequency": 3, "period": 1, "periodUnit": "wk"},
        {"frequency": 1, "period": 1, "periodUnit": "mo"},
        {"frequency": 1, "period": 5, "periodUnit": "h"},
        {"frequency": 1, "period": 36, "periodUnit": "h"},
        {"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"},
        {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"},
        {"frequency": 0, "period": 1, "periodUnit": "d"},
        {"frequency": 99, "period": 1, "periodUnit": "d"},
        {"frequency": 1, "period": 0, "periodUnit": "d"},
        {"frequency": 1, "period": 1e20, "periodUnit": "d"},
        {"frequency": 1, "period": 1e-20, "periodUnit": "d"},
        {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon", "wed"]},
        {"count": 5, "frequency": 1, "period": 1, "periodUnit": "d"},
        {"frequency": 2},
    ],
)
def test_rhythms_that_cannot_be_said_are_left_out_with_a_warning(repeat):
    found, said = dosed(repeat)
    assert found.timing is None
    assert found.dose == Dose(Decimal(50), "mg")
    assert said == {"timing-not-read"}


def test_coded_rhythm():
    assert dosed(code="BID")[0].timing == Timing("daily", 2)
    assert dosed(code="QOD")[0].timing == Timing("interval-days", 1, 2)
    assert dosed(code="BED")[0].timing == Timing("daily", 1, 1, ("bedtime",))
    assert dosed(code="XYZ") == (dosed(code="XYZ")[0], {"timing-not-read"})
    found, said = dosed({"frequency": 3, "period": 1, "periodUnit": "d"}, code="BID")
    assert (found.timing, said) == (None, {"timing-two-ways"})


@pytest.mark.parametrize(
    ("quantity", "dose"),
    [
        ({"value": 50, "code": "mg"}, Dose(Decimal(50), "mg")),
        ({"value": 50, "unit": "MG"}, Dose(Decimal(50), "mg")),
        ({"value": 0.5, "unit": "mg"}, Dose(Decimal("0.5"), "mg")),
        ({"value": 100, "unit": "mcg", "code": "ug"}, Dose(Decimal(100), "ug")),
        ({"value": 1, "unit": "tablet", "code": "{tbl}"}, Dose(Decimal(1), "{tablet}")),
        ({"value": 2, "code": "TAB"}, Dose(Decimal(2), "{tablet}")),
    ],
)
def test_units_of_dose(quantity, dose):
    assert dosed(quantity=quantity) == (dosed(quantity=quantity)[0], set())
    assert dosed(quantity=quantity)[0].dose == dose


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ({"value": 1}, "dose-not-a-dose"),
        ({"value": 0, "code": "mg"}, "dose-not-a-dose"),
        ({"value": -5, "code": "mg"}, "dose-not-a-dose"),
        ({"value": 1e15, "code": "mg"}, "dose-not-a-dose"),
        ({"value": 0.00001, "code": "mg"}, "dose-not-a-dose"),
        ({"value": 5, "code": "mg", "comparator": "<"}, "dose-not-a-dose"),
        ({"value": 5, "unit": "drops"}, "dose-not-a-dose"),
        ({"value": 5, "unit": "g", "code": "mg"}, "dose-unit-unclear"),
    ],
)
def test_what_is_no_dose_is_not_stated_and_said(quantity, code):
    found, said = dosed(quantity=quantity)
    assert (found.dose, said) == (None, {code})


@pytest.mark.hazard("H-001")
def test_ranges_and_several_doses_are_not_chosen_from():
    ranged = received(order(dosageInstruction=[{"doseAndRate": [{"doseRange": {"low": MG, "high": MG}}]}]))
    assert ranged.medication_requests[0].dose is None
    assert warnings(ranged, "m1") == {"dose-range"}
    two = {"doseAndRate": [{"doseQuantity": MG}, {"doseQuantity": {**MG, "value": 75}}]}
    assert warnings(received(order(dosageInstruction=[two])), "m1") == {"dose-several"}
    titration = [{"text": f"step {index}", "doseAndRate": [{"doseQuantity": MG}]} for index in (1, 2)]
    found = received(order(dosageInstruction=titration))
    assert found.medication_requests[0].dose is None
    assert [part.dose for part in found.medication_requests[0].dosages] == [Dose(Decimal(50), "mg")] * 2
    assert found.medication_requests[0].dose_text == "step 1; step 2"
    assert warnings(found, "m1") == {"dosage-several"}


def test_as_needed_with_the_most_a_day():
    most = {"numerator": {"value": 0.2, "code": "g"}, "denominator": {"value": 1, "code": "d"}}
    found, said = dosed(asNeededBoolean=True, maxDosePerPeriod=most)
    assert (found.timing, found.as_needed, said) == (Timing("as-needed", 4), True, set())
    assert found.dosages[0].most_per_day == Dose(Decimal("0.2"), "g")
    by_rhythm, _ = dosed({"frequency": 1, "period": 6, "periodUnit": "h"}, asNeededBoolean=True, maxDosePerPeriod=most)
    assert by_rhythm.timing == Timing("as-needed", 4)
    lower = {**most, "numerator": {"value": 100, "code": "mg"}}
    assert dosed(asNeededBoolean=True, maxDosePerPeriod=lower)[0].timing == Timing("as-needed", 2)
    reason, said = dosed(asNeededCodeableConcept={"text": "panic"})
    assert (reason.timing, reason.as_needed, reason.dosages[0].as_needed_for) == (None, True, "panic")
    assert said == {"as-needed-most-unknown"}


@pytest.mark.parametrize(
    ("status", "state", "possibly"),
    [
        ("active", "active", True),
        ("on-hold", "on-hold", True),
        ("stopped", "stopped", False),
        ("completed", "stopped", False),
        ("cancelled", "never-taken", False),
        ("entered-in-error", "in-error", False),
        ("draft", "draft", False),
        ("unknown", "unknown", True),
    ],
)
def test_statuses(status, state, possibly):
    found = one(status=status)
    assert (found.status, found.state, found.possibly_taken) == (status, state, possibly)
    assert found.in_error == (status == "entered-in-error")


def test_an_order_that_ended_nobody_knows_when():
    found = received(order(status="completed"))
    assert found.medication_requests[0].end is None
    assert warnings(found, "m1") == {"stopped-when-unknown"}


def test_dates():
    supply = {"validityPeriod": {"start": "2026-03-02", "end": "2027-03-02"}}
    active = one(dispenseRequest=supply)
    assert (active.start.text, active.end, active.valid_until.text) == ("2026-03-02", None, "2027-03-02")
    ended = received(order(status="completed", dispenseRequest=supply))
    assert ended.medication_requests[0].end.text == "2027-03-02"
    assert warnings(ended, "m1") == {"end-from-validity"}
    bounds = {"timing": {"repeat": {"boundsPeriod": {"start": "2026-02", "end": "2026-05"}}}}
    stopped = received(order(status="stopped", dosageInstruction=[bounds]))
    assert str(stopped.medication_requests[0].start.on) == "2026-02"
    assert stopped.medication_requests[0].end.text == "2026-05"
    assert warnings(stopped, "m1") == {"stopped-planned-end"}
    early = received(order(status="completed", dispenseRequest={"validityPeriod": {"end": "2020"}}))
    assert early.medication_requests[0].end is None
    assert warnings(early, "m1") == {"starts-after-end", "stopped-when-unknown"}


def test_an_end_in_the_year_9999_is_no_end():
    found = received(order(dispenseRequest={"validityPeriod": {"start": "2026-03-01", "end": "9999-12-31"}}))
    assert found.medication_requests[0].valid_until is None
    assert warnings(found, "m1") == {"open-end"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "running"}, "unknown-code"),
        ({"status": None}, "missing"),
        ({"intent": None}, "missing"),
        ({"intent": "plan"}, "not-an-order"),
        ({"doNotPerform": True}, "do-not-give"),
        ({"doNotPerform": "no"}, "wrong-type"),
        ({"medicationCodeableConcept": None}, "missing"),
        ({"medicationCodeableConcept": {}}, "no-words"),
        (
            {"medicationReference": {"reference": "Medication/none"}, "medicationCodeableConcept": None},
            "reference-nowhere",
        ),
        ({"medicationReference": {"reference": "Medication/none"}}, "two-values"),
        ({"authoredOn": "yesterday"}, "not-a-time"),
        ({"authoredOn": "0000-00-00"}, "not-a-date"),
        ({"dosageInstruction": {}}, "wrong-type"),
        ({"dosageInstruction": [{"timing": {"repeat": {"frequency": "2"}}}]}, "wrong-type"),
        ({"dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"unit": "mg"}}]}]}, "missing"),
        ({"dosageInstruction": [{"modifierExtension": [{"url": "x", "valueBoolean": True}]}]}, "changes-meaning"),
    ],
)
def test_malformed_in_one_field_is_kept_whole_and_the_rest_goes_on(change, reason):
    found = received(order(**change), order(id="m2"))
    assert why_kept(found) == {"m1": reason}
    assert [part.origin.resource_id for part in found.medication_requests] == ["m2"]
    assert found.lines[1].detail.path.startswith("$.entry[1].resource")
    assert found.lines[1].needs_a_look


def test_reported_and_reasons():
    found = one(reportedBoolean=True, reasonCode=[{"text": "depression"}], note=[{"text": "says she halves it"}])
    assert (found.reported, found.reasons[0].text, found.remarks) == (True, "depression", ("says she halves it",))


def test_dispense_days_in_another_unit_are_not_read():
    dispense = {
        "resourceType": "MedicationDispense",
        "id": "s1",
        "status": "completed",
        "subject": SUBJECT,
        "medicationCodeableConcept": concept("36437", "sertraline"),
        "daysSupply": {"value": 2, "unit": "months"},
        "whenHandedOver": "2026-03-01",
    }
    found = received(dispense).dispenses[0]
    assert (found.days_supply, found.status, found.medicine.name) == (None, "completed", "sertraline")
