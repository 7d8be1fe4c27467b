"""The answer of every public page: the frame around it, whose word it is, and how long a browser may keep it.

Nothing here sets a cookie or reads a session. The same address gives the same bytes to everybody, so a browser may
keep a page for a few minutes and ask again by its ETag.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext, gettext_lazy

from plait.foundation.clock import now
from plait.knowledge.site_pages import PageSource, SitePage
from plait.web.site.frame import frame
from plait.web.site.markdown import UNCHECKED, Rendered, rendered
from plait.web.site.schema import script

KEEP_SECONDS = 300
RETRY_SECONDS = "20"
MARKS = {
    "V": gettext_lazy("We read it in the source."),
    "P": gettext_lazy("We read part of the source."),
    "U": gettext_lazy("Not yet checked against the source."),
}


def today() -> date:
    """The day it is where the practice is."""
    return now().day(settings.TIME_ZONE)


def day(when: date) -> str:
    """A date in words: 24 November 2026, 24 de noviembre de 2026."""
    return in_words(when, gettext("j F Y"))


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, schema: list[dict[str, Any]] | None = None
) -> HttpResponse:
    """A public page as it is sent; 304 where the browser has these very bytes."""
    told = [script(one) for one in schema or ()]
    return kept(request, HttpResponse(render_to_string(template, {**frame(request), **context, "schema": told})))


def unavailable(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """503: a page without what the database would say, calmly; nobody keeps it."""
    html = render_to_string(template, {**frame(request), **context, "unavailable": True})
    return HttpResponse(html, status=503, headers={"Cache-Control": "no-store", "Retry-After": RETRY_SECONDS})


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser keep it for a while."""
    response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def said_by(page: SitePage, on: date) -> dict[str, Any]:
    """Who answers for a page, when it was looked at, and where its claims come from."""
    return {
        "owner": page.owner,
        "reviewed": day(page.reviewed),
        "review_by": day(page.review_by),
        "signed_by": page.signed_by,
        "expired": page.expired(on),
        "sources": [_source(source) for source in rendered(page).sources],
    }


def _source(source: PageSource) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "href": source.address if source.address.startswith("http") else "",
        "read": "" if source.mark == UNCHECKED else day(source.read),
        "mark": str(MARKS[source.mark]),
        "checked": source.mark == "V",
    }


def page_context(page: SitePage, on: date) -> dict[str, Any]:
    """What every template of one page of text is given."""
    text: Rendered = rendered(page)
    return {
        "page_title": page.title,
        "description": page.description,
        "page": page,
        "text": text,
        "said_by": said_by(page, on),
    }
