"""Whoever holds a set-up link chooses the password of its account, once. A link that is not good looks like none."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import hashed
from plait.foundation.actor import ANONYMOUS, Actor
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries

ACTION = "accounts.set-up"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose link it is."""

    name: str
    sign_in_name: str


def holder(secret: str, *, at: Instant, actor: Actor = ANONYMOUS) -> Holder:
    """Who is asked for a password. Raises Denied for a link that is unknown, used or too old."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        user = queries.link_holder(hashed(secret), at)
        if user is None:
            raise door.Denied(ACTION)
        visit.detail = f"link of account {user.pk} opened"
        return Holder(user.name, user.sign_in_name)


def commit(secret: str, password: str, *, at: Instant, actor: Actor = ANONYMOUS) -> Holder | Refused:
    """Use the link up and set the password; every login session of the account ends. Raises Denied."""
    with door.write(ACTION, actor=actor, at=at) as visit:
        user = queries.link_holder(hashed(secret), at)
        if user is None:
            raise door.Denied(ACTION)
        visit.stamp = type(visit.stamp)(Actor("link", user.pk, user.name), at)
        try:
            validate_password(password, user)
        except ValidationError as weak:
            return visit.refuse(Refused("weak", " ".join(weak.messages), "password"))
        used = accounts.use_link(visit.stamp, hashed(secret))
        if used is None:
            raise door.Denied(ACTION)
        accounts.set_password(visit.stamp, used, password)
        visit.detail = "password chosen by link"
        return Holder(user.name, user.sign_in_name)
