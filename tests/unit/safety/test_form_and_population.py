"""For which form, and for whom, a number holds."""

from __future__ import annotations

import pytest

from plait.clinical.moment import Instant, PartialDate
from plait.clinical.safety.form import form_matches
from plait.clinical.safety.population import age_range, ages, some_adults


@pytest.mark.parametrize(
    ("fact", "form", "covers"),
    [
        ("", "oral tablet", True),
        ("extended release", "", True),
        ("extended release", "24-hour extended-release oral capsule", True),
        ("extended release", "oral tablet", False),
        ("extended release", "delayed-release oral tablet", False),
        ("immediate release", "oral tablet", True),
        ("immediate release", "24-hour extended-release oral tablet", False),
        ("immediate release", "prefilled syringe", False),
        ("extended release (XL)", "24-hour extended-release oral tablet", True),
        ("extended release (XL)", "12-hour extended-release oral tablet", False),
        ("sustained release", "12-hour extended-release oral tablet", True),
        ("sustained release", "24-hour extended-release oral tablet", False),
        ("controlled release", "24-hour extended-release oral tablet", True),
        ("oral", "24-hour extended-release oral tablet", True),
        ("oral", "prefilled syringe", False),
        ("transdermal patch", "24-hour transdermal system", True),
        ("capsule or concentrate", "oral capsule", True),
        ("capsule or concentrate", "oral tablet", False),
        ("low-dose tablet", "oral tablet", False),
        ("monthly injection (Invega Sustenna)", "prefilled syringe", False),
        ("tablet", "extended-release oral tablet", False),
    ],
)
def test_forms(fact: str, form: str, covers: bool) -> None:  # noqa: FBT001
    assert form_matches(fact, form) is covers


@pytest.mark.parametrize(
    ("population", "covered"),
    [
        ("adults", (18, 200)),
        ("all", (18, 200)),
        ("elderly", (65, 200)),
        ("over 60 years", (61, 200)),
        ("13-17 years", (13, 17)),
        ("6 to 17 years", (6, 17)),
        ("age 8-17", (8, 17)),
        ("12 years and older", (12, 200)),
        ("age 13 and over", (13, 200)),
        ("severe impairment", None),
        ("CrCl 15 to 30", None),
        ("under 10 years or 30 kg", None),
        ("children and adolescents up to 70 kg", None),
    ],
)
def test_populations(population: str, covered: tuple[int, int] | None) -> None:
    assert ages(population) == covered


def test_adults_under_a_condition() -> None:
    assert some_adults("adults taking valproate")
    assert not some_adults("adults")
    assert not some_adults("severe impairment")


@pytest.mark.parametrize(
    ("born", "ages_possible"),
    [
        (None, None),
        (PartialDate(2008, 11, 24), (18, 18)),
        (PartialDate(2008, 11, 25), (17, 17)),
        (PartialDate(2008, 11), (17, 18)),
        (PartialDate(2008), (17, 18)),
        (PartialDate(2004, 2, 29), (22, 22)),
    ],
)
def test_an_age_is_a_range_where_the_birth_date_is_partial(born: PartialDate | None, ages_possible: object) -> None:
    assert age_range(born, Instant.parse("2026-11-24T12:00:00Z")) == ages_possible
