"""Answering by a link: what it shows to whom, how it is saved and sent, and what an answer about harm does at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plait.clinical.refusal import Refused
from plait.coordination.assessment import answer
from plait.coordination.door import Denied
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.signed_links import new_token
from plait.records.assessment.models import MeasureLink, MeasureRequest, QuestionnaireResponse
from plait.records.assessment.request_actions import forget_unsent
from plait.records.audit.models import AuditEvent
from plait.records.safety.models import Flag
from plait.records.tasks import roster
from tests.integration.assessment.asking import BORN, Phone, ask, open_hours
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

CALM = [1, 2, 1, 0, 1, 1, 2, 0, 0]


@pytest.fixture(autouse=True)
def alone(settings) -> Iterator[None]:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def phone(practice: Practice) -> Phone:
    """Mara's, with a link to a PHQ-9."""
    open_hours(practice)
    return Phone(ask(practice, "phq-9").token or "")


def response() -> QuestionnaireResponse:
    return QuestionnaireResponse.objects.order_by("-sequence")[0]


def test_opening_tells_nothing_and_spends_nothing(phone: Phone):
    for _ in range(3):
        first = phone.get()
        assert first.status_code == 200
    shown = first.content.decode()
    assert "<title>Questions from The practice · Plait</title>" in shown
    for word in ("Mara", "Lindqvist", "PHQ", "depress", "interest or pleasure"):
        assert word not in shown
    assert "no-store" in first["Cache-Control"]
    assert first["Referrer-Policy"] == "same-origin"
    assert phone.get("answer-page", 1)["Location"] == reverse("assessment:answer", args=[phone.token])
    assert MeasureLink.objects.get().spent_at is None


@pytest.mark.hazard("H-123")
def test_five_wrong_birth_dates_end_a_link(phone: Phone):
    wrong = BORN | {"year": "1993"}
    for _ in range(5):
        answered = phone.post(**wrong)
        assert answered.status_code == 422
        assert "not the birth date" in answered.content.decode()
    assert phone.begin().status_code == 404
    assert phone.get().status_code == 404


def test_saved_page_by_page_and_sent_once(phone: Phone, practice: Practice):
    assert phone.begin()["Location"].endswith("/1/")
    assert "interest or pleasure" in phone.get("answer-page", 1).content.decode()
    phone.post("answer-page", 1, **{"item-1": "1", "item-2": "3"})
    assert MeasureRequest.objects.get().so_far == {"phq-9": {"1": 1, "2": 3}}
    assert QuestionnaireResponse.objects.count() == 0
    assert 'value="3" id="id_item-2_3" checked' in phone.get("answer-page", 1).content.decode().replace(
        ' class=""', ""
    ) or ("checked" in phone.get("answer-page", 1).content.decode())
    assert phone.answer(CALM).endswith("/3/")
    assert phone.get("answer-page", 3)["Location"].endswith("/send/")
    assert "1 question open" in phone.get("answer-send").content.decode()
    assert phone.post("answer-send")["Location"].endswith("/done/")
    row = response()
    assert (row.total, row.mode, row.language, row.answered_by) == (8, "link", "en", "person")
    assert (row.recorded_by_kind, row.recorded_by_name) == ("link", "The person, by link")
    request = MeasureRequest.objects.get()
    assert (request.status, request.so_far) == ("completed", {})
    done = phone.get("answer-done").content.decode()
    assert "8, on a scale from 0 to 27" in done
    assert "moderate" not in done
    assert "mild" not in done
    assert phone.post("answer-send")["Location"].endswith("/done/"), "sent twice by the same browser"
    assert QuestionnaireResponse.objects.count() == 1
    assert Phone(phone.token).get("answer-done").status_code == 404
    assert phone.get().status_code == 404
    with pytest.raises(Denied):
        answer.results(phone.token, at=now().plus(seconds=31 * 60))


@pytest.mark.hazard("H-120")
def test_an_answer_about_harm_opens_the_path_before_anything_is_sent_and_only_once(phone: Phone, practice: Practice):
    phone.begin()
    phone.post("answer-page", 1, **{"item-1": "2"})
    said = phone.post("answer-page", 2, **{"item-9": "1"})
    assert said["Location"].endswith("/3/help/")
    helping = phone.get("answer-help", 3).content.decode()
    assert "tel:988" in helping
    assert "tel:911" in helping
    flag = Flag.objects.get()
    early = response()
    assert (flag.patient_id, flag.cause_id) == (practice.people["mara"], early.pk)
    assert (early.answers, early.complete, early.mode) == ({"1": 2, "9": 1}, False, "link")
    assert phone.post("answer-page", 2, **{"item-9": "1"})["Location"].endswith("/3/"), "said before"
    phone.answer([1, 2, 1, 0, 1, 1, 2, 0, 1])
    phone.post("answer-send")
    assert QuestionnaireResponse.objects.values("thread").distinct().count() == 1
    assert (response().total, response().risk, response().sequence) == (9, [["9", 1]], 2)
    assert Flag.objects.count() == 1
    assert "tel:988" in phone.get("answer-done").content.decode()


def test_what_was_said_about_harm_stays_when_the_page_is_left_for_good(phone: Phone):
    phone.begin()
    phone.post("answer-page", 2, **{"item-9": "3"})
    assert forget_unsent(now().plus(days=2)) == 1
    later = Phone(phone.token)
    later.begin()
    later.post("answer-page", 1, **{"item-1": "1"})
    later.post("answer-send")
    assert response().answers == {"1": 1, "9": 3}
    assert Flag.objects.count() == 1


