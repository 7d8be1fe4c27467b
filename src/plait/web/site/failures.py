"""Error pages. None touches database, session or user, so each also answers while those are down.

"Not yours" and "does not exist" get the same bytes: ``not_found`` knows nothing of the address or the person
(only which theme this browser asked for).
"""

from __future__ import annotations

import sys

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from plait.web.site.languages import language_of
from plait.web.site.preferences import preferences

RETRY_SECONDS = "20"


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, preferences(request)), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: nothing here, or nothing for this person; the answer does not say which. Spanish below /es/."""
    spanish = language_of(request.path) == "es"
    with translation.override("es" if spanish else translation.get_language()):
        return HttpResponse(render_to_string("404.html", {**preferences(request), "spanish": spanish}), status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403: this role may not do that (never used where it would tell that a person exists)."""
    return _page(request, "403.html", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: the form's token is missing or old; nothing was saved."""
    return _page(request, "403_csrf.html", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the browser sent something that cannot be read."""
    return _page(request, "400.html", 400)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a bug; nothing half-done was kept. Without a database, at the edges where no view runs: 503."""
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        return unavailable(request)
    return _page(request, "500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer, or the look could not be written down; no clinical content is shown."""
    response = _page(request, "503.html", 503)
    response["Retry-After"] = RETRY_SECONDS
    return response
