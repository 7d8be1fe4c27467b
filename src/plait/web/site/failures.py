"""Error pages. None touches database, session or user, so each also answers while those are down.

"Not yours" and "does not exist" get the same bytes: ``not_found`` knows nothing of the address or the person.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = "20"


def _page(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: nothing here, or nothing for this person; the answer does not say which."""
    return _page("404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403: this role may not do that (never used where it would tell that a person exists)."""
    return _page("403.html", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: the form's token is missing or old; nothing was saved."""
    return _page("403_csrf.html", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the browser sent something that cannot be read."""
    return _page("400.html", 400)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: a bug; nothing half-done was kept."""
    return _page("500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """503: the database does not answer, or the look could not be written down; no clinical content is shown."""
    response = _page("503.html", 503)
    response["Retry-After"] = RETRY_SECONDS
    return response
