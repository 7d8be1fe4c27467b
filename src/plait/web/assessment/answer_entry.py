"""What every page of a link shares: open to its holder alone, kept by no browser, and one answer for all that is wrong.

The address holds the token, so nothing of these pages leaves the practice with a referrer, and logs lose it
(quiet_log). Whoever gave the birth date has a signed cookie for this one link, for two hours. A flood of made-up
addresses is answered without asking the database.
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
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from plait.coordination.assessment.answer import Questions
from plait.coordination.consequences.measure_requests import PURPOSE
from plait.coordination.door import Denied
from plait.foundation.signed_links import digest_of
from plait.web.site.access import public

COOKIE = f"{settings.COOKIE}_answering"
SALT = "plait answering"
SECONDS = 2 * 60 * 60
PATH = "/answer/"
MOST_MADE_UP, MADE_UP_SECONDS = 20, 600
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Mark a view that the holder of a link may open; its first argument after the request is the token."""

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
    """Unknown, too old, used up or taken back: the same page, whatever it is."""
    response = render(request, "assessment/answer_dead.html", status=404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def entered(request: HttpRequest, asked: Questions) -> bool:
    """Whether this browser may see the questions: on the tablet, and after the birth date."""
    return not asked.asks_birth_date or came_in_by(request) == asked.link_id


def came_in_by(request: HttpRequest) -> UUID | None:
    """The link by which this browser came in, while that is not too long ago."""
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
        samesite="Lax",
    )
    return response


def page(
    request: HttpRequest, template: str, language: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a link, in the language of its questions."""
    with translation.override(language):
        response = render(request, template, {"language": language, **context}, status=status)
    response["Content-Language"] = language
    return response


def _flooded(request: HttpRequest) -> bool:
    """Whether this address has sent more made-up tokens than anybody mistypes."""
    name = f"plait.answer.{get_adapter(request).get_client_ip(request)}"
    cache.add(name, 0, MADE_UP_SECONDS)
    try:
        return cache.incr(name) > MOST_MADE_UP
    except ValueError:  # it ran out just now
        return False
