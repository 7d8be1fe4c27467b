"""What every page of the person's own plan shares: for the holder of its link alone, kept by no browser.

Whoever gave the birth date has a signed cookie for this one link, for half an hour. A link that is unknown, too old,
taken back or closed leads to one page with the numbers to call. A flood of made-up addresses asks no database.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from plait.coordination.consequences.safety_plan import PURPOSE
from plait.coordination.door import Denied
from plait.foundation.signed_links import digest_of
from plait.web.safety.plan_words import practice_number
from plait.web.site.access import public

COOKIE = f"{settings.COOKIE}_own_plan"
SALT = "plait own safety plan"
SECONDS = 30 * 60
PATH = "/my-plan/"
MOST_MADE_UP, MADE_UP_SECONDS = 20, 600
View = Callable[..., HttpResponse]


def by_own_link(view: View) -> View:
    """Mark a view that the holder of a link to a plan may open; its first argument after the request is the token."""

    @public
    @never_cache
    @sensitive_variables("token")
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if digest_of(token, PURPOSE) is None and _flooded(request):
                return dead(request)
            response = view(request, token, *args, **kwargs)
        except Denied:
            return dead(request)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def dead(request: HttpRequest) -> HttpResponse:
    """Whatever is wrong with the link: the same page, and whom to call."""
    response = render(request, "safety/own_plan_dead.html", {"practice_number": practice_number()}, status=404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def entered_by(request: HttpRequest) -> UUID | None:
    """The link by which this browser entered, while that is not too long ago."""
    try:
        return UUID(request.get_signed_cookie(COOKIE, salt=SALT, max_age=SECONDS))
    except (KeyError, ValueError, signing.BadSignature):
        return None


def let_in(response: HttpResponse, request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Remember in this browser that the birth date of this link was given."""
    response.set_signed_cookie(
        COOKIE,
        str(link_id),
        salt=SALT,
        max_age=SECONDS,
        path=PATH,
        httponly=True,
        secure=request.is_secure(),
        samesite="Strict",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Take the entry away."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def _flooded(request: HttpRequest) -> bool:
    """Whether this address has sent more made-up tokens than anybody mistypes."""
    name = f"plait.own-plan.{get_adapter(request).get_client_ip(request)}"
    cache.add(name, 0, MADE_UP_SECONDS)
    try:
        return cache.incr(name) > MOST_MADE_UP
    except ValueError:  # it ran out just now
        return False
