"""The clocks of a login session, kept on the server: 15 minutes idle lock the screen, 12 hours end it.

The cookie lives longer than both, so that whoever comes back late is recognised and nothing they typed is lost.
Times are seconds since 1970 (UTC). What stands in the session:

- ``plait.began``   when the person signed in
- ``plait.seen``    when a person (not a polling page) was last there, written at most once a minute
- ``plait.locked``  the screen was locked
- ``plait.ended``   the twelve hours are over and were noted
- ``plait.role``    the role that the person wants to act in
- ``plait.factor``  a second factor was found
- ``plait.drafts``  there are drafts that were not sent
- ``plait.told``    the person was just told that what they typed was kept
"""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest

from plait.clinical.moment import Instant

BEGAN, SEEN, LOCKED, ENDED = "plait.began", "plait.seen", "plait.locked", "plait.ended"
ROLE, FACTOR, DRAFTS, TOLD = "plait.role", "plait.factor", "plait.drafts", "plait.told"
WRITTEN_EVERY_SECONDS = 60

State = Literal["open", "locked", "ended"]


def seconds(at: Instant) -> float:
    """Seconds since 1970."""
    return at.utc.timestamp()


def begin(request: HttpRequest, at: Instant) -> None:
    """Start both clocks: somebody has just signed in."""
    session = request.session
    for key in (LOCKED, ENDED, FACTOR, TOLD):
        session.pop(key, None)
    session[BEGAN] = session[SEEN] = seconds(at)


def state(request: HttpRequest, user: Any, at: Instant) -> State:
    """Where a signed-in person stands now. A login session that began before the account was signed out is over."""
    session, moment = request.session, seconds(at)
    began = float(session.get(BEGAN, 0))
    signed_out = getattr(user, "signed_out_at", None)
    if session.get(ENDED) or moment - began >= settings.ABSOLUTE_SECONDS:
        return "ended"
    if signed_out is not None and began < signed_out.timestamp():
        return "ended"
    if session.get(LOCKED) or moment - float(session.get(SEEN, 0)) >= settings.IDLE_SECONDS:
        return "locked"
    return "open"


def idle_seconds_left(request: HttpRequest, at: Instant) -> int:
    """How long until the screen locks if nobody comes."""
    idle = seconds(at) - float(request.session.get(SEEN, 0))
    return max(0, int(settings.IDLE_SECONDS - idle))


def seen(request: HttpRequest, at: Instant, *, at_once: bool = False) -> None:
    """A person is there. Written at most once a minute, and at once, so that a slow answer overwrites nothing."""
    moment = seconds(at)
    if at_once or moment - float(request.session.get(SEEN, 0)) >= WRITTEN_EVERY_SECONDS:
        _write(request, {SEEN: moment})


def lock(request: HttpRequest) -> None:
    """Lock the screen; only the same person opens it again."""
    _write(request, {LOCKED: True})


def unlock(request: HttpRequest, at: Instant) -> None:
    """The same person is back."""
    request.session.pop(LOCKED, None)
    _write(request, {SEEN: seconds(at)})


def end(request: HttpRequest) -> None:
    """Note that the twelve hours are over; the person stays recognisable until they sign in again."""
    _write(request, {ENDED: True})


def _write(request: HttpRequest, values: dict[str, Any]) -> None:
    request.session.update(values)
    request.session.save()
    request.session.modified = False
