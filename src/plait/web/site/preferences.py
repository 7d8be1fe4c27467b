"""Light or dark, single-key shortcuts, language: cookies of this installation, no database, no clinical content."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plait.web.site.access import public

YEAR = 60 * 60 * 24 * 365
THEMES = frozenset({"light", "dark"})


def _cookie(name: str) -> str:
    return f"{getattr(settings, 'COOKIE', 'plait')}_{name}"


def preferences(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``theme`` ("", "light", "dark") and ``shortcuts_off``; reads cookies only."""
    theme = request.COOKIES.get(_cookie("theme"), "")
    return {
        "theme": theme if theme in THEMES else "",
        "shortcuts_off": request.COOKIES.get(_cookie("keys")) == "off",
    }


@public
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen (theme: system, light, dark; keys: on, off; language: en, es) and go back to the page."""
    target = request.POST.get("next", "/")
    secure = request.is_secure()
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=secure):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, kept, dropped in (("theme", THEMES, "system"), ("keys", {"off"}, "on")):
        value = request.POST.get(name)
        if value in kept:
            response.set_cookie(_cookie(name), value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        elif value == dropped:
            response.delete_cookie(_cookie(name), samesite="Lax")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, language, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
