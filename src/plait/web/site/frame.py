"""What the frame of every public page shows; made of settings, files and the address alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plait.coordination.site import folder
from plait.web.context import VERSION
from plait.web.site.languages import NAMES, in_language, language_of

MENU: tuple[tuple[str, Promise], ...] = (
    ("/guide", gettext_lazy("Medication, therapy, or both?")),
    ("/conditions", gettext_lazy("Conditions")),
    ("/team", gettext_lazy("Team")),
    ("/places", gettext_lazy("Places and hours")),
    ("/fees", gettext_lazy("Fees")),
    ("/questions", gettext_lazy("Questions")),
    ("/contact", gettext_lazy("Contact")),
)
# Pages of text that stand at an address of their own, and not under /about/.
HAS_ITS_OWN_ADDRESS = frozenset({"home", "guide", "questions", "privacy", "fees"})


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of base_site.html, in the language of the address."""
    here = request.path
    language = language_of(here)
    other = "en" if language == "es" else "es"
    twin = in_language(here, other)
    facts = folder.practice_facts()
    menu = [place for place in MENU if facts.fees or place[0] != "/fees"]
    return {
        "language": language,
        "twin": {"language": other, "href": twin, "name": NAMES[other]},
        "home_href": in_language("/", language),
        "help_href": "/help-now?lang=es" if language == "es" else "/help-now",
        "menu": [_item(address, label, here, language) for address, label in menu],
        "privacy_href": in_language("/privacy", language),
        "canonical": request.build_absolute_uri(here),
        "twin_canonical": request.build_absolute_uri(twin),
        "practice_name": settings.PRACTICE_NAME,
        "practice_phone": facts.telephone,
        "demo_mode": settings.DEMO,
        "version": VERSION,
    }


def _item(address: str, label: Promise, here: str, language: str) -> dict[str, Any]:
    href = in_language(address, language)
    return {"href": href, "label": str(label), "current": here == href or here.startswith(f"{href}/")}
