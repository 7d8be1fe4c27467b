"""Every public page, in both languages: there, whole, light, private, and linked to what exists."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import Client
from django.urls import resolve, reverse

from plait.coordination.site import published
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.people import published as said
from plait.web.site.crawlers import addresses
from plait.web.site.languages import in_language
from tests.contract.routes import routes
from tests.signed_in import sign_in

FIRST_LOAD = 100_000
EXAMPLES = {"uuid": uuid4(), "int": 1, "slug": "x", "str": "x", "path": "x"}
# What a form or the aid does with its cookie is told where they are tested.
WITH_A_FORM = re.compile(r"^(/es)?/(aid|contact)(/|$)")


class Seen(HTMLParser):
    """What a page links to and loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.data: list[dict[str, Any]] = []
        self.twins: dict[str, str] = {}
        self.language, self._in_data = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            assert given["id"] not in self.ids, f"two of {given['id']}"
            self.ids.add(given["id"])
        if tag == "html":
            self.language = given["lang"]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") == "alternate":
            self.twins[given["hreflang"]] = given["href"]
        elif tag == "link" and given.get("rel") != "canonical":
            self.loads.append(given["href"])
        if "src" in given:
            self.loads.append(given["src"])
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(json.loads(data))
            self._in_data = False


@pytest.fixture
def shown(practice: Any, facts_of_the_demo: Path) -> Any:
    """A practice with one clinician and one place on its site."""
    stamp = Stamp(SYSTEM, now().plus(days=-1))
    profile = said.Profile(
        published=True,
        conditions=("panic",),
        approaches=("cbt",),
        first_visit_en="One hour.",
        first_visit_es="Una hora.",
    )
    said.say_of_practitioner(stamp, practice.staff["ortiz"].practitioner_id, profile)
    place = said.PublicPlace(True, "1 Main Street", "+1 212 555 0100", ("09:00-17:00",) * 5 + ("", ""))
    said.say_of_place(stamp, practice.sites["main"], place)
    return practice


def test_every_page_of_both_languages_is_whole_and_private(client: Client, shown: Any):
    every = addresses()
    assert len(every) >= 30
    for english, _reviewed in every:
        if WITH_A_FORM.match(english):
            continue
        for language in ("en", "es"):
            address = in_language(english, language)
            answer = client.get(address, HTTP_ACCEPT_LANGUAGE="fr")
            assert answer.status_code == 200, address
            assert answer.cookies == {}, address
            page = Seen(answer.content.decode())
            assert page.language == answer["Content-Language"] == language
            assert page.twins == {one: f"http://testserver{in_language(english, one)}" for one in ("en", "es")}, address
            assert all(urlsplit(one).netloc == "" for one in page.loads), address
            again = client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"])
            assert (again.status_code, again.content) == (304, b""), address
            assert answer["Cache-Control"] == ("no-cache" if address == "/" else "public, max-age=300")


def test_no_link_of_the_site_leads_nowhere(client: Client, shown: Any):
    """Walked by its links from both homes, as a search engine would."""
    waiting, pages = ["/", "/es/"], dict[str, Seen]()
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        pages[address] = Seen(answer.content.decode())
        for link in pages[address].links:
            parts = urlsplit(link)
            if parts.scheme or parts.path in {"/leave", "/sign-in/"}:
                continue
            there, fragment = urldefrag(link)
            there = there or address
            fragments.append((address, there, fragment))
            if not WITH_A_FORM.match(there) or there.endswith(("/aid", "/contact")):
                waiting.append(there)
    broken = [one for one in fragments if one[2] and one[1] in pages and one[2] not in pages[one[1]].ids]
    assert broken == []
    assert {in_language(one, language) for one, _day in addresses() for language in ("en", "es")} <= set(pages)


