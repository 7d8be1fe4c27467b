"""Is it alive, is it ready: for supervisors and load balancers. Nothing here is about a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plait.coordination import readiness
from plait.foundation.clock import now
from plait.web.site.access import needs_no_database
from plait.web.site.help_now import known


@needs_no_database
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@needs_no_database
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database, migrations and worker heartbeat: 200 when all are well, else 503 with what is not.

    ``help_page`` says what of the practice's own numbers could not be shown. It makes nothing unready: the page stands.
    """
    state = readiness.state(at=now())
    ready = all(value == "ok" for value in state.values())
    help_page = list(known().problems) or "ok"
    return JsonResponse({"ready": ready, **state, "help_page": help_page}, status=200 if ready else 503)
