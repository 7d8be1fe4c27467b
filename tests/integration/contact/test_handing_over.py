"""The sheet of the decision aid, from the browser that carries it to the request: only as shown and agreed to."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from plait.clinical.intake.decision_aid import Aid, red_flags
from plait.foundation.clock import now
from plait.records.intake.models import ContactRequest
from plait.records.safety.models import Flag
from plait.web.intake import carriage
from plait.web.intake.carriage import Carried
from plait.web.intake.offered import the_aid
from tests.integration.conftest import Practice
from tests.integration.contact.conftest import typed

MINUTES_AGO = 20


def spoken(aid: Aid) -> dict[str, tuple[str, ...]]:
    """The first answer of the aid that speaks of danger at once."""
    for page in aid.pages:
        for choice in page.choices:
            answers = {page.id: (choice.code,)}
            if choice.flag and any(one.flag.level == "now" for one in red_flags(aid, answers)):
                return answers
    raise AssertionError("the aid asks about no danger")


@pytest.fixture
def carrying(practice: Practice) -> Client:
    """A browser that carries an aid in which somebody said that they are in danger, to the form for contact."""
    aid, at = the_aid(), now().plus(seconds=-60 * MINUTES_AGO)
    assert aid is not None
    response = HttpResponse()
    what = Carried(aid.id, aid.version, at, spoken(aid))
    carriage.carry_to_contact(RequestFactory().get("/contact"), response, what)
    client = Client()
    client.cookies.update(response.cookies)
    return client


def lines_of(row: ContactRequest) -> list[str]:
    kept: dict[str, Any] = row.aid or {}
    return [line for name in ("situation", "red_flags") for line in kept[name]]


@pytest.mark.hazard("H-150")
def test_what_is_shown_is_what_is_kept_and_its_danger_opens_a_flag_with_its_own_time(carrying: Client):
    page = carrying.get("/contact?with=aid").content.decode()
    assert "This is all that would be handed over" in page
    assert page.index("Call 988") < page.index("Ask us to call you back"), "help comes first"
    assert "checked" not in page
    sent = carrying.post("/contact?with=aid", typed(aid_agreed="on"))
    assert sent.status_code == 303
    row = ContactRequest.objects.get()
    assert lines_of(row)
    assert all(line.replace("'", "&#x27;") in page for line in lines_of(row))
    flag = Flag.objects.get()
    assert flag.said_at == row.aid_answered_at
    assert (row.asked_at - flag.said_at).total_seconds() >= 60 * MINUTES_AGO
    thanks = carrying.get(sent["Location"]).content.decode()
    assert thanks.index("Call 988") < thanks.index("What happens next")


def test_without_the_tick_nothing_of_it_is_kept_and_no_flag_is_opened(carrying: Client):
    assert carrying.post("/contact?with=aid", typed()).status_code == 303
    assert ContactRequest.objects.get().aid is None
    assert not Flag.objects.exists()


def test_a_sheet_that_is_gone_is_said(practice: Practice):
    page = Client().get("/contact?with=aid").content.decode()
    assert "Your sheet is not here any more" in page
    assert "hand over these lines" not in page
