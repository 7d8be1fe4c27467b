"""The help page: no database, no session, no script; every way to 988 in English and Spanish."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import RequestFactory
from django.utils.translation.template import templatize

from plait.web.site.help_now import help_now

WEB = Path(__file__).resolve().parents[3] / "src" / "plait" / "web"
PAGES = ["base_root.html", "base_bare.html", "503.html", "404.html", "500.html", "403_csrf.html"]


class Links(HTMLParser):
    """Every address a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def page(query: str = "", **headers: str) -> str:
    """The page's HTML, asked for without session, user or database."""
    return help_now(RequestFactory().get(f"/help-now{query}", headers=headers)).content.decode()


def test_every_way_is_one_tap_away() -> None:
    links = Links(page()).found
    assert {"tel:988", "sms:988", "https://988lifeline.org/chat/", "tel:911"} <= set(links)


def test_spanish_leads_to_the_spanish_service() -> None:
    links = Links(page("?lang=es")).found
    assert {"tel:988", "sms:988?&body=AYUDA", "https://988lifeline.org/es/inicio/", "tel:911"} <= set(links)
    assert '<html lang="es"' in page("?lang=es")


def test_language_follows_the_browser_and_the_link_wins() -> None:
    assert '<html lang="es"' in page(**{"accept-language": "es-MX,es;q=0.9"})
    assert '<html lang="en"' in page("?lang=en", **{"accept-language": "es"})
    assert '<html lang="en"' in page("?lang=<script>")


@pytest.mark.hazard("H-033")
def test_page_carries_no_script_and_no_form() -> None:
    """But for the one that makes leaving tidier, which nothing on the page waits for."""
    without = page().replace('<script type="module" src="/static/js/leave.js"></script>', "", 1)
    assert not re.search(r"<script|<form|<iframe|<img", without)


@pytest.mark.hazard("H-033")
def test_page_reads_no_database() -> None:
    """pytest-django refuses any query here, because this test does not ask for the database."""
    assert "988" in page()


def test_view_answers_reads_only() -> None:
    assert help_now(RequestFactory().post("/help-now")).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_has_its_spanish(name: str) -> None:
    with (WEB / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale="es")
    source = templatize((WEB / "templates" / name).read_text(encoding="utf-8"))
    sentences = re.findall(r"gettext\(u?'((?:[^'\\]|\\.)*)'\)", source)
    assert sentences
    assert [one for one in sentences if not (message := catalog.get(one)) or not message.string or message.fuzzy] == []


def words(html: str) -> list[str]:
    """The sentences of the page's main part."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    text = re.sub(r"<[^>]+>", ". ", main)
    return [one for one in re.split(r"[.:?!]+\s", text) if len(one.split()) > 1]


def test_sentences_are_short() -> None:
    """Plain language: 20 words a sentence on average at most, none over 35."""
    lengths = [len(one.split()) for one in words(page())]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 35
