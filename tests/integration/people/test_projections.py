"""A projection can be thrown away and rebuilt from the facts, and is then what it was."""

from __future__ import annotations

import pytest

from plait.foundation.facts import Stamp
from plait.records.people import actions, queries
from plait.records.people.models import CurrentCareTeam, PatientIndex, PatientSearchKey


def everything() -> dict[str, list[tuple]]:
    """Every projection of people, row by row, without ids that mean nothing."""
    return {
        "index": sorted(PatientIndex.objects.values_list()),
        "keys": sorted(PatientSearchKey.objects.values_list("patient_id", "kind", "key")),
        "team": sorted(CurrentCareTeam.objects.values_list(), key=str),
    }


@pytest.fixture
def changed(practice):
    """People with a history: a changed name, a place that ended, one that never was."""
    mara, stamp = practice.people["mara"], Stamp(practice.staff["cole"], practice.at)
    actions.revise_details(stamp, mara, family="Lindqvist-Óg", preferred_name="Maja", phones=["+1 718 555 0199"])
    place = next(m for m in queries.care_team(mara) if m.role == "prescriber")
    actions.leave_care_team(stamp, place.thread, practice.at)
    return practice


def test_rebuilt_is_what_it_was(changed):
    before = everything()
    assert all(before.values())
    actions.rebuild()
    assert everything() == before


def test_a_lost_projection_comes_back(changed):
    before = everything()
    for model in (PatientSearchKey, PatientIndex, CurrentCareTeam):
        model.objects.all().delete()
    actions.rebuild()
    assert everything() == before


def test_the_index_follows_the_last_revision(changed):
    found, _more = queries.find(changed.staff["cole"], changed.at, "maja lindqvist og")
    assert [(line.name, line.preferred_name, line.phone) for line in found] == [
        ("Mara Lindqvist-Óg", "Maja", "+1 718 555 0199")
    ]
    assert queries.find(changed.staff["cole"], changed.at, "0142 mara")[0] == ()
