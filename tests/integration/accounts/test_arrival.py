"""Who may come in: deny by default, and back to where one was."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


def test_nobody_reaches_a_screen_without_signing_in(client: Client) -> None:
    answer = client.get("/people/?q=mara")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/people/%3Fq%3Dmara"


def test_a_fragment_leads_the_whole_page_to_the_door(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/"}
    answer = client.get("/people/?q=m", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/people/")


def test_the_sign_in_page_answers_anybody(client: Client) -> None:
    assert client.get("/sign-in/").status_code == 200


def test_staff_sign_in_and_land_where_they_wanted(client: Client, practice, settings) -> None:
    settings.DEMO = True
    answer = client.post(
        "/sign-in/", {"login": "Reyes", "password": "correct horse staple", "next": "/drafts/"}, follow=True
    )
    assert answer.redirect_chain == [("/drafts/", 302)]
    assert answer.context["actor"]["acting_role"] == "prescriber"
    assert [place["label"] for place in answer.context["nav"]][:1] == ["People"]


def test_the_administrator_sees_accounts_only(client: Client, practice) -> None:
    sign_in(client, practice.staff["admin"].id)
    assert [place["label"] for place in client.get("/drafts/").context["nav"]] == ["Accounts"]
