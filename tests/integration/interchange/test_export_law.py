"""The law: export, import into an empty practice, export again: the same normal form."""

from __future__ import annotations

from typing import Any

import pytest

from plait.coordination.demo import seed
from plait.coordination.demo.story import ZONE, Calendar, stories
from plait.coordination.demo.telling import Teller
from plait.coordination.interchange.normal_form import normal_form
from plait.records.people.models import OutsideCareMember, Patient
from plait.records.people.queries import care_team
from tests.integration.conftest import NOW, build_practice
from tests.integration.interchange.conftest import FILES
from tests.integration.interchange.two_practices import (
    differences,
    exported,
    for_a_while,
    imported,
    in_an_empty_practice,
)

STORIES = dict(stories())
TELLING = ("04-lithium", "09-adolescent", "12-never-reached")
TELLING_FILES = ("cms2-82134291", "cms128-b371fd28")
wide = pytest.mark.wide


def sorted_out(names: Any, telling: tuple[str, ...]) -> list[Any]:
    """The telling ones in every run, all of them in the long one."""
    return [pytest.param(name, id=name, marks=() if name in telling else wide) for name in names]


def told(name: str) -> bytes:
    """The export of a demo person, whose practice is gone afterwards."""
    with for_a_while():
        sites, staff = seed.hire(Calendar(NOW.day(ZONE)))
        teller = Teller(name, Calendar(NOW.day(ZONE)), staff, sites["willow"])
        teller.tell(STORIES[name])
        return exported(teller.patient)


def holds(first: bytes) -> None:
    report, second = in_an_empty_practice(first)
    looks = [f"{line.path} {line.detail} {line.warnings}" for line in report.lines_to_look_at()]
    assert looks == []
    assert normal_form(first) == normal_form(second), differences(normal_form(first), normal_form(second))


@pytest.mark.parametrize("name", sorted_out(STORIES, TELLING))
def test_a_demo_person_comes_back_as_they_were(db: None, name: str):
    holds(told(name))


@pytest.mark.wide
def test_the_whole_demo_comes_back_as_it_was(db: None):
    with for_a_while():
        seed.run(NOW)
        everybody = [exported(patient_id) for patient_id in Patient.objects.values_list("pk", flat=True)]
    assert len(everybody) >= len(STORIES)
    for first in everybody:
        with for_a_while():
            holds(first)


@pytest.mark.parametrize("name", sorted_out((path.stem for path in FILES), TELLING_FILES))
def test_a_received_person_comes_back_as_they_came(db: None, name: str):
    content = next(path for path in FILES if path.stem == name).read_bytes()
    with for_a_while():
        first = exported(imported(content, build_practice(NOW)).patient_id)
    _report, second = in_an_empty_practice(first)
    assert normal_form(first) == normal_form(second), differences(normal_form(first), normal_form(second))


def test_who_treated_there_is_named_here_and_opens_nothing(db: None):
    first = told("12-never-reached")
    report, _second = in_an_empty_practice(first)
    names = set(OutsideCareMember.objects.filter(patient_id=report.patient_id).values_list("name", "role"))
    assert {("Chidi Okafor, PMHNP", "prescriber"), ("Sam Cole", "coordinator")} <= names
    assert {(member.role, member.basis) for member in care_team(report.patient_id)} == {("prescriber", "import")}
