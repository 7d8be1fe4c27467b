"""The public form: one request and one task, whatever is typed stays, machines are slowed, help comes first."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from plait.coordination.intake import ask_for_contact
from plait.records.audit.models import AuditEvent
from plait.records.intake.models import ContactRequest
from plait.records.safety.models import Flag
from plait.records.tasks.models import Task
from plait.web.contact import ask as screen
from tests.integration.conftest import Practice
from tests.integration.contact.conftest import send, typed, value_of


@pytest.mark.hazard("H-150")
def test_somebody_asks_and_it_is_a_task_of_the_coordinators_with_a_day(practice: Practice):
    response = send(Client())
    assert (response.status_code, response["Location"]) == (303, "/contact/thanks")
    request = ContactRequest.objects.get()
    assert (request.name, request.phone, request.message_ok, request.text_ok) == (
        "Rowan",
        "+1 212 555 0177",
        True,
        False,
    )
    assert request.consent[0].startswith("You keep what I wrote")
    task = Task.objects.get(kind="answer-contact-request")
    assert (task.cause_id, task.owner_role, task.patient_id) == (request.pk, "coordinator", None)
    assert task.due_at == request.answer_by > request.asked_at
    assert not Flag.objects.exists()
    event = AuditEvent.objects.get(action="intake.ask-for-contact")
    assert (event.outcome, event.recorded_by_kind, str(request.pk) in event.detail) == ("done", "anonymous", True)


def test_the_same_form_sent_twice_is_one_request(practice: Practice):
    client, said = Client(), typed()
    assert [client.post("/contact", said).status_code for _time in range(2)] == [303, 303]
    assert ContactRequest.objects.count() == 1
    changed = client.post("/contact", {**said, "words": "And another thing."})
    assert changed.status_code == 422
    assert "You sent this form before" in changed.content.decode()
    assert ContactRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": " "}, "Write the name that we should ask for."),
        ({"phone": "", "email": ""}, "Give a phone number or an e-mail address"),
        ({"phone": "12"}, "at least seven digits"),
        ({"email": "no address"}, "Write an e-mail address like"),
        ({"seeks": None}, "Choose what you look for."),
        ({"whom": None}, "Choose who it is for."),
        ({"danger": None}, "Please answer this question."),
        ({"birth_date": "soon"}, "Write the birth date like"),
        ({"consent": None}, "Without your consent"),
        ({"seeks": "a-million"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(practice: Practice, wrong: dict[str, Any], why: str):
    response = send(Client(), good_times="after 5", **wrong)
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert why in page
    assert "I cannot sleep and I do not know whom to ask." in page
    assert value_of(page, "good_times") == "after 5"
    assert "<title>Error:" in page
    assert not ContactRequest.objects.exists()


def test_nothing_is_chosen_or_ticked_beforehand(practice: Practice):
    page = Client().get("/contact").content.decode()
    assert "checked" not in page
    assert page.count('name="danger"') == 4


@pytest.mark.parametrize("machine", [{"website": "https://spam.example"}, {"opened": "forged"}, {"opened": "now"}])
def test_a_machine_is_stopped_and_a_person_taken_for_one_loses_nothing(practice: Practice, machine: dict[str, str]):
    if machine.get("opened") == "now":
        machine = {"opened": value_of(Client().get("/contact").content.decode(), "opened")}
    response = send(Client(), **machine)
    page = response.content.decode()
    assert response.status_code == 422
    assert "could not tell that a person sent this" in page
    assert "I cannot sleep" in page
    assert value_of(page, "website") == ""
    assert not ContactRequest.objects.exists()


@pytest.mark.usefixtures("nobody_counted")
def test_many_from_one_address_are_slowed_and_told_to_call(practice: Practice):
    statuses = [send(Client()).status_code for _time in range(screen.MOST_AN_HOUR + 1)]
    assert statuses == [303] * screen.MOST_AN_HOUR + [429]
    refused = send(Client())
    assert "call us instead" in refused.content.decode()
    assert "I cannot sleep" in refused.content.decode()
    assert ContactRequest.objects.count() == screen.MOST_AN_HOUR


def test_without_a_database_the_form_opens_and_says_honestly_that_nothing_was_sent(
    practice: Practice, monkeypatch, settings
):
    settings.PRACTICE_PHONE = "+1 212 555 0100"
    assert Client().get("/contact").status_code == 200

    def down(*_args: Any, **_named: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(ask_for_contact, "commit", down)
    response = send(Client())
    page = response.content.decode()
    assert response.status_code == 503
    assert "Nothing was sent" in page
    assert "+1 212 555 0100" in page
    assert "I cannot sleep" in page


def test_the_page_is_spanish_at_its_own_address_and_keeps_the_language(practice: Practice):
    page = Client().get("/es/contact").content.decode()
    assert '<html lang="es"' in page
    assert "Ask us to call you back" not in page
    said = typed(words="No puedo dormir.")
    del said["language"]  # nobody chose one: that of the page holds
    response = Client().post("/es/contact", said)
    assert response["Location"] == "/es/contact/thanks"
    assert ContactRequest.objects.get().language == "es"


@pytest.mark.hazard("H-150")
@pytest.mark.parametrize("danger", ["me", "somebody-else", "both"])
def test_whoever_is_in_danger_is_shown_help_first_and_can_still_send(practice: Practice, danger: str):
    client = Client()
    incomplete = send(client, danger=danger, name="")
    page = incomplete.content.decode()
    assert page.index("Call 988") < page.index("There is a problem")
    assert not Flag.objects.exists()
    sent = send(client, danger=danger)
    assert sent.status_code == 303
    assert "danger" not in sent["Location"]
    thanks = client.get(sent["Location"]).content.decode()
    assert thanks.index("Call 988") < thanks.index("What happens next")
    flag = Flag.objects.get()
    assert (flag.level, flag.source, flag.cause_kind) == ("high", "front-door", "contact-request")
    assert flag.contact_request == ContactRequest.objects.get().pk
    assert flag.patient_id is None


def test_thanks_say_by_when_and_open_only_after_sending(practice: Practice):
    client = Client()
    assert client.get("/contact/thanks").status_code == 303
    send(client)
    page = client.get("/contact/thanks").content.decode()
    assert "at the latest" in page
    assert "call back, not an appointment" in page
    assert page.index("What happens next") < page.index("call or text 988. If")
