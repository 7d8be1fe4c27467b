"""What search engines are told: every public page with its twin, and that the addresses of staff are none of theirs."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from plait.coordination.site import folder, published
from plait.foundation.actor import ANONYMOUS
from plait.foundation.clock import now
from plait.knowledge.site_pages import SitePage
from plait.web.site.access import needs_no_database
from plait.web.site.answering import kept
from plait.web.site.languages import LANGUAGES, in_language

# The first part of every address that is open to search engines; all others are disallowed.
OPEN = (
    "/guide",
    "/care/",
    "/conditions",
    "/about/",
    "/questions",
    "/fees",
    "/privacy",
    "/team",
    "/places",
    "/contact",
    "/help-now",
    "/aid",
    "/es/",
    "/static/",
    "/sitemap.xml",
)


def address_of(page: SitePage) -> str:
    """Where a page of text stands, in English."""
    if page.kind == "condition":
        return f"/conditions/{page.slug}"
    if page.kind == "care":
        return f"/care/{page.slug}"
    own = {"home": "/", "guide": "/guide", "questions": "/questions", "privacy": "/privacy", "fees": "/fees"}
    return own.get(page.slug, f"/about/{page.slug}")


def addresses() -> list[tuple[str, str]]:
    """(address in English, day it was last looked at or "") of every public page that there is now."""
    facts = folder.practice_facts()
    pages = [page for (language, _key), page in folder.pages().pages.items() if language == "en"]
    found = {address_of(page): page.reviewed.isoformat() for page in pages if page.slug != "fees" or facts.fees}
    found |= dict.fromkeys(("/conditions", "/team", "/places", "/contact", "/aid"), "")
    try:
        team = published.team(settings.TIME_ZONE, actor=ANONYMOUS, at=now())
    except (DatabaseError, InterfaceError):
        team = ()
    found |= {f"/team/{one.slug}": "" for one in team}
    return sorted(found.items())


@needs_no_database
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each with its twin."""
    entries = [
        _entry(request, in_language(address, language), address, reviewed)
        for address, reviewed in addresses()
        for language in LANGUAGES
    ]
    body = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{}'
        "</urlset>\n",
        format_html_join("", "{}", ((entry,) for entry in entries)),
    )
    return kept(request, HttpResponse(body, content_type="application/xml"))


def _entry(request: HttpRequest, address: str, english: str, reviewed: str) -> SafeString:
    twins = format_html_join(
        "",
        '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>',
        ((language, request.build_absolute_uri(in_language(english, language))) for language in LANGUAGES),
    )
    looked_at = format_html("<lastmod>{}</lastmod>", reviewed) if reviewed else ""
    where = request.build_absolute_uri(address)
    return format_html("<url><loc>{}</loc>{}{}</url>\n", where, looked_at, twins)


@needs_no_database
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages are open; what belongs to staff is not, and neither is a page of the aid beyond its first."""
    lines = ["User-agent: *", "Disallow: /aid/", "Disallow: /es/aid/", "Disallow: /contact-requests", "Allow: /$"]
    lines += [f"Allow: {address}" for address in OPEN]
    lines += ["Disallow: /", "", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return kept(request, HttpResponse("\n".join(lines), content_type="text/plain"))
