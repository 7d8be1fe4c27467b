"""A small practice to try things in: two sites, a few staff, a few people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from plait.clinical.moment import Instant
from plait.foundation.actor import SYSTEM, Actor

NOW = Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))


@dataclass
class Practice:
    """Everybody by a short name: ``staff["reyes"]`` is an Actor, ``people["mara"]`` a patient id."""

    at: Instant
    sites: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)


STAFF = (
    ("reyes", "Dr. A. Reyes", "psychiatrist", ("prescriber",), "main"),
    ("ortiz", "J. Ortiz", "psychologist", ("therapist",), "main"),
    ("both", "Dr. L. Haddad", "psychiatrist", ("prescriber", "therapist"), "main"),
    ("cole", "S. Cole", "care coordinator", ("coordinator",), "main"),
    ("admin", "P. Adeyemi", "practice manager", ("administrator",), "main"),
    ("far", "Dr. F. Away", "psychiatrist", ("prescriber",), "far"),
)
PEOPLE = (
    ("mara", "Mara", "Lindqvist", "1992-05-02", "female", "main", ("reyes", "ortiz", "cole")),
    ("theo", "Theo", "Brandt", "2010-03-09", "male", "main", ()),
    ("ines", "Inês", "O'Hara", "1956-11-30", "female", "far", ("far",)),
)


@pytest.fixture
def practice(db: None) -> Practice:
    """The small practice, inside the test's transaction."""
    return build_practice(NOW)


def build_practice(at: Instant) -> Practice:
    """Record the small practice through the records' own actions."""
    from plait.foundation.facts import Stamp
    from plait.records.accounts import actions as accounts
    from plait.records.people import actions as people

    stamp, made = Stamp(SYSTEM, at), Practice(at)
    for name in ("main", "far"):
        made.sites[name] = people.add_site(at, name=name.title(), state="NY", time_zone="America/New_York")
    for key, name, profession, roles, site in STAFF:
        user = accounts.open_account(stamp, sign_in_name=key, name=name, kind="staff", password="correct horse staple")
        member = people.add_practitioner(at, name=name, profession=profession, site_id=made.sites[site], user_id=user)
        for role in roles:
            people.give_role(stamp, member, role, date(2020, 1, 1))
        made.staff[key] = Actor("staff", user, name, roles[0], roles, member, made.sites[site])
    earlier = at.plus(days=-700)
    for key, given, family, born, sex, site, team in PEOPLE:
        made.people[key] = people.register_patient(
            Stamp(SYSTEM, earlier),
            site_id=made.sites[site],
            details={
                "given": given,
                "family": family,
                "birth_date": born,
                "sex_for_clinical_use": sex,
                "phones": ["+1 212 555 0142"],
                "pronouns": "she/her",
            },
        )
        for member in team:
            people.join_care_team(
                Stamp(SYSTEM, earlier),
                patient_id=made.people[key],
                practitioner_id=made.staff[member].practitioner_id,
                role=made.staff[member].acting_role,
                starts_at=earlier,
            )
    return made
