"""What somebody says to the aid stays with them: no table, address, log, header or page of the server holds it."""

from __future__ import annotations

import base64
import json
import logging
import re
from dataclasses import replace

import pytest
from django.conf import LazySettings, settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from plait.foundation.clock import now
from plait.web.intake import carriage
from plait.web.intake.carriage import AID, CONTACT, LASTS_SECONDS, MOST_BYTES, Carried
from tests.integration.intake.walking import Walker, shipped

TELLING = {
    "bothers": ("low-mood", "sleep"),
    "main": ("low-mood",),
    "self-harm": ("thoughts",),
    "since": ("months",),
    "in-the-way": ("cannot",),
    "wants": ("medicine",),
}
NEUTRAL = re.compile(r"^(/es)?/aid(/\d+|/sheet|/sheet/download)?(\?again|\?forgotten)?$")


def kept(name: str) -> str:
    """The name of one of the aid's cookies."""
    return f"{settings.COOKIE}_{name}"


def given(what: Carried) -> str:
    """The sealed cookie of something carried."""
    response = HttpResponse()
    carriage.carry(RequestFactory().get("/aid"), response, what)
    return response.cookies[kept("aid")].value


@pytest.mark.hazard("H-148")
def test_no_answer_stands_in_an_address_a_header_a_title_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """And in no table: pytest-django refuses any query here, because this test does not ask for the database."""
    codes = {code for chosen in TELLING.values() for code in chosen} | set(TELLING) | {"thoughts-of-harm"}
    with caplog.at_level(logging.DEBUG):
        walker = Walker(TELLING)
        walker.until("sheet")
        walker.look(walker.address("sheet/download"))
    for response in [*walker.seen, *walker.posted]:
        assert response["Cache-Control"] == "no-store"
        headers = {name: value for name, value in response.items() if name != "Location"}
        assert not [code for code in codes if code in json.dumps(headers)]
        assert NEUTRAL.match(response.get("Location", "/aid"))
        title = re.search(rb"<title>(.*?)</title>", response.content)
        assert title is None or re.match(rb"Page \d+ |Your sheet|Before you go on|My notes", title[1])
    assert not [code for code in codes if code in caplog.text]
    assert settings.SESSION_COOKIE_NAME not in walker.cookies()


@pytest.mark.hazard("H-148")
def test_a_sign_of_danger_has_no_address_of_its_own() -> None:
    calm, in_need = Walker(), Walker({"self-harm": ("thoughts",)})
    for walker in (calm, in_need):
        walker.until("self-harm")
        walker.step()
    assert calm.at == in_need.at
    assert "988" in in_need.text()
    assert calm.heading() != in_need.heading()


@pytest.mark.hazard("H-148")
def test_what_the_browser_carries_cannot_be_read_and_ends_with_it() -> None:
    walker = Walker(TELLING)
    walker.until("since")
    for name, path in AID.items():
        cookie = walker.cookies()[kept(name)]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path, True, "Lax")
        assert not cookie["max-age"]
        assert not cookie["expires"]
        sealed = base64.urlsafe_b64decode(cookie.value.rpartition(".")[2])
        assert not [one for one in (b"low-mood", b"self-harm", b"thoughts", b"bothers") if one in sealed]
    assert not [name for name in CONTACT if kept(name) in walker.cookies()]
    assert not walker.cookies()[settings.CSRF_COOKIE_NAME]["max-age"], "the mark of a form would tell for a year"


@pytest.mark.parametrize("spoilt", ["changed", "old", "other-version", "not-ours"])
def test_what_cannot_be_trusted_is_forgotten_with_a_word(spoilt: str) -> None:
    aid, at = shipped(), now()
    good = Carried(aid.id, aid.version, at, {"age": ("26-64",), "self-harm": ("thoughts",)})
    cookie = {
        "changed": given(good)[:-6] + "AAAAA=",
        "old": given(replace(good, at=at.plus(seconds=-LASTS_SECONDS))),
        "other-version": given(replace(good, version="0")),
        "not-ours": "v1.20000101T000000Z-000.AAAA",
    }[spoilt]
    client = Client()
    client.cookies[kept("aid")] = cookie
    lost = client.get("/aid/3")
    assert (lost.status_code, lost["Location"]) == (303, "/aid?again")
    assert lost.cookies[kept("aid")].value == ""
    assert lost.cookies[kept("aid")]["max-age"] == 0
    client.cookies.clear()
    assert "We have no copy." in client.get("/aid?again").content.decode()


def test_almost_an_hour_later_the_answers_are_still_there() -> None:
    aid, at = shipped(), now()
    good = Carried(aid.id, aid.version, at.plus(seconds=60 - LASTS_SECONDS), {"age": ("26-64",)})
    client = Client()
    client.cookies[kept("aid")] = given(good)
    assert client.get("/aid/2").status_code == 200


def test_forgetting_deletes_everything_everywhere() -> None:
    walker = Walker(TELLING)
    walker.until("sheet")
    handed = walker.client.post("/aid/sheet/hand-over")
    assert handed["Location"] == "/contact?with=aid"
    assert {kept(name) for name in CONTACT} <= set(handed.cookies)
    gone = walker.client.post("/aid/forget")
    assert gone["Location"] == "/aid?forgotten"
    for name, path in {**AID, **CONTACT}.items():
        assert (gone.cookies[kept(name)].value, gone.cookies[kept(name)]["path"]) == ("", path)
    assert "never had a copy" in walker.client.get("/aid?forgotten").content.decode()


def test_whoever_says_everything_can_still_be_carried() -> None:
    aid = shipped()
    everything = {page.id: tuple(one.code for one in page.choices) for page in aid.pages}
    for page in aid.pages:
        if page.kind == "instrument":
            everything[page.id] = ("3",) * len(aid.instruments[page.instrument].items)
        elif page.kind == "values":
            everything[page.id] = tuple(f"{value.id}:dont-know" for value in aid.values)
        elif page.kind == "certainty":
            everything[page.id] = tuple(f"{check.id}:unsure" for check in aid.certainty)
    whole = Carried(aid.id, aid.version, now(), everything, tuple(aid.flags))
    assert len(given(whole)) <= MOST_BYTES
    with pytest.raises(carriage.TooMuch):
        given(whole.answered("more", ("x" * MOST_BYTES,), now()))


def test_a_form_from_elsewhere_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/aid/1").status_code == 200
    assert client.post("/aid/1", {"page": "age", "answer": "26-64"}).status_code == 403
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    sent = client.post("/aid/1", {"page": "age", "answer": "26-64", "csrfmiddlewaretoken": token})
    assert sent.status_code == 303


def test_search_engines_are_kept_out_of_the_questions(settings: LazySettings) -> None:
    assert b'name="robots" content="noindex"' in Client().get("/aid/1").content
    assert b'name="robots" content="noindex"' not in Client().get("/aid").content
