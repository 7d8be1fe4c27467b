"""Every link on a public page leads to a page that is there, in the language of the page."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.urls import Resolver404, resolve

from plait.knowledge.site_pages import SITE, SitePage, SitePages
from plait.knowledge.site_pages_read import load
from plait.web.site.markdown import rendered

INSIDE = re.compile(r'href="(/[^"]*)"')
ONE_ADDRESS = ("/help-now",)  # its language follows as a parameter
PAGES = load(SITE)


@pytest.mark.parametrize("page", PAGES.pages.values(), ids=lambda page: f"{page.language}/{page.slug}")
def test_links_of_a_page_lead_to_pages_of_its_language(page):
    wrong = [why for address in links(page) if (why := wrong_with(address, page.language, PAGES))]
    assert not wrong, f"{page.path}: {wrong}"


def links(page: SitePage) -> list[str]:
    """The addresses inside the site to which a page leads."""
    text = rendered(page)
    return INSIDE.findall(str(text.lead) + "".join(str(section.html) for section in text.sections))


def wrong_with(address: str, language: str, pages: SitePages) -> str:
    """Why an address is no place to lead to; empty when it is one."""
    path, _, parameters = address.partition("?")
    spoken = QueryDict(parameters).get("lang") if path in ONE_ADDRESS else ("es" if path.startswith("/es/") else "en")
    if spoken != language:
        return f"{address} is in another language"
    try:
        found = resolve(path)
    except Resolver404:
        return f"{address} is no address"
    kind = {"care": "care", "condition": "condition"}.get((found.url_name or "").removesuffix("-es"))
    if kind and pages.page(language, kind, found.kwargs["slug"]) is None:
        return f"{address} is no page"
    return ""


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/es/guide", "another language"),
        ("/help-now?lang=es", "another language"),
        ("/guidance", "no address"),
        ("/conditions/gout", "no page"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(address, why):
    assert why in wrong_with(address, "en", PAGES)
