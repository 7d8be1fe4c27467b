"""Writes the demo practice into an empty database: its staff, then every story. Deterministic for a given day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from plait.clinical.moment import Instant
from plait.coordination.demo.story import ZONE, Calendar, read, stories
from plait.coordination.demo.telling import Teller
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries as known
from plait.records.people import actions as people

OPENED_DAYS_AGO = 1500


def run(at: Instant | None = None) -> str:
    """Write everything in one transaction; returns a sentence about what there is now."""
    if known.any_user():
        return "There are people in this database already: nothing was written."
    calendar = Calendar((at or now()).day(ZONE))
    with transaction.atomic():
        site, staff = hire(calendar)
        told = sum(Teller(name, calendar, staff, site).tell(story) for name, story in stories())
    return f"{len(stories())} people, {len(staff)} members of staff, {told} events."


def hire(calendar: Calendar) -> tuple[UUID, dict[str, Actor]]:
    """The practice's site and staff, as of the day it opened."""
    at = calendar.moment(-OPENED_DAYS_AGO)
    stamp, table = Stamp(SYSTEM, at), read("staff.toml")
    site = people.add_site(at, name=table["site"]["name"], state=table["site"]["state"], time_zone=ZONE)
    staff = {}
    for key, one in table["staff"].items():
        user = accounts.open_account(stamp, sign_in_name=key, name=one["name"], kind="staff")
        member = people.add_practitioner(at, name=one["name"], profession=one["profession"], site_id=site, user_id=user)
        for role in one["roles"]:
            people.give_role(stamp, member, role, calendar.day(-OPENED_DAYS_AGO))
        if "licence" in one:
            people.add_licence(
                stamp,
                member,
                state=table["site"]["state"],
                profession=one["profession"],
                number=one["licence"],
                starts_on=date(2015, 1, 1),
            )
        staff[key] = Actor("staff", user, one["name"], one["roles"][0], tuple(one["roles"]), member, site, ZONE)
    return site, staff
