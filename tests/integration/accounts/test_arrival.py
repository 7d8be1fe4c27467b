"""Who may come in: deny by default, and back to where one was."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.trail import events
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


def test_nobody_reaches_a_screen_without_signing_in(client: Client) -> None:
    answer = client.get("/people/?q=mara")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/people/%3Fq%3Dmara")


def test_a_fragment_leads_the_whole_page_to_the_door(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/"}
    answer = client.get("/people/?q=m", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/people/")


def _views(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _views(one) if isinstance(one, URLResolver) else [one]
    return found


# The practice's site, the decision aid and asking for contact: each in English and Spanish.
SITE = (
    *("home", "guide", "about", "care", "conditions", "condition", "team", "team-member"),
    *("places", "fees", "questions", "privacy"),
    *("start", "page", "sheet", "download", "hand-over", "forget"),
    *("ask", "thanks"),
)


def test_every_view_that_is_open_to_anybody_is_known_here() -> None:
    names = {p.name for p in _views(get_resolver()) if getattr(p.callback, "public", False)}
    assert names == {
        "healthz", "readyz", "help_now", "leave", "set_preferences", "account_login", "demo_sign_in", "account_logout",
        "mfa_authenticate", "mfa_login_webauthn", "set_up", "components",
        # Whoever holds a signed link: each asks for the birth date, or for what only that page was given.
        "answer", "answer-page", "answer-send", "answer-done", "answer-help", "plan-after-answer",
        "own-plan", "own-plan-words", "own-plan-pdf", "own-plan-leave",
        "sitemap", "robots", *SITE, *(f"{name}-es" for name in SITE),
    }  # fmt: skip


def test_staff_sign_in_and_land_where_they_wanted(client: Client, practice: Any, settings: Any) -> None:
    settings.DEMO = True
    answer = client.post("/sign-in/", {"login": " Reyes ", "password": PASSWORD, "next": "/drafts/"}, follow=True)
    assert answer.redirect_chain == [("/drafts/", 302)]
    assert answer.context["actor"]["acting_role"] == "prescriber"
    assert [str(place["label"]) for place in answer.context["nav"]][:4] == ["Today", "People", "Caseload", "Tasks"]
    assert events("accounts.sign-in") == [("done", "password")]


def test_nobody_is_led_to_another_site(client: Client, practice: Any, settings: Any) -> None:
    settings.DEMO = True
    form = {"login": "reyes", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/sign-in/", form)["Location"] == "/"


def test_signing_in_takes_a_fresh_session_and_signing_out_kills_it(
    client: Client, practice: Any, settings: Any
) -> None:
    settings.DEMO = True
    planted = SessionStore()
    planted.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != planted.session_key
    assert client.get("/drafts/").status_code == 200
    client.post("/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/drafts/").status_code == 302
    assert events("accounts.sign-out") == [("done", "asked")]


def test_signing_out_needs_a_press(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/drafts/").status_code == 200


def test_the_administrator_sees_accounts_only(admin: Client) -> None:
    assert [str(place["label"]) for place in admin.get("/drafts/").context["nav"]] == [
        "Accounts",
        "Tasks",
        "Messages out",
    ]
    assert admin.get("/")["Location"] == "/accounts/"
    denied = admin.get("/people/")
    missing = admin.get("/people/00000000-0000-7000-8000-000000000000/")
    assert (denied.status_code, missing.status_code) == (404, 404)
    assert denied.content == missing.content


def test_an_account_of_another_kind_never_comes_in(client: Client, practice: Any) -> None:
    from plait.foundation.actor import SYSTEM
    from plait.foundation.facts import Stamp
    from plait.records.accounts import actions

    person = actions.open_account(
        Stamp(SYSTEM, practice.at), sign_in_name="mara", name="Mara", kind="person", password=PASSWORD
    )
    client.post("/sign-in/", {"login": "mara", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    sign_in(client, person)
    assert client.get("/drafts/").status_code == 302


def test_a_login_session_without_its_clocks_is_none(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    session = client.session
    del session["plait.began"]
    session.save()
    assert client.get("/drafts/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/healthz", "/help-now"])
def test_what_needs_no_database_reads_none(
    client: Client, practice: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, practice.staff["reyes"].id)

    def down(*_arguments: object, **_named: object) -> None:
        raise DatabaseError("down")

    monkeypatch.setattr(connection, "cursor", down)
    assert client.get(address).status_code == 200
    assert client.get("/drafts/").status_code == 503
    assert client.get("/sign-in/").status_code == 503
