"""What could harm: every finding with its reason, and what was not looked at said aloud."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from plait.clinical.coding import RXNORM, CodeableConcept, Coding
from plait.clinical.finding import Answer, Finding
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.safety.check import check
from plait.clinical.situation import Allergy, Person

from .releases import ADULT, CHILD, boxed, known, limit, release, situation, takes

RELEASE = release(known("alpha", limit("200")), known("beta"), known("lithium", codes=("6448", "42351")))


def kinds(answer: Answer) -> list[str]:
    return [finding.kind for finding in answer.findings]


def one(answer: Answer, kind: str) -> Finding:
    (found,) = [finding for finding in answer.findings if finding.kind == kind]
    return found


def whats(answer: Answer) -> set[str]:
    return {missing.what for missing in answer.not_checked}


def test_nothing_taken_is_nothing_said() -> None:
    assert check(situation(), RELEASE) == Answer()


@pytest.mark.hazard("H-018")
def test_silence_is_never_safety() -> None:
    answer = check(situation(takes("alpha")), RELEASE)
    assert answer.findings == ()
    assert whats(answer) == {"Interactions", "Conditions"}
    assert not answer.complete


# The same ingredient twice


def test_the_same_ingredient_twice() -> None:
    finding = one(check(situation(takes("alpha"), takes("alpha", "25")), RELEASE), "duplicate")
    assert finding.severity == "moderate"
    assert finding.medications == ("alpha",)
    assert "alpha 25 mg once a day" in finding.why
    assert (finding.source, finding.mark, finding.version) == ("plait", "verified", "test-1")


def test_two_forms_only_inform() -> None:
    answer = check(situation(takes("alpha"), takes("alpha", form="24-hour extended-release oral tablet")), RELEASE)
    assert one(answer, "duplicate").severity == "info"


@pytest.mark.hazard("H-013")
def test_what_is_not_confirmed_is_possibly_taken_and_said_so() -> None:
    finding = one(
        check(situation(takes("alpha"), takes("alpha", status="unconfirmed", form="x")), RELEASE), "duplicate"
    )
    assert finding.severity == "moderate"
    assert "not confirmed, possibly taken" in finding.why


def test_salts_of_one_medicine_are_one_ingredient() -> None:
    answer = check(
        situation(takes("Lithobid", ingredients=("42351",)), takes("lithium", ingredients=("6448",))), RELEASE
    )
    assert one(answer, "duplicate").medications == ("lithium",)


def test_an_order_and_its_proposed_next_form_are_one() -> None:
    assert "duplicate" not in kinds(
        check(situation(takes("alpha", key="1"), takes("alpha", "9", key="1", status="proposed")), RELEASE)
    )


def test_a_stopped_medicine_is_not_looked_at() -> None:
    assert check(situation(takes("alpha", status="stopped")), RELEASE) == Answer()


# Allergies


def allergy(text: str, **more: object) -> Allergy:
    return Allergy(CodeableConcept(text), **more)  # type: ignore[arg-type]


@pytest.mark.hazard("H-017")
@pytest.mark.parametrize(
    "recorded",
    [
        allergy("anything", ingredient="alpha"),
        allergy(" Alpha "),
        allergy("alphaol"),
        Allergy(CodeableConcept("x", (Coding(RXNORM, "alpha"),))),
    ],
)
def test_an_allergy_to_an_ingredient_interrupts(recorded: Allergy) -> None:
    finding = one(check(situation(takes("alpha", status="proposed"), allergies=(recorded,)), RELEASE), "allergy")
    assert (finding.severity, finding.interrupts) == ("contraindicated", True)


def test_an_intolerance_informs() -> None:
    answer = check(
        situation(takes("alpha"), allergies=(allergy("alpha", kind="intolerance", reaction="nausea"),)), RELEASE
    )
    finding = one(answer, "intolerance")
    assert (finding.severity, finding.interrupts) == ("moderate", False)
    assert "nausea" in finding.why


def test_an_allergy_to_another_medicine_is_silent() -> None:
    answer = check(situation(takes("alpha"), allergies=(allergy("beta"),)), RELEASE)
    assert kinds(answer) == []
    assert whats(answer) == {"Interactions", "Conditions"}


@pytest.mark.hazard("H-017")
def test_an_allergy_that_cannot_be_compared_is_said() -> None:
    answer = check(situation(takes("alpha"), allergies=(allergy("bees"),)), RELEASE)
    assert "Allergy: bees" in whats(answer)


@pytest.mark.hazard("H-017")
def test_a_salt_meets_the_allergy_to_its_medicine() -> None:
    answer = check(situation(takes("x", ingredients=("42351",)), allergies=(allergy("lithium"),)), RELEASE)
    assert kinds(answer) == ["allergy"]


# Dose above range


@pytest.mark.hazard("H-025")
@pytest.mark.parametrize(
    ("medications", "above"),
    [
        ([takes("alpha", "200")], False),
        ([takes("alpha", "200.5")], True),
        ([takes("alpha", "100", Timing("daily", 2))], False),
        ([takes("alpha", "101", Timing("daily", 2))], True),
        ([takes("alpha", "150"), takes("alpha", "75", form="oral capsule")], True),
        ([takes("alpha", "150"), takes("alpha", "25", Timing("as-needed", 2), form="oral capsule")], False),
        ([takes("alpha", "150"), takes("alpha", "26", Timing("as-needed", 2), form="oral capsule")], True),
        ([takes("alpha", "150"), takes("alpha", "150", status="on-hold")], False),
        ([takes("alpha", "300", Timing("once"))], False),
        ([takes("alpha", status="active", mg=None)], False),
    ],
)
def test_the_total_over_all_orders_is_held_against_the_largest_number(medications: list, above: bool) -> None:  # noqa: FBT001
    assert ("dose-above-range" in kinds(check(situation(*medications), RELEASE))) is above


@pytest.mark.hazard("H-025")
def test_a_dose_above_range_says_both_numbers_and_never_interrupts() -> None:
    finding = one(check(situation(takes("alpha", "300")), RELEASE), "dose-above-range")
    assert "300 mg a day" in finding.why
    assert "200 mg" in finding.why
    assert (finding.severity, finding.interrupts, finding.source, finding.mark) == (
        "major",
        False,
        "label-x",
        "verified",
    )


def test_a_dose_with_what_is_possibly_taken_says_if() -> None:
    answer = check(situation(takes("alpha", "150"), takes("alpha", "150", status="unconfirmed")), RELEASE)
    finding = one(answer, "dose-above-range")
    assert finding.severity == "moderate"
    assert "if what is not confirmed is taken" in finding.what


@pytest.mark.hazard("H-014")
def test_a_number_that_is_not_checked_judges_nothing() -> None:
    for mark in ("quoted", "partial", "unverified"):
        answer = check(situation(takes("alpha", "900")), release(known("alpha", limit("200", mark=mark))))
        assert "dose-above-range" not in kinds(answer)
        assert "Daily dose of alpha" in whats(answer)


def test_the_largest_of_several_numbers_holds_and_an_unchecked_larger_one_is_told() -> None:
    facts = (limit("50"), limit("60", indication="OCD"), limit("80", mark="partial"))
    assert kinds(check(situation(takes("alpha", "60")), release(known("alpha", *facts)))) == []
    finding = one(check(situation(takes("alpha", "61")), release(known("alpha", *facts))), "dose-above-range")
    assert "At most 80 mg." in finding.why


def test_a_number_under_a_condition_raises_but_never_stands_alone() -> None:
    conditional = limit("300", population="adults taking an enzyme inducer")
    assert kinds(check(situation(takes("alpha", "250")), release(known("alpha", limit("200"), conditional)))) == []
    assert "Daily dose of alpha" in whats(check(situation(takes("alpha", "400")), release(known("alpha", conditional))))
    unchecked = replace(conditional, mark="partial")
    assert "dose-above-range" in kinds(
        check(situation(takes("alpha", "250")), release(known("alpha", limit("200"), unchecked)))
    )


@pytest.mark.hazard("H-028")
def test_forms_are_judged_by_their_own_numbers() -> None:
    facts = (limit("450", form="immediate release"), limit("400", form="sustained release"))
    forms = release(known("alpha", *facts))
    sr, xl = "12-hour extended-release oral tablet", "24-hour extended-release oral tablet"
    assert kinds(check(situation(takes("alpha", "450")), forms)) == []
    assert "dose-above-range" in kinds(check(situation(takes("alpha", "450", form=sr)), forms))
    answer = check(situation(takes("alpha", "900", form=xl)), forms)
    assert "dose-above-range" not in kinds(answer)
    assert "Daily dose of alpha" in whats(answer)
    both = check(situation(takes("alpha", "300"), takes("alpha", "300", form=sr)), forms)
    assert "dose-above-range" in kinds(both)


def test_a_patch_is_held_against_what_it_gives() -> None:
    patch = Dose(Decimal(12), "mg/(24.h)")
    facts = limit("9", unit="mg/(24.h)", per="", form="transdermal patch")
    worn = takes("alpha", form="24-hour transdermal system").__class__(
        "alpha", ("alpha",), "active", form="24-hour transdermal system", dose=patch, timing=Timing("daily")
    )
    assert "dose-above-range" in kinds(check(situation(worn), release(known("alpha", facts))))


def test_units_of_another_kind_are_not_compared() -> None:
    tablets = takes("alpha").__class__(
        "alpha", ("alpha",), "active", dose=Dose(Decimal(9), "{tablet}"), timing=Timing("daily")
    )
    assert "Daily dose of alpha" in whats(check(situation(tablets), RELEASE))


def test_a_depot_is_not_judged_by_a_daily_number() -> None:
    answer = check(situation(takes("alpha", "400", Timing("interval-weeks", 1, 4))), RELEASE)
    assert "dose-above-range" not in kinds(answer)
    assert "Daily dose of alpha" in whats(answer)


@pytest.mark.hazard("H-029")
@pytest.mark.parametrize(
    ("person", "above", "missing"),
    [
        (ADULT, True, False),
        (Person(birth_date=PartialDate(2008, 11, 24)), True, False),  # 18 today
        (Person(birth_date=PartialDate(2008, 11, 25)), False, True),  # 18 tomorrow
        (Person(birth_date=PartialDate(2008)), False, True),  # may be 17
        (CHILD, False, True),
        (Person(), True, False),
    ],
)
def test_nobody_under_18_is_held_against_a_number_for_adults(person: Person, above: bool, missing: bool) -> None:  # noqa: FBT001
    answer = check(situation(takes("alpha", "300"), person=person), RELEASE)
    assert ("dose-above-range" in kinds(answer)) is above
    assert ("Daily dose of alpha" in whats(answer)) is missing
    assert ("Age" in whats(answer)) is (person.birth_date is None)


def test_a_checked_number_for_children_judges_them() -> None:
    facts = release(known("alpha", limit("200"), limit("60", population="6 to 12 years")))
    assert "dose-above-range" in kinds(check(situation(takes("alpha", "61"), person=CHILD), facts))
    assert "dose-above-range" not in kinds(check(situation(takes("alpha", "61")), facts))
    assert "paediatric" in check(situation(takes("alpha"), person=CHILD), RELEASE).not_checked[1].why


def test_a_number_for_the_old_goes_before_one_for_all_adults() -> None:
    facts = release(known("alpha", limit("40"), limit("20", population="over 60 years")))
    for year, above in ((1960, True), (1967, False)):
        answer = check(situation(takes("alpha", "40"), person=Person(birth_date=PartialDate(year))), facts)
        assert ("dose-above-range" in kinds(answer)) is above


def test_a_combination_has_no_total_of_its_parts() -> None:
    answer = check(situation(takes("both", ingredients=("alpha", "beta"))), RELEASE)
    assert "dose-above-range" not in kinds(answer)
    assert "Daily dose of alpha" in whats(answer)


# Warnings and the unknown


def test_boxed_warnings_inform_with_their_mark() -> None:
    facts = release(known("alpha", limit("200"), boxed("Harm A."), boxed("Harm B.", mark="unverified")))
    first, second = check(situation(takes("alpha")), facts).findings
    assert (first.rule, first.severity, first.why, first.source) == ("alpha.boxed.1", "info", "Harm A.", "label-x")
    assert second.why == "Harm B. Not yet checked against a source."
    assert first.identity != second.identity


def test_a_known_combination_brings_its_own_warnings() -> None:
    combined = known("both", boxed("Together."), codes=("both",), ingredients=("alpha", "gamma"))
    answer = check(
        situation(takes("both", ingredients=("alpha", "gamma"))), release(known("alpha", boxed("A.")), combined)
    )
    assert {f.why for f in answer.findings} == {"Together.", "A."}


@pytest.mark.hazard("H-018")
def test_an_unknown_medicine_is_said() -> None:
    answer = check(situation(takes("Calm Root", ingredients=())), RELEASE)
    assert one(answer, "unknown-medicine").medications == ("Calm Root",)
    assert "All checks of Calm Root" in whats(answer)


def test_an_ingredient_without_facts_is_said() -> None:
    answer = check(situation(takes("metformin", ingredients=("6809",))), RELEASE)
    assert one(answer, "unknown-facts").medications == ("metformin",)
    assert "Dose and warnings of metformin" in whats(answer)


# The answer as a whole


def test_only_what_is_contraindicated_interrupts_and_the_graver_comes_first() -> None:
    answer = check(
        situation(takes("alpha", "300"), takes("alpha", "9"), takes("zeta"), allergies=(allergy("alpha"),)), RELEASE
    )
    assert kinds(answer) == ["allergy", "dose-above-range", "duplicate", "unknown-facts"]
    assert [f.interrupts for f in answer.findings] == [True, False, False, False]
    assert all(f.source and f.mark and f.version == "test-1" for f in answer.findings)


def test_the_answer_does_not_depend_on_the_order_of_the_list() -> None:
    medications = (takes("alpha", "300"), takes("alpha", "9"), takes("Calm Root", ingredients=()), takes("zeta"))
    allergies = (allergy("alpha"), allergy("bees"))
    answers = {check(situation(*order, allergies=allergies), RELEASE) for order in permutations(medications)}
    assert len(answers) == 1


def test_the_words_are_the_translators() -> None:
    answer = check(situation(takes("alpha")), RELEASE, gettext=lambda text: text.upper())
    assert "INTERACTIONS" in whats(answer)
