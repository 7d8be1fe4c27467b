"""How the answers of a decision aid travel: sealed, in the person's own browser, and nowhere else.

One cookie of the browser's session holds everything that was said. It is sealed (AES-256-GCM under the practice's own
keys), so that neither the browser nor anybody who finds it can read or change it; it carries the moment of the last
answer, and after ``LASTS_SECONDS`` it is ignored and deleted. No table, address, log or other header holds an answer.
The same cookie is written once for each place that may read it, under a name of its own, because a cookie is sent to
one path only: the aid in English, the aid in Spanish, and (only after "hand over") the form that asks for contact.
Why so: docs/decisions/0026-how-answers-travel.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plait.clinical.moment import Instant
from plait.foundation.sealing import CannotOpen, open_sealed, seal

PURPOSE = "decision-aid"
LASTS_SECONDS = 60 * 60
MOST_BYTES = 3_800  # a browser drops a cookie whose name and value are longer than 4,096
STEP = 128  # what is sealed is filled up to a multiple of this: its length tells less
AID = {"aid": "/aid", "aid_es": "/es/aid"}
CONTACT = {"aid_contact": "/contact", "aid_contact_es": "/es/contact"}
PLACES = {**AID, **CONTACT}


class TooMuch(Exception):
    """More was said than a browser can carry."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody said so far. ``seen``: signs of danger whose page they were shown; ``lean``: the option they lean
    to, "not-yet", or "" where they were not asked yet; ``at``: when they last answered.
    """

    aid: str
    version: str
    at: Instant
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seen: tuple[str, ...] = ()

    def answered(self, page: str, codes: tuple[str, ...], at: Instant) -> Carried:
        """With one page answered anew."""
        return replace(self, answers={**self.answers, page: codes}, at=at)


def carried(request: HttpRequest, at: Instant) -> Carried | None:
    """What this browser carries; None where that is nothing, too old, changed, or not ours."""
    for name in PLACES:
        sealed = request.COOKIES.get(_named(name), "")
        found = _opened(sealed) if sealed else None
        if found is not None and found.at <= at < found.at.plus(seconds=LASTS_SECONDS):
            return found
    return None


def carries(request: HttpRequest) -> bool:
    """Whether this browser brought anything, good or not."""
    return any(request.COOKIES.get(_named(name)) for name in PLACES)


def carry(request: HttpRequest, response: HttpResponse, what: Carried) -> None:
    """Give it to the browser, until the browser is closed. Raises TooMuch."""
    _carry(request, response, what, AID)


def carry_to_contact(request: HttpRequest, response: HttpResponse, what: Carried) -> None:
    """Let the form that asks for contact read it as well, because the person wants to hand it over."""
    _carry(request, response, what, CONTACT)


def forget(response: HttpResponse) -> None:
    """Delete it from the browser, in every place."""
    for name, path in PLACES.items():
        response.delete_cookie(_named(name), path=path, samesite="Lax")


def _carry(request: HttpRequest, response: HttpResponse, what: Carried, places: Mapping[str, str]) -> None:
    sealed = seal(_written(what), PURPOSE)
    if len(sealed) > MOST_BYTES:
        raise TooMuch
    for name, path in places.items():
        # No max_age and no expires: it ends with the browser's session.
        response.set_cookie(_named(name), sealed, path=path, httponly=True, samesite="Lax", secure=request.is_secure())


def _named(name: str) -> str:
    return f"{settings.COOKIE}_{name}"


def _written(what: Carried) -> str:
    told: dict[str, Any] = {
        "aid": what.aid,
        "v": what.version,
        "at": int(what.at.utc.timestamp()),
        "a": {page: list(codes) for page, codes in what.answers.items()},
        "s": list(what.seen),
    }
    text = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    return text + " " * (-len(text.encode()) % STEP)


def _opened(sealed: str) -> Carried | None:
    try:
        told = json.loads(open_sealed(sealed, PURPOSE))
        return Carried(
            aid=told["aid"],
            version=told["v"],
            at=Instant(datetime.fromtimestamp(told["at"], UTC)),
            answers={page: tuple(codes) for page, codes in told["a"].items()},
            seen=tuple(told["s"]),
        )
    except (CannotOpen, ValueError, KeyError, TypeError, AttributeError):
        return None  # changed, sealed by another copy or by an older version: as if it were not there
