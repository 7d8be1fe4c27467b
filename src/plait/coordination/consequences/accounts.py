"""What decisions about accounts share: a new account and its set-up link, and that an administrator always remains.

A set-up link is how a member of staff chooses a password: single use, for a day, shown once, stored as a hash.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import ROLES
from plait.foundation.facts import Stamp
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries
from plait.records.people import actions as people
from plait.records.people import staff
from plait.records.people.staff import StaffMember

ADMINISTRATOR = "administrator"
LINK_DAYS = 1
LINK_PATH = "/set-up/{secret}/"
SIGN_IN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,78}[a-z0-9])?")
LAST_ADMINISTRATOR = "The practice needs an administrator: give the role to somebody first."


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who is new: full name, sign-in name, profession in a word, site, roles from today."""

    name: str
    sign_in_name: str
    profession: str
    site_id: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A set-up link, whole only at the moment when it is made. ``path`` is its address on this practice."""

    path: str


def refusal_of(new: NewAccount) -> Refused | None:
    """What speaks against a new account."""
    if not new.name.strip():
        return Refused("name", _("Enter the name."), "name")
    if SIGN_IN_NAME.fullmatch(new.sign_in_name.casefold()) is None:
        message = "Use letters a to z, digits, and . _ @ - between them, for example a.reyes."
        return Refused("sign-in-name", message, "sign_in_name")
    if queries.id_of(new.sign_in_name) is not None:
        return Refused("taken", _("Somebody has this sign-in name already. Choose another."), "sign_in_name")
    if not new.roles or not set(new.roles) <= set(ROLES):
        return Refused("roles", _("Choose at least one role."), "roles")
    if new.site_id not in dict(staff.sites()):
        return Refused("site", _("Choose a site of the practice."), "site_id")
    return None


def write_new(new: NewAccount, stamp: Stamp, zone: str) -> tuple[UUID, Link]:
    """Record a new member of staff with an account and its first link; the caller has checked."""
    today, name = stamp.at.day(zone), new.name.strip()
    user = accounts.open_account(stamp, sign_in_name=new.sign_in_name.casefold(), name=name, kind="staff")
    member = people.add_practitioner(
        stamp.at, name=name, profession=new.profession.strip(), site_id=new.site_id, user_id=user
    )
    for role in new.roles:
        people.give_role(stamp, member, role, today)
        accounts.note_event(stamp, user, "role-given", f"{role} from {today.isoformat()}")
    return member, make_link(stamp, user)


def hashed(secret: str) -> str:
    """What is kept of a link's secret: enough to recognise it, not to rebuild it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_link(stamp: Stamp, user_id: UUID) -> Link:
    """Give an account a new link; the ones before it are worth nothing any more."""
    secret = secrets.token_urlsafe(32)
    accounts.give_link(stamp, user_id, secret_hash=hashed(secret), expires_at=stamp.at.plus(days=LINK_DAYS))
    return Link(LINK_PATH.format(secret=secret))


def member_of(practitioner_id: UUID) -> StaffMember:
    """The member of staff whose account it is. Raises ``Denied`` where there is none."""
    found = staff.member(practitioner_id)
    if found is None:
        raise door.Denied("accounts.manage")
    return found


def another_administrator(but: StaffMember, day: date) -> bool:
    """Whether somebody else with a working account is administrator on that day and without an end."""
    return any(
        line.role == ADMINISTRATOR and line.starts_on <= day and line.ends_on is None
        for other in staff.everybody()
        if other.active and other.practitioner_id != but.practitioner_id
        for line in other.roles
    )
