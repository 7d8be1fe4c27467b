"""The content that ships: nothing wrong with it, loaded quickly, and what it says in places where it matters."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from plait.clinical.finding import CHECKED
from plait.clinical.quantity import UNITS
from plait.knowledge import coverage
from plait.knowledge.content import read
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import build, release
from plait.knowledge.rxnorm import read as read_rxnorm
from plait.knowledge.validate import problems


def test_nothing_is_wrong_with_the_content_that_ships():
    found = problems(read(), frozenset(read_rxnorm().ingredients))
    assert not found, "\n".join(str(problem) for problem in found)


def test_a_release_is_named_by_its_newest_date_and_its_bytes():
    date, _, digest = release().version.rpartition("-")
    assert date == "2026-11-24"
    assert len(digest) == 12
    assert build(read()).version == release().version


def test_everything_loads_quickly():
    best = min(_seconds_to_load() for _ in range(3))
    assert best < 1.5, f"{best:.2f} s; measured 0.2 s on the machine it was written on"


def _seconds_to_load() -> float:
    start = time.perf_counter()
    build(read())
    return time.perf_counter() - start


def test_a_release_cannot_be_changed():
    with pytest.raises(TypeError):
        release().medications["lithium"] = None
    with pytest.raises(AttributeError):
        release().version = "other"


def test_every_citation_leads_to_a_source():
    known = release().sources
    for medication in release().medications.values():
        for fact in medication.facts:
            assert fact.citations
            assert all(citation.source in known for citation in fact.citations), (medication.id, fact)


@pytest.mark.hazard("H-014")
def test_what_is_from_memory_is_never_checked():
    for medication in release().medications.values():
        for fact in medication.facts:
            if any(citation.source == "clinical-reference-2026" for citation in fact.citations):
                assert fact.mark not in CHECKED, (medication.id, fact)


def test_a_secondary_page_alone_never_makes_a_fact_checked():
    kinds = {key: source.kind for key, source in release().sources.items()}
    for medication in release().medications.values():
        for fact in medication.facts:
            if fact.checked:
                assert any(kinds[citation.source] != "secondary" for citation in fact.citations), (medication.id, fact)


@pytest.mark.parametrize(
    ("medication", "schedule"),
    [("sertraline", ""), ("methylphenidate", "II"), ("esketamine", "III"), ("zolpidem", "IV"), ("pregabalin", "V")],
)
def test_schedules(medication, schedule):
    assert release().medications[medication].schedule == schedule


def test_salts_with_codes_of_their_own_lead_to_one_medicine():
    found = {release().medication_for(code).id for code in ("6448", "42351", "52105")}
    assert found == {"lithium"}
    assert {release().medication_for(code).id for code in ("40254", "11118", "266856")} == {"valproate"}


def test_a_fixed_combination_is_known_as_a_whole_only():
    assert release().medication_of(["61381", "4493"]).id == "olanzapine-fluoxetine"
    assert release().medication_of(["725", "3288"]).id == "mixed-amphetamine-salts"
    assert release().medication_of(["3288"]).id == "dextroamphetamine"
    assert release().medication_of(["61381", "36437"]) is None


def test_an_unknown_code_is_unknown():
    assert release().medication_for("1191") is None
    assert release().medication_of([]) is None


def test_forms_keep_their_own_ceilings():
    ceilings = {
        fact.form: fact.high
        for fact in release().medications["bupropion"].about("max")
        if fact.indication == "major depressive disorder"
    }
    assert ceilings == {
        "immediate release": Decimal(450),
        "sustained release": Decimal(400),
        "extended release (XL)": Decimal(450),
    }


def test_lamotrigine_says_with_what_it_is_taken():
    starts = {fact.population for fact in release().medications["lamotrigine"].about("start") if fact.low is not None}
    assert "adults" not in starts
    assert "adults taking valproate" in starts


def test_doses_are_in_units_a_dose_can_be_given_in():
    words = {
        "mg/kg",
        "mg per 9 h",
        "mg olanzapine",
        "mg buprenorphine",
        "tablets",
        "times the oral daily dose",
        "mEq/L",
    }
    for medication in release().medications.values():
        for fact in medication.facts:
            if fact.topic in {"start", "usual", "max"} and fact.low is not None:
                assert fact.unit in UNITS or fact.unit in words, (medication.id, fact)


def test_coverage_counts_every_fact_once():
    counted = sum(sum(marks.values()) for marks in coverage.by_topic(release()).values())
    assert counted == sum(len(medication.facts) for medication in release().medications.values())


def test_coverage_names_the_medicines_without_a_checked_ceiling():
    lacking = {medication.id for medication in coverage.lacking(release(), "max")}
    assert "maprotiline" in lacking
    assert "clozapine" not in lacking


def test_phq_9_and_gad_7_bands():
    assert all(band.checked for band in release().instruments["phq-9"].bands)
    assert release().instruments["phq-9"].band_for(15).code == "moderately-severe"
    assert release().instruments["gad-7"].band_for(9).code == "mild"
    assert coverage.bands_by_mark(release())["verified"] >= 5


def test_every_form_named_in_a_file_is_a_form_of_its_products():
    known = formulary()
    for medication in release().medications.values():
        sets = [frozenset(medication.ingredients)] if medication.ingredients else [{c} for c in medication.rxcuis]
        forms = {p.form for codes in sets for p in known.rxnorm.by_ingredients.get(frozenset(codes), ())}
        for claimed in medication.forms.values():
            assert forms.issuperset(claimed), medication.id


def test_a_fact_speaks_of_its_own_form_only():
    quetiapine = release().medications["quetiapine"]
    extended = next(fact for fact in quetiapine.about("max") if fact.form == "extended release")
    assert quetiapine.speaks_of(extended, "24-hour extended-release oral tablet")
    assert not quetiapine.speaks_of(extended, "oral tablet")
    assert not quetiapine.speaks_of(extended, "")


def test_a_fact_without_a_form_speaks_of_what_no_form_claims():
    olanzapine = release().medications["olanzapine"]
    ceiling = next(fact for fact in olanzapine.about("max") if not fact.form)
    assert olanzapine.speaks_of(ceiling, "oral tablet")
    assert olanzapine.speaks_of(ceiling, "")
    assert not olanzapine.speaks_of(ceiling, "injection")
