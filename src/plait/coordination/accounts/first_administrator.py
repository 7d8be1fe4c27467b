"""The first administrator of a practice, opened by whoever runs the machine; and a way back in for one who lost it all.

Whoever can run commands on the machine holds database and keys, and can do this anyway (SAFETY.md).
"""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import ADMINISTRATOR, Link, NewAccount, make_link, refusal_of, write_new
from plait.foundation.actor import SYSTEM, Actor
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries
from plait.records.people import actions as people
from plait.records.people import queries as practice
from plait.records.people import staff
from plait.records.people.staff import StaffMember


def commit(name: str, *, at: Instant, actor: Actor = SYSTEM) -> tuple[str, Link] | Refused:
    """Sign-in name and set-up link of the administrator ``name``: a full name, or the sign-in name of one there is.

    With administrators in the practice only theirs can be named: they get a new link, and second factors that are
    lost are removed. The link's address is a path on the practice's own address.
    """
    with door.write("accounts.manage", actor=actor, at=at) as visit:
        accounts.lock_accounts()
        now_there = _administrators(at)
        named = next((member for member in now_there if member.sign_in_name == name.strip().casefold()), None)
        if named is not None:
            accounts.remove_factors(visit.stamp, named.user_id)
            visit.detail = f"{named.sign_in_name}: new link from the machine"
            return named.sign_in_name, make_link(visit.stamp, named.user_id)
        if now_there:
            names = ", ".join(member.sign_in_name for member in now_there)
            message = f"There is an administrator already: {names}. Name one of them to make a new set-up link."
            return visit.refuse(Refused("exists", message))
        return _open(name, visit)


def _open(name: str, visit: door.Visit) -> tuple[str, Link] | Refused:
    site = practice.first_site() or people.add_site(
        visit.stamp.at, name=settings.PRACTICE_NAME, state="", time_zone=settings.TIME_ZONE
    )
    new = NewAccount(name, _sign_in_name(name), "", site, (ADMINISTRATOR,))
    refused = refusal_of(new)
    if refused is not None:
        return visit.refuse(refused)
    visit.detail = f"opened the first administrator {new.sign_in_name}"
    _, link = write_new(new, visit.stamp, settings.TIME_ZONE)
    return new.sign_in_name, link


def _administrators(at: Instant) -> list[StaffMember]:
    day = at.day(settings.TIME_ZONE)
    return [m for m in staff.everybody() if m.active and ADMINISTRATOR in m.roles_on(day)]


def _sign_in_name(name: str) -> str:
    """A sign-in name from a name: "José Núñez" -> "jose.nunez"; with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    base = ".".join(re.findall(r"[a-z0-9]+", plain))[:60] or "administrator"
    taken = (f"{base}{number}" for number in range(2, 1000))
    return base if queries.id_of(base) is None else next(one for one in taken if queries.id_of(one) is None)
