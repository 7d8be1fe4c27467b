"""Each public page stands at two addresses: in English as it is, in Spanish under /es/ with the same words.

The address alone decides the language: no cookie, no guess, so that a link says the same to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import translation

LANGUAGES = ("en", "es")
NAMES = {"en": "English", "es": "Español"}
View = Callable[..., HttpResponse]


def language_of(address: str) -> str:
    """The language that an address stands for."""
    return "es" if address == "/es" or address.startswith("/es/") else "en"


def in_language(address: str, language: str) -> str:
    """The same page's address in a language: /guide and /es/guide, / and /es/."""
    plain = address[3:] or "/" if language_of(address) == "es" else address
    return f"/es{plain}" if language == "es" else plain


def in_its_language(view: View) -> View:
    """Answer in the language of the address, whatever the browser asks for."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request.path)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language
        return response

    return answer


def both(route: str, view: View, name: str) -> list[URLPattern]:
    """The two addresses of a public page; ``name`` is English, ``name-es`` Spanish. Marks on the view are kept."""
    spoken = in_its_language(view)
    return [path(route, spoken, name=name), path(f"es/{route}", spoken, name=f"{name}-es")]