def test_what_search_engines_are_told_stands_on_the_page(client: Client, shown: Any):
    def told(address: str) -> tuple[dict[str, dict[str, Any]], str]:
        html = client.get(address).content.decode()
        return {one["@type"]: one for one in Seen(html).data}, unescape(html)

    data, html = told("/")
    assert data["MedicalClinic"]["telephone"] == "+1 212 555 0100"
    assert data["MedicalClinic"]["name"] in html
    data, html = told("/es/conditions/panic")
    assert data["MedicalWebPage"]["about"]["name"] in html
    assert data["MedicalWebPage"]["inLanguage"] == "es"
    assert all(one in html for one in data["MedicalWebPage"]["citation"])
    assert [one["position"] for one in data["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    data, html = told("/questions")
    asked = data["FAQPage"]["mainEntity"]
    assert len(asked) >= 8
    assert all(one["name"] in html and one["acceptedAnswer"]["text"] for one in asked)
    data, html = told("/team/j-ortiz")
    assert (data["Person"]["name"], data["Person"]["jobTitle"]) == ("J. Ortiz", "Psychologist")
    data, html = told("/places")
    assert data["MedicalClinic"]["address"] == "1 Main Street"
    assert data["MedicalClinic"]["openingHoursSpecification"][0]["dayOfWeek"].endswith("/Monday")


def test_the_first_load_of_the_home_is_light(client: Client, shown: Any):
    """Everything that a browser fetches for it, as it travels."""
    html = client.get("/").content
    weights = {"html": len(html)}  # sent as it is
    for one in Seen(html.decode()).loads:
        found = finders.find(one.removeprefix("/static/"))
        assert found, one
        weights[one] = len(gzip.compress(Path(found).read_bytes()))
    assert len([one for one in weights if one.endswith(".css")]) <= 4
    assert sum(weights.values()) < FIRST_LOAD, weights
    print(sum(weights.values()), weights)  # noqa: T201 - shown by -rA


def test_robots_are_kept_from_every_address_of_staff(client: Client, shown: Any):
    text = client.get("/robots.txt").content.decode()
    rules = [line.split(": ") for line in text.splitlines() if line.startswith(("Allow", "Disallow"))]

    def open_to_robots(address: str) -> bool:
        """The longest rule wins (RFC 9309)."""
        fitting = [(len(path), kind) for kind, path in rules if _fits(path, address)]
        return max(fitting, default=(0, "Allow"))[1] == "Allow"

    for english, _day in addresses():
        assert open_to_robots(english)
        assert open_to_robots(in_language(english, "es"))
    for name, parameters, pattern in routes():
        example = "/" + re.sub(r"<[^>]+>", lambda _found: str(uuid4()), pattern)
        view = resolve(reverse(name, kwargs={one: EXAMPLES[kind] for one, kind in parameters.items()})).func
        if not getattr(view, "public", False):
            assert not open_to_robots(example), (name, example)
    for inside in ("/sign-in/", "/set-up/x/", "/healthz", "/_components/", "/preferences", "/measures/x/", "/leave"):
        assert not open_to_robots(inside), inside
    assert not open_to_robots("/contact-requests")
    assert not open_to_robots("/aid/mood")
    assert not open_to_robots("/es/aid/mood")


def _fits(path: str, address: str) -> bool:
    return address == path[:-1] if path.endswith("$") else address.startswith(path)


def test_the_site_map_names_every_page_with_its_twin(client: Client, shown: Any):
    xml = client.get("/sitemap.xml").content.decode()
    for english, _day in addresses():
        assert f"<loc>http://testserver{english}</loc>" in xml
        assert f'hreflang="es" href="http://testserver{in_language(english, "es")}"' in xml
    assert "/team/j-ortiz" in xml


def test_without_the_database_all_but_team_and_places_stand(client: Client, facts_of_the_demo: Path, monkeypatch: Any):
    def gone(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(published, "team", gone)
    monkeypatch.setattr(published, "places", gone)
    for english, _reviewed in addresses():
        if WITH_A_FORM.match(english):
            continue
        answer = client.get(english)
        assert answer.status_code == (503 if english in {"/team", "/places"} else 200), english
    page = client.get("/es/team")
    assert "+1 212 555 0100" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert client.get("/team/j-ortiz").status_code == 503


def test_a_practice_without_facts_invents_none(client: Client, practice: Any):
    home = client.get("/").content.decode()
    assert 'href="/fees"' not in home
    assert "tel:" not in home.replace("tel:988", "")
    assert client.get("/fees").status_code == 404
    assert "/fees" not in client.get("/sitemap.xml").content.decode()
    for address in ("/team", "/places"):
        assert "The practice has not" in client.get(address).content.decode()


def test_ones_own_pages_stand_in_at_once(client: Client, facts_of_the_demo: Path):
    for language, words in (("en", "Our own words."), ("es", "Nuestras palabras.")):
        path = facts_of_the_demo / language / "parking.md"
        path.parent.mkdir()
        path.write_text(
            f'+++\ntitle = "Parking"\ndescription = "Where."\nkind = "practice"\nowner = "Us"\n'
            f"reviewed = 2020-01-01\nreview_by = 2021-01-01\n+++\n{words}\n",
            encoding="utf-8",
        )
    page = client.get("/about/parking").content.decode()
    assert "Our own words." in page
    assert "Somebody should have looked at this page again by 1 January 2021." in page
    assert "Nuestras palabras." in client.get("/es/about/parking").content.decode()
    assert "1 de enero de 2021" in client.get("/es/about/parking").content.decode()
    (facts_of_the_demo / "es" / "parking.md").unlink()
    assert client.get("/about/parking").status_code == 404
    assert client.get("/about/privacy").status_code == 404


def test_nothing_that_is_not_there_is_told_in_the_language_of_its_address(client: Client, practice: Any):
    for address in ("/conditions/nothing", "/team/nobody", "/care/nothing"):
        assert b"There is nothing here" in client.get(address).content
        assert "Aquí no hay nada" in client.get(f"/es{address}").content.decode()
    assert b'href="/help-now"' in client.get("/nothing").content


def test_the_start_is_the_home_for_everybody_and_work_for_staff(client: Client, practice: Any, settings: Any):
    anonymous = client.get("/")
    assert b"Help me think it through" in anonymous.content
    assert b'href="/sign-in/"' in anonymous.content
    assert "Cookie" in anonymous["Vary"]
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert b"Help me think it through" in client.get("/").content
    reyes = practice.staff["reyes"].id
    signed_in = sign_in(Client(), reyes)
    assert signed_in.get("/")["Location"] == "/today/"
    assert signed_in.get("/")["Cache-Control"] == "no-store"
    assert signed_in.get("/es/").status_code == 200
    assert sign_in(Client(), reyes, began=3600, seen=3600).get("/")["Location"].startswith("/lock/")
    assert sign_in(Client(), reyes, began=13 * 3600, seen=10).get("/")["Location"].startswith("/sign-in/")
