"""Sign a test client in as a member of staff, with the clocks of its login session where the test wants them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from plait.foundation.clock import now


def sign_in(
    client: Client, user_id: UUID, *, role: str = "", began: float = 0, seen: float = 0, factor: bool = True
) -> Client:
    """Open a login session that began ``began`` seconds ago and was last used ``seen`` seconds ago.

    ``factor``: as if a second factor had been found, which staff outside the demo must have.
    """
    client.force_login(get_user_model().objects.get(pk=user_id))
    age_session(client, began=began, seen=seen)
    session = client.session
    if role:
        session["plait.role"] = role
    if factor:
        session["plait.factor"] = True
    session.save()
    return client


def age_session(client: Client, *, began: float, seen: float) -> None:
    """Move the clocks of a login session: seconds since it began and since a person was last there."""
    session, moment = client.session, now().utc.timestamp()
    session["plait.began"], session["plait.seen"] = moment - began, moment - seen
    session.save()
