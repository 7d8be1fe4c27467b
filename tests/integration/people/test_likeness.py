"""Who here may be the person described: found through the index, judged, and never more than a few."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.clinical.moment import PartialDate
from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp
from plait.records.people import actions as people
from plait.records.people.likeness import likely_duplicates
from tests.integration.conftest import Practice

BORN = PartialDate.parse("1992-05-02")


def register(practice: Practice, given: str, family: str, born: str = "", **details: Any) -> Any:
    return people.register_patient(
        Stamp(SYSTEM, practice.at),
        site_id=practice.sites["main"],
        details={"given": given, "family": family, "birth_date": born, **details},
    )


def test_the_person_is_found_whichever_way_the_entry_differs(practice: Practice) -> None:
    mara = register(practice, "Marisol", "Quintana-Reyes", "1992-05-02", phones=["(646) 555-0171"], emails=["M@x.org"])
    people.add_identifiers(Stamp(SYSTEM, practice.at), mara, [("urn:h", "77")])
    for given, family, born, more in (
        ("Marisol", "Quintana", "1992-05-02", {}),
        ("Quintana Reyes", "Marisol", "1992-05-02", {}),
        ("Marisol", "Quintana", "1992-02-05", {}),
        ("Marisol", "Quintana Reyes", "1992-05-03", {}),
        ("Marisol", "Reyes", "1992", {}),
        ("Marisol", "Keller", "", {"phones": ["555 0171"]}),
        ("Marisol", "Keller", "", {"emails": ["m@X.org "]}),
        ("Unlike", "Anybody", "", {"identifiers": [("urn:h", "77")]}),
    ):
        found = likely_duplicates(
            given=given, family=family, birth_date=PartialDate.parse(born) if born else None, **more
        )
        assert [one.patient_id for one in found] == [mara], (given, family, born, more)
        assert found[0].why


def test_the_surest_comes_first_and_no_more_than_asked_for(practice: Practice) -> None:
    for number in range(1, 8):
        register(practice, "Lucia", "Ferrante", f"1980-03-1{number}")
    same = register(practice, "Lucia", "Ferrante", "1980-03-10")
    born = PartialDate.parse("1980-03-10")
    found = likely_duplicates(given="Lucia", family="Ferrante", birth_date=born, limit=5)
    assert len(found) == 5
    assert (found[0].patient_id, found[0].sure) == (same, "strong")
    assert {one.sure for one in found[1:]} == {"possible"}
    others = likely_duplicates(given="Lucia", family="Ferrante", birth_date=born, exclude=same)
    assert same not in {one.patient_id for one in others}


def test_other_sites_are_compared_too(practice: Practice) -> None:
    found = likely_duplicates(given="Ines", family="OHara", birth_date=PartialDate.parse("1956-11-30"))
    assert [one.patient_id for one in found] == [practice.people["ines"]]


def test_at_most_three_questions_are_asked(practice: Practice) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        likely_duplicates(
            given="Mara", family="Lindqvist", birth_date=BORN, phones=["5550142"], identifiers=[("urn:h", "1")]
        )
    assert len(asked) == 3


def test_nobody_is_like_nobody(practice: Practice) -> None:
    assert likely_duplicates(given="", family="", birth_date=None) == ()
    assert likely_duplicates(given="Mara", family="Lindqvist", birth_date=None) == ()
