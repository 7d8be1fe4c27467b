"""Finding medicines and products: by generic, brand and form, never merged, never guessed."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from plait.knowledge.formulary import formulary
from plait.knowledge.product_name import parse


@pytest.mark.parametrize(
    ("name", "form", "strength", "brand"),
    [
        ("sertraline 50 MG Oral Tablet", "oral tablet", "50 mg", ""),
        ("sertraline 50 MG Oral Tablet [Zoloft]", "oral tablet", "50 mg", "Zoloft"),
        ("sertraline 20 MG/ML Oral Solution", "oral solution", "20 mg/mL", ""),
        (
            "24 HR venlafaxine 75 MG Extended Release Oral Capsule",
            "24-hour extended-release oral capsule",
            "75 mg",
            "",
        ),
        (
            "12 HR bupropion hydrochloride 150 MG Extended Release Oral Tablet",
            "12-hour extended-release oral tablet",
            "150 mg",
            "",
        ),
        (
            "divalproex sodium 250 MG Delayed Release Oral Tablet [Depakote]",
            "delayed-release oral tablet",
            "250 mg",
            "Depakote",
        ),
        ("fluoxetine 25 MG / olanzapine 3 MG Oral Capsule", "oral capsule", "25 mg / 3 mg", ""),
        (
            "1.5 ML paliperidone palmitate 156 MG/ML Prefilled Syringe",
            "prefilled syringe",
            "234 mg (1.5 mL of 156 mg/mL)",
            "",
        ),
        ("24 HR selegiline 0.25 MG/HR Transdermal System", "24-hour transdermal system", "0.25 mg/h", ""),
        ("Sensor aripiprazole 10 MG Oral Tablet", "sensor oral tablet", "10 mg", ""),
    ],
)
def test_a_product_name_taken_apart(name, form, strength, brand):
    parsed = parse(name)
    assert (parsed.form, parsed.strength, parsed.brand) == (form, strength, brand)


def test_mixed_amphetamine_salts_are_ordered_by_their_sum():
    parsed = formulary().product("861221").parts
    assert parsed.strength == "10 mg"
    assert [component.value for component in parsed.components] == [Decimal("2.5")] * 4


def test_a_name_outside_the_pattern_stays_whole():
    assert parse("something else entirely").form == "something else entirely"
    assert parse("something else entirely").strength == ""


def _names(text, limit=8):
    return [hit.name for hit in formulary().search(text, limit)]


def test_a_brand_leads_to_its_medicine_first():
    first = formulary().search("zoloft")[0]
    assert first.name == "sertraline"
    assert first.known
    assert first.medicine.ingredients[0].rxcui == "36437"


def test_a_brand_without_products_in_this_copy_is_found_through_knowledge():
    assert _names("abilify")[0] == "aripiprazole"


def test_what_plait_knows_stands_first():
    assert all(hit.known for hit in formulary().search("li", 3))
    assert _names("li")[0] in {"lisdexamfetamine", "lithium"}


def test_a_number_narrows_to_that_strength():
    assert _names("sertraline 50") == ["sertraline 50 MG Oral Tablet", "sertraline 50 MG Oral Tablet [Zoloft]"]


def test_the_letters_of_a_form_find_it():
    for letters, form in (("xl", "24-hour extended-release"), ("sr", "12-hour extended-release")):
        first, *products = [hit.medicine.form for hit in formulary().search(f"bupropion {letters}") if hit.known]
        assert first == ""
        assert products
        assert all(form in found for found in products)


def test_salts_find_their_medicine():
    assert _names("divalproex")[0] == "valproate"
    assert _names("lithium")[0] == "lithium"


def test_a_search_is_repeatable_and_quick():
    formulary().search("warm")
    for text in ("sertr", "li", "venlafaxine er", "olanzapine 10", "methylphenidate"):
        start = time.perf_counter()
        found = formulary().search(text)
        assert time.perf_counter() - start < 0.05, text
        assert found == formulary().search(text)


def test_nothing_is_found_for_one_letter_or_nonsense():
    assert formulary().search("s") == ()
    assert formulary().search("  ") == ()
    assert formulary().search("zzqx") == ()


def test_an_unknown_code_is_none():
    assert formulary().product("1") is None
    assert formulary().ingredient("not a code") is None
    assert formulary().medicine("1") is None
    assert formulary().products_of("1") == ()


@pytest.mark.hazard("H-028")
def test_products_by_form_are_never_merged():
    groups = {
        group.form: [p.strength for p in group.products if not p.brand] for group in formulary().products_of("39786")
    }
    assert groups["oral tablet"] == ["25 mg", "37.5 mg", "50 mg", "75 mg", "100 mg"]
    assert groups["24-hour extended-release oral capsule"] == ["37.5 mg", "75 mg", "150 mg"]
    assert "24-hour extended-release oral tablet" in groups


def test_a_combination_never_stands_under_its_parts():
    olanzapine = [p.name for group in formulary().products_of("61381") for p in group.products]
    assert olanzapine
    assert not any("fluoxetine" in name or "samidorphan" in name for name in olanzapine)
    assert formulary().products_of("611247")
    assert all("fluoxetine" in p.name for group in formulary().products_of("611247") for p in group.products)


def test_lithium_lists_the_products_of_its_salts():
    names = [p.name for group in formulary().products_of("6448") for p in group.products]
    assert "lithium carbonate 300 MG Oral Capsule" in names
    assert "lithium citrate 60 MG/ML Oral Solution" in names


def test_what_is_ordered_by_a_product():
    medicine = formulary().medicine("208161")
    assert (medicine.name, medicine.form, medicine.strength) == ("sertraline", "oral tablet", "50 mg")
    assert medicine.product == "208161"
    assert medicine.key == ("36437",)


def test_mixed_amphetamine_salts_are_not_dextroamphetamine():
    medicine = formulary().medicine("861222")
    assert medicine.name == "mixed amphetamine salts"
    assert medicine.key == ("3288", "725")
    assert formulary().knowledge(medicine).id == "mixed-amphetamine-salts"


def test_a_combination_of_unknown_standing_is_named_by_its_parts():
    medicine = formulary().medicine("856706")
    assert medicine.name == "amitriptyline / perphenazine"
    assert formulary().knowledge(medicine) is None


def test_a_product_whose_ingredients_are_unknown_has_none():
    medicine = formulary().medicine("904462")
    assert medicine.ingredients == ()
    assert medicine.name.startswith("alendronic acid")


def test_every_medicine_with_products_can_be_ordered():
    without = {"maprotiline", "amphetamine", "armodafinil", "amantadine"}
    for known in formulary().known.medications.values():
        groups = formulary().products_of(known.rxcuis[0]) if known.rxcuis else ()
        assert groups or known.id in without or not known.rxcuis, known.id
