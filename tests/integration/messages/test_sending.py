"""A link goes out by e-mail to whoever agreed: once, with the link that stands, and what came of it is shown."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core import mail as outside
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.assessment import (
    call_off_request,
    follow_up_requests,
    note_reminder,
    renew_request_link,
    send_request_link,
)
from plait.coordination.door import Denied
from plait.coordination.messages import permit_mail, read_messages, send_message
from plait.coordination.messages.words import ANSWER_PATH
from plait.foundation import mail as port
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.mail import Mail
from plait.records.assessment.models import MeasureLink, MeasureRequest
from plait.records.outbox import actions
from plait.records.outbox.models import MessageOut, MessageOutEvent
from plait.records.people import actions as people
from plait.records.people import linking
from plait.records.tasks.models import Task
from tests.integration.assessment.asking import Phone, ask, once, open_hours
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

MARA = "mara@example.org"


@pytest.fixture(autouse=True)
def mail_on(settings) -> None:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.MAIL = Mail("mail.example", 587, "start", "plait@practice.example", "https://plait.practice.example")
    settings.PRACTICE_NAME, settings.PRACTICE_PHONE = "Willow Street", "+1 212 555 0100"


def permit(practice: Practice, *, permitted: bool = True, who: str = "cole"):
    """Mara has an address, and said that we may write (or no more)."""
    mara = practice.people["mara"]
    details = {"given": "Mara", "family": "Lindqvist", "birth_date": "1992-05-02", "emails": [MARA]}
    people.revise_details(Stamp(SYSTEM, practice.at), mara, **details)
    command = permit_mail.Command(mara, MARA, permitted)
    return permit_mail.commit(command, actor=practice.staff[who], at=now(), once=once())


def mailed(practice: Practice, at: Instant | None = None) -> UUID:
    """Dr. Reyes asks Mara by e-mail; returns the request."""
    return ask(practice, channel="mail", at=at or now()).request_id


def work(at: Instant | None = None) -> list[str]:
    """The worker does every message once, and then whatever is due."""
    at = at or now()
    done = [
        send_message.run(pk, actor=SYSTEM, at=at, clock=lambda: at)
        for pk in MessageOut.objects.values_list("pk", flat=True)
    ]
    send_message.run_waiting(actor=SYSTEM, at=at, clock=lambda: at)
    return done


def tokens() -> list[str]:
    """The token in each message that left, in order."""
    return [
        re.search(r"https://plait\.practice\.example/answer/([^/\s]+)/", one.body).group(1) for one in outside.outbox
    ]


def told(message: str = "") -> list[str]:
    rows = MessageOutEvent.objects.filter(message__kind__contains=message)
    return [one.what for one in sorted(rows, key=lambda one: (one.message.recorded_at, one.recorded_at, one.attempt))]


@pytest.fixture
def broken(monkeypatch):
    """A mail server that fails as it is told to; returns the list of what was tried."""
    tried: list[str] = []

    def use(error: Exception) -> list[str]:
        def send(to: str, _subject: str, body: str, *, name: str) -> None:
            tried.append(body)
            raise error

        monkeypatch.setattr(port, "send", send)
        return tried

    return use


@pytest.mark.hazard("H-140")
def test_one_message_leaves_however_often_the_job_runs(practice: Practice):
    permit(practice)
    request = mailed(practice)
    assert outside.outbox == [], "nothing leaves before the transaction stands"
    assert [*work(), *work(), *work()] == ["sent", "", ""]
    (letter,) = outside.outbox
    assert (letter.to, letter.subject) == ([MARA], "A message from Willow Street")
    assert "Willow Street has some questions for you." in letter.body
    assert "988" in letter.body
    assert "+1 212 555 0100" in letter.body
    said = f"{letter.subject} {letter.body}"
    for word in ("Mara", "Lindqvist", "GAD", "anxiety", "depress", "therap", "psych", "health"):
        assert word.casefold() not in said.casefold()
    assert Phone(tokens()[0]).get().status_code == 200
    assert ANSWER_PATH.format(token=tokens()[0]) == reverse("assessment:answer", args=[tokens()[0]])
    assert MeasureLink.objects.get().request_id == request
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.note(Stamp(SYSTEM, now()), MessageOut.objects.get().pk, 1, "sending")


@pytest.mark.hazard("H-141")
def test_neither_words_nor_link_stand_in_the_database_or_the_log(
    practice: Practice, caplog, django_capture_on_commit_callbacks
):
    permit(practice)
    with caplog.at_level(logging.DEBUG):
        mailed(practice)
        work()
    (token,) = tokens()
    needles = (token, token[:22], "some questions for you")
    for model in apps.get_models():
        for row in model.objects.values_list() if model._meta.managed else ():
            assert not any(needle in str(value) for value in row for needle in needles), model
    assert not any(needle in caplog.text for needle in needles)


def test_sent_again_it_is_the_same_link_and_a_new_one_ends_it(practice: Practice):
    permit(practice)
    request, reyes = mailed(practice), practice.staff["reyes"]
    under_way = send_request_link.commit(request, actor=reyes, at=now(), once=once())
    assert isinstance(under_way, Refused)
    assert under_way.reason == "under-way"
    work()
    assert send_request_link.commit(request, actor=reyes, at=now(), once=once()) == practice.people["mara"]
    work()
    first, second = tokens()
    assert first == second, "whoever has both messages has one link"
    renewed = renew_request_link.commit(request, "link", actor=reyes, at=now(), once=once())
    assert Phone(first).get().status_code == 404
    assert Phone(renewed.token).get().status_code == 200


def test_a_failure_is_shown_and_tried_again_with_the_link_that_was_mailed(practice: Practice, broken, monkeypatch):
    permit(practice)
    request, at = mailed(practice), now()
    work(at)
    (first,) = tokens()
    send_request_link.commit(request, actor=practice.staff["reyes"], at=at, once=once())
    with monkeypatch.context():
        tried = broken(port.NotSent("no-answer"))
        assert work(at) == ["", "failed"]
        assert work(at.plus(seconds=30)) == ["", ""], "it waits before it tries again"
    assert first in tried[0]
    assert Phone(first).get().status_code == 200, "a failure takes nothing away"
    page = sign_in(Client(), practice.staff["reyes"].id).get(
        reverse("assessment:measures", args=[practice.people["mara"]])
    )
    assert "could not be sent: the mail server did not answer. It is tried again by itself." in page.content.decode()
    monkeypatch.undo()


def test_it_is_given_up_in_the_end_and_at_once_where_the_address_is_wrong(practice: Practice, broken):
    permit(practice)
    mailed(practice)
    at = now()
    tried = broken(port.NotSent("no-answer"))
    for hour in range(30):
        work(at.plus(seconds=3600 * hour))
    assert len(tried) == len(send_message.WAITS) + 1
    assert told()[-2:] == ["failed", "given-up"]
    mailed(practice)
    broken(port.NotSent("address", "550", again=False))
    assert work(at.plus(days=2))[-1] == "given-up"


@pytest.mark.hazard("H-140")
def test_a_worker_killed_while_it_sends_leaves_a_message_that_nobody_sends_twice(practice: Practice, broken):
    permit(practice)
    mailed(practice)
    at = now()
    tried = broken(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        work(at)
    assert told() == ["sending"]
    work(at.plus(seconds=60))
    assert told() == ["sending"], "another worker may still be at it"
    work(at.plus(seconds=send_message.LOST_SECONDS))
    work(at.plus(days=1))
    assert (told(), len(tried)) == (["sending", "unknown"], 1)
    page = sign_in(Client(), practice.staff["reyes"].id).get(
        reverse("assessment:measures", args=[practice.people["mara"]])
    )
    assert "nobody knows whether it left" in page.content.decode()
    assert "Send again by e-mail" in page.content.decode()


def test_a_server_that_breaks_off_is_not_asked_twice(practice: Practice, broken):
    permit(practice)
    mailed(practice)
    tried = broken(port.NobodyKnows())
    work()
    work(now().plus(days=1))
    assert (told(), len(tried)) == (["sending", "unknown"], 1)


@pytest.mark.hazard("H-141")
def test_nobody_is_written_to_who_did_not_agree(practice: Practice, settings):
    refused = ask_by_mail(practice)
    assert refused.reason == "no-address"
    permit(practice, permitted=False)
    assert ask_by_mail(practice).reason == "no-permission"
    permit(practice)
    request = mailed(practice)
    permit(practice, permitted=False)
    work()
    assert (outside.outbox, told()) == ([], ["given-up"])
    assert MessageOutEvent.objects.get().reason == "no-permission"
    refused = send_request_link.commit(request, actor=practice.staff["reyes"], at=now(), once=once())
    assert isinstance(refused, Refused)
    permit(practice)
    settings.MAIL = None
    assert ask_by_mail(practice).reason == "mail-off"
    assert MeasureRequest.objects.count() == 1


def ask_by_mail(practice: Practice) -> Refused:
    from datetime import timedelta

    from plait.coordination.assessment import request_measures

    day = now().day("UTC") + timedelta(days=2)
    command = request_measures.Command(practice.people["mara"], ("gad-7",), "course", "mail", "en", day)
    refused = request_measures.commit(command, actor=practice.staff["reyes"], at=now(), once=once())
    assert isinstance(refused, Refused)
    assert refused.field in {"channel", ""}
    return refused


def test_who_may_note_it_and_who_may_send(practice: Practice):
    for who in ("far", "both", "admin"):
        with pytest.raises(Denied):
            permit(practice, who=who)
    permit(practice)
    request = mailed(practice)
    for who in ("cole", "far", "admin"):
        with pytest.raises(Denied):
            send_request_link.commit(request, actor=practice.staff[who], at=now(), once=once())
    for who in ("reyes", "ortiz"):
        with pytest.raises(Denied):
            read_messages.read(actor=practice.staff[who], at=now())
    with pytest.raises(Denied):
        send_message.run(MessageOut.objects.get().pk, actor=practice.staff["admin"], at=now(), clock=now)


def test_what_is_answered_or_called_off_is_not_sent_any_more(practice: Practice):
    permit(practice)
    request = mailed(practice)
    call_off_request.commit(request, actor=practice.staff["reyes"], at=now(), once=once())
    work()
    assert (outside.outbox, MessageOutEvent.objects.get().reason) == ([], "closed")


def test_without_a_roster_at_the_moment_of_sending_it_does_not_leave(practice: Practice, monkeypatch):
    open_hours(practice)
    permit(practice)
    ask(practice, "phq-9", channel="mail")
    monkeypatch.setattr("plait.coordination.consequences.measure_requests.is_watched", lambda *_: False)
    work()
    assert (outside.outbox, MessageOutEvent.objects.get().reason) == ([], "nobody-looks")


def on(day: int, hour: int = 15) -> Instant:
    """So many days after the day by which Mara was asked (two days after today), at an hour in UTC."""
    moment = now().plus(days=2 + day).utc
    return Instant(datetime(moment.year, moment.month, moment.day, hour, 0, tzinfo=UTC))


@pytest.mark.hazard("H-122")
def test_two_reminders_go_out_by_themselves_then_a_task_however_often_the_worker_runs(practice: Practice):
    permit(practice)
    request = mailed(practice)
    work()
    seen = []
    for day in range(9):
        for hour in (4, 15, 16, 20):  # 04:00 and 20:00 UTC: night, and the same afternoon, in New York
            follow_up_requests.run(actor=SYSTEM, at=on(day, hour))
            work(on(day, hour))
            seen.append((day, hour, len(outside.outbox)))
    first = [next((day, hour) for day, hour, sent in seen if sent == number) for number in (2, 3)]
    assert first == [(1, 15), (4, 15)]
    assert len(outside.outbox) == 3
    assert len(set(tokens())) == 1
    assert "This is a reminder." in outside.outbox[1].body
    assert "This is a reminder." not in outside.outbox[0].body
    assert MeasureRequest.objects.get(pk=request).reminders == 2
    assert Task.objects.filter(kind="ask-for-measures").count() == 1
    enough = note_reminder.commit(request, actor=practice.staff["reyes"], at=on(9), once=once())
    assert isinstance(enough, Refused)


def test_whoever_did_not_agree_stays_on_the_list_and_a_failed_reminder_does_not_count(practice: Practice, broken):
    asked = ask(practice)
    assert follow_up_requests.run(actor=SYSTEM, at=on(1)).reminders == 0
    permit(practice)
    broken(port.NotSent("address", "550", again=False))
    assert [follow_up_requests.run(actor=SYSTEM, at=on(1)).reminders for _ in range(2)] == [1, 0]
    work(on(1))
    assert follow_up_requests.run(actor=SYSTEM, at=on(2)).reminders == 0, "it is for a human being now"
    assert MeasureRequest.objects.get(pk=asked.request_id).reminders == 0


def test_somebody_who_reminded_by_hand_meanwhile_is_not_doubled(practice: Practice):
    permit(practice)
    asked = ask(practice)
    follow_up_requests.run(actor=SYSTEM, at=on(1))
    note_reminder.commit(asked.request_id, actor=practice.staff["reyes"], at=on(1), once=once())
    work(on(1))
    assert (outside.outbox, MessageOutEvent.objects.get().reason) == ([], "by-hand")


def test_on_either_of_two_merged_records_the_permission_counts(practice: Practice):
    stamp, mara = Stamp(SYSTEM, practice.at), practice.people["mara"]
    permit(practice)
    other = people.register_patient(
        stamp, site_id=practice.sites["main"], details={"given": "M", "family": "L", "emails": [MARA]}
    )
    linking.link_records(stamp, patient_id=mara, person_id=other, reason="She showed both cards.")
    people.refresh_people([other, mara])
    command = replace(permit_mail.Command(other, MARA, permitted=True))
    client = sign_in(Client(), practice.staff["cole"].id)
    shown = client.get(reverse("people:contact", args=[other])).content.decode()
    assert "We may write by e-mail" in shown
    permit_mail.commit(command, actor=practice.staff["cole"], at=now(), once=once())
    from plait.records.outbox.models import MailPermission

    assert MailPermission.objects.count() == 1, "what is on record already makes no second row"


def test_the_pages_offer_it_only_where_we_may_and_list_it_without_clinical_words(practice: Practice, settings):
    reyes = sign_in(Client(), practice.staff["reyes"].id)
    page = reverse("assessment:measures", args=[practice.people["mara"]])
    assert "No e-mail address is on record." in reyes.get(page).content.decode()
    permit(practice, permitted=False)
    cole = sign_in(Client(), practice.staff["cole"].id)
    permission = reverse("messages:permission", args=[practice.people["mara"]])
    cole.post(permission, {"once": str(uuid4()), "address": MARA, "permitted": "yes"})
    assert "noted by S. Cole" in cole.get(reverse("people:contact", args=[practice.people["mara"]])).content.decode()
    assert f"Send the link by e-mail to {MARA}" in reyes.get(page).content.decode()
    day = now().plus(days=3).day("UTC").isoformat()
    fields = {"instruments": ["gad-7"], "channel": "mail", "language": "en", "due_on": day, "why": "first"}
    sent = reyes.post(page, {"once": str(uuid4()), **fields}, follow=True).content.decode()
    assert "on its way" in sent
    assert "/answer/" not in sent
    work()
    assert "sent by e-mail on" in reyes.get(page).content.decode()
    listed = cole.get(reverse("messages:list")).content.decode()
    assert "Mara Lindqvist" in listed
    for word in ("GAD", "anxiety", "/answer/"):
        assert word not in listed
    boss = sign_in(Client(), practice.staff["admin"].id).get(reverse("messages:list")).content.decode()
    assert MARA in boss
    assert "Lindqvist" not in boss
    far = replace(practice.staff["cole"], site_id=practice.sites["far"])
    assert read_messages.read(actor=far, at=now()).lines == ()


def test_in_the_demo_it_is_listed_and_nothing_leaves(practice: Practice, settings):
    settings.DEMO = True
    permit(practice)
    request = mailed(practice)
    work()
    assert outside.outbox == []
    listed = sign_in(Client(), practice.staff["cole"].id).get(reverse("messages:list")).content.decode()
    assert "not sent: this is a demo" in listed
    again = count(1)
    while next(again) < 3:
        send_request_link.commit(request, actor=practice.staff["reyes"], at=now(), once=once())
    assert MessageOut.objects.count() == 3
