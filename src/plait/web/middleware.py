"""What happens around every screen: canonical address, failures, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from plait.coordination.door import AuditUnavailable, Denied, Moved
from plait.foundation import clock
from plait.web.accounts.arrival import arrive
from plait.web.documents import restore
from plait.web.site import failures

NO_ANSWER = (AuditUnavailable, DatabaseError, InterfaceError)
Respond = Callable[[HttpRequest], HttpResponse]


class CanonicalAddress:
    """One address: 127.0.0.1 leads to localhost, because a passkey cannot use a bare number."""

    def __init__(self, respond: Respond) -> None:
        """Keep what answers next."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect reads on another loopback name; health checks answer on any."""
        host = request.get_host()
        name, _, port = host.rpartition(":") if ":" in host else (host, "", "")
        reading = request.method in {"GET", "HEAD"} and not request.path.startswith(("/healthz", "/readyz"))
        if settings.CANONICAL_HOST and reading and name in {"127.0.0.1", "[::1]"}:
            return HttpResponsePermanentRedirect(
                f"{request.scheme}://{settings.CANONICAL_HOST}:{port}{request.get_full_path()}"
            )
        return self.respond(request)


class Failures:
    """Not permitted looks like "does not exist"; no database or no audit trail means no answer at all."""

    def __init__(self, respond: Respond) -> None:
        """Keep what answers next."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: Django gives ``process_exception`` what a view raises, and handler500 what a middleware raises."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what a view raised into its page."""
        if isinstance(exception, Moved):
            return _same_page_of(exception, request)
        if isinstance(exception, Denied):
            return failures.not_found(request)
        return failures.unavailable(request) if isinstance(exception, NO_ANSWER) else None


def _same_page_of(moved: Moved, request: HttpRequest) -> HttpResponse:
    """The same page of the surviving record. 307: a form that was sent is sent on as it is, with its key."""
    address = request.get_full_path().replace(str(moved.record), str(moved.person))
    if str(moved.record) not in request.path:
        return failures.not_found(request)
    response = HttpResponse(status=307)
    response["Location"] = address
    return response


class SignedIn:
    """Deny by default: a view that is not marked public needs a signed-in member of staff (see accounts/arrival.py)."""

    def __init__(self, respond: Respond) -> None:
        """Keep what answers next."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision falls in process_view, where the view is known. A form taken needs no draft."""
        response = self.respond(request)
        if getattr(request, "signed_in", False):
            restore.close_if_taken(request, response)
            if "Cache-Control" not in response:
                response["Cache-Control"] = "no-store"  # after sign-out no Back button brings a chart again
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Say who acts, or send them where they have to go first. Reads no session for views that need no database."""
        if getattr(view, "needs_no_database", False):
            return None
        try:
            return arrive(request, view, clock.now())
        except NO_ANSWER:
            return failures.unavailable(request)