def test_an_answer_taken_back_before_sending_was_heard_all_the_same(phone: Phone):
    phone.begin()
    phone.post("answer-page", 2, **{"item-9": "2"})
    phone.answer(CALM)
    phone.post("answer-send")
    assert (response().risk, response().level) == ([], "")
    assert Flag.objects.count() == 1
    assert QuestionnaireResponse.objects.order_by("sequence")[0].risk == [["9", 2]]


@pytest.mark.hazard("H-121")
def test_when_the_roster_has_gone_since_what_speaks_of_harm_does_not_begin(phone: Phone, practice: Practice):
    begun, calm = Phone(phone.token), Phone(ask(practice, "gad-7").token or "")
    begun.begin()
    for line in roster.hours_listed():
        roster.withdraw_hours(Stamp(practice.staff["cole"], now()), line.thread)
    shown = phone.get()
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "do not ask now" in text
    assert "tel:988" in text
    for word in ("Begin", "birth date", "Mara", "PHQ"):
        assert word not in text
    assert "do not ask now" in phone.begin().content.decode()
    refused = answer.begin(phone.token, date(1992, 5, 2), "en", at=now())
    assert isinstance(refused, Refused)
    assert refused.reason == "nobody-looks"
    assert phone.get("answer-page", 1)["Location"] == reverse("assessment:answer", args=[phone.token])
    assert calm.begin()["Location"].endswith("/1/"), "it cannot speak of harm"
    assert begun.post("answer-page", 2, **{"item-9": "1"})["Location"].endswith("/3/help/"), "not cut off in the middle"
    assert Flag.objects.count() == 1
    open_hours(practice)
    assert phone.begin()["Location"].endswith("/1/")


def test_an_impossible_answer_is_refused_where_it_stands(phone: Phone):
    phone.begin()
    wrong = phone.post("answer-page", 1, **{"item-1": "1", "item-2": "7"})
    assert wrong.status_code == 422
    assert 'href="#id_item-2_0"' in wrong.content.decode()
    assert MeasureRequest.objects.get().so_far == {}
    assert phone.post("answer-send").status_code == 422, "nothing is answered yet"


@pytest.mark.hazard("H-123")
def test_whatever_is_wrong_with_a_link_looks_the_same(phone: Phone, practice: Practice):
    spent = ask(practice, "gad-7")
    other = Phone(spent.token or "")
    other.begin()
    other.answer([1] * 7)
    other.post("answer-send")
    old = Phone(ask(practice, "gad-7", at=now().plus(days=-20)).token or "")
    unknown, made_up = Phone(new_token("answer").text), Phone("nothing")
    plan = Phone(new_token("safety-plan").text)
    pages = [Phone(one.token).get() for one in (other, old, unknown, made_up, plan)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert phone.get().status_code == 200
    assert AuditEvent.objects.filter(action="assessment.answer", outcome="denied").count() >= 4


def test_a_flood_of_made_up_links_is_answered_without_the_database(practice: Practice, django_assert_num_queries):
    flood = Phone("nothing")
    for _ in range(21):
        flood.get()
    with django_assert_num_queries(0):
        assert flood.get().status_code == 404


def test_a_link_opens_nothing_else_and_staff_gain_nothing_by_it(phone: Phone, practice: Practice):
    phone.begin()
    for name in ("people:chart", "assessment:list", "assessment:measures"):
        assert phone.client.get(reverse(name, args=[practice.people["mara"]]))["Location"].startswith("/sign-in/")
    phone.client = sign_in(Client(), practice.staff["admin"].id)
    phone.begin()
    assert phone.get("answer-page", 1).status_code == 200
    assert phone.client.get(reverse("people:chart", args=[practice.people["mara"]])).status_code == 404


def test_in_spanish_where_the_instrument_has_it(practice: Practice):
    open_hours(practice)
    phone = Phone(ask(practice, "phq-9").token or "")
    phone.post(**BORN, **{"in": "es"})
    shown = phone.get("answer-page", 1)
    assert "Poco interés o placer en hacer cosas" in shown.content.decode()
    assert shown["Content-Language"] == "es"
    assert "Guardar y seguir" in shown.content.decode()
    phone.answer(CALM)
    phone.post("answer-send")
    assert response().language == "es"


@pytest.mark.hazard("H-124")
def test_handing_over_the_tablet_ends_the_login_session_first(practice: Practice):
    client = sign_in(Client(), practice.staff["reyes"].id)
    asked = ask(practice, "phq-9", channel="tablet")
    key = {"once": "5f0c9ac2-2f27-4d26-9d6c-0d2c54f9f2f1", "channel": "tablet"}
    handed = client.post(reverse("assessment:request-link", args=[asked.request_id]), key)
    token = handed["Location"].split("/")[2]
    assert handed["Location"] == reverse("assessment:answer", args=[token])
    for name in ("people:chart", "assessment:list"):
        answered = client.get(reverse(name, args=[practice.people["mara"]]))
        assert answered["Location"].startswith("/sign-in/")
    tablet = Phone(token)
    tablet.client = client
    assert tablet.post()["Location"].endswith("/1/"), "no birth date: somebody hands it over"
    tablet.answer([*CALM[:8], 1])
    assert "person who gave you this tablet" in tablet.get("answer-help", 3).content.decode()
    tablet.post("answer-send")
    assert "give the tablet back" in tablet.get("answer-done").content.decode()
    assert (response().mode, Flag.objects.get().source) == ("tablet", "tablet")
