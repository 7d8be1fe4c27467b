"""The made-up instrument as people meet it: form, paper, link, trend, caseload, what is due, export, the risk path."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.coordination.assessment import read_requests, submit_response
from plait.coordination.interchange import export_person
from plait.coordination.interchange.export_person import Command
from plait.foundation.clock import now
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.safety.models import Flag
from tests.integration.assessment.asking import Phone, ask, once, open_hours
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

pytestmark = pytest.mark.usefixtures("made_up")
ABOUT = {"taken_on": "2026-11-20", "mode": "staff", "answered_by": "person"}
DRY = {"rain": 2, "storm": 1, "flood": 0, "hours": 3}


@pytest.fixture
def client(practice: Practice, settings) -> Client:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    return sign_in(Client(), practice.staff["reyes"].id)


def told(**answers: int) -> dict[str, str]:
    return {f"item-{item}": str(value) for item, value in answers.items()}


def kept(practice: Practice, days_ago: int, **answers: int) -> Instant:
    """Answers that Dr. Reyes kept."""
    at = now().plus(days=-days_ago)
    command = submit_response.Command(practice.people["mara"], "weather", answers, at)
    done = submit_response.commit(command, actor=practice.staff["reyes"], at=at, once=once())
    assert isinstance(done, submit_response.Submitted), done
    return at


def test_staff_fill_it_in_and_the_impossible_is_refused(client: Client, practice: Practice) -> None:
    mara = practice.people["mara"]
    page = reverse("assessment:submit", args=[mara, "weather"])
    assert page in client.get(reverse("assessment:list", args=[mara])).content.decode(), "it is offered"
    shown = client.get(page).content.decode()
    for words in (
        "Weather: how it felt",
        "This week",
        "It stormed",
        "I went where it floods",
        "Hours outside",
        "Twice",
    ):
        assert words in shown
    for wrong, at in (({"rain": 4}, "rain"), ({"hours": 25}, "hours"), ({"rain": 1, "storm": 2}, "storm")):
        refused = client.post(page, {"once": str(uuid4()), **told(**DRY | wrong), **ABOUT})
        assert refused.status_code == 422
        assert f'href="#id_item-{at}' in refused.content.decode(), wrong
    assert QuestionnaireResponse.objects.count() == 0
    assert client.post(page, {"once": str(uuid4()), **told(**DRY), **ABOUT}).status_code == 302
    row = QuestionnaireResponse.objects.get()
    assert (row.total, row.band, row.answers, row.version, row.level) == (3, "fair", DRY, "7", "")
    assert row.subscales == {"water": "1.00"}


@pytest.mark.hazard("H-120")
def test_from_paper_its_item_of_harm_is_asked_by_itself_and_opens_the_path_once(
    client: Client, practice: Practice
) -> None:
    page = reverse("assessment:paper", args=[practice.people["mara"], "weather"])
    paper = {"taken_on": "2026-11-20", "answered_by": "person", "total": "6", "once": str(uuid4())}
    alone = client.post(page, paper)
    assert alone.status_code == 422
    assert "a total does not tell it" in alone.content.decode()
    for _ in range(2):
        assert client.post(page, {**paper, **told(flood=3)})["Location"].endswith("#risk")
    row, flag = QuestionnaireResponse.objects.get(), Flag.objects.get()
    assert (row.total, row.typed_total, row.answers) == (6, True, {"flood": 3})
    assert (flag.level, flag.instrument, flag.items, flag.cause_id) == ("high", "weather", [["flood", 3]], row.pk)


@pytest.mark.hazard("H-120")
def test_a_person_answers_it_by_link_page_by_page_to_the_end(client: Client, practice: Practice) -> None:
    open_hours(practice)
    phone = Phone(ask(practice, "weather").token or "")
    where, seen = phone.begin()["Location"], []
    answers = {"rain": 3, "storm": 1, "flood": 2, "hours": 5}
    while not where.endswith("/send/"):
        shown = phone.client.get(where).content.decode()
        here = list(dict.fromkeys(re.findall(r'name="item-([a-z]+)"', shown)))
        seen += here
        where = phone.client.post(where, told(**{item: answers[item] for item in here}))["Location"]
        if where.endswith("/help/"):
            assert "tel:988" in phone.client.get(where).content.decode()
            where = where.removesuffix("help/")
            if phone.client.get(where).status_code == 302:
                where = phone.client.get(where)["Location"]
    assert seen == ["rain", "storm", "flood", "hours"], "the second hangs on the first"
    assert phone.client.post(where)["Location"].endswith("/done/")
    assert "6, on a scale from 0 to 9" in phone.get("answer-done").content.decode()
    row = QuestionnaireResponse.objects.order_by("-sequence")[0]
    assert (row.total, row.answers, row.mode) == (6, answers, "link")
    assert (Flag.objects.get().level, Flag.objects.get().source) == ("moderate", "link")


def test_its_trend_is_drawn_with_its_bands_and_it_counts_in_lists(client: Client, practice: Practice) -> None:
    mara = practice.people["mara"]
    for days, answers in ((40, {"rain": 3, "storm": 3, "flood": 0}), (20, DRY), (6, {"rain": 1, "flood": 0})):
        kept(practice, days, **answers)
    shown = client.get(reverse("assessment:trend", args=[mara, "weather"])).content.decode()
    for words in ("Weather", "0–4", "fair", "5–9", "foul", "A made-up paper", "<svg", "remission", "It stormed"):
        assert words in shown, words
    rows = re.findall(r"<tr[^>]*>.*?</tr>", shown, re.DOTALL)
    assert [sum(f">{total}<" in row or f" {total} " in row for row in rows) > 0 for total in (6, 3, 1)] == [True] * 3
    caseload = client.get(reverse("assessment:caseload"), {"instrument": "weather"}).content.decode()
    assert "Mara" in caseload
    assert "instrument=weather" in caseload
    glance = client.get(reverse("assessment:glance", args=[mara])).content.decode()
    assert "weather" in glance.casefold()
    chart = client.get(reverse("people:chart", args=[mara])).content.decode()
    assert reverse("assessment:trend", args=[mara, "weather"]) in chart


def test_it_is_due_by_its_own_rhythm_and_missed_like_any_other(client: Client, practice: Practice) -> None:
    mara, reyes, at = practice.people["mara"], practice.staff["reyes"], now()
    answered = kept(practice, 10, **DRY)
    (due,) = (one for one in read_requests.read(mara, actor=reyes, at=at).due if one.instrument == "weather")
    assert due.wanted == answered.day("UTC") + timedelta(days=14)
    page = client.get(reverse("assessment:measures", args=[mara])).content.decode()
    assert "Weather: how it felt" in page
    open_hours(practice)
    ask(practice, "weather", at=at.plus(days=-12))
    (missed,) = read_requests.missed(actor=reyes, at=at)
    assert missed.request.instruments == ("weather",)
    assert "weather" not in {one.instrument for one in read_requests.read(mara, actor=reyes, at=at).due}


def test_its_answers_are_given_out_as_fhir(practice: Practice) -> None:
    at = now()
    kept(practice, 3, **DRY)
    command = Command(practice.people["mara"], reason="person-asked", confirmed_at=at)
    done = export_person.commit(command, actor=practice.staff["reyes"], at=at)
    resources = [one["resource"] for one in json.loads(b"".join(done.content))["entry"]]
    (form,) = (one for one in resources if one["resourceType"] == "Questionnaire")
    (given,) = (one for one in resources if one["resourceType"] == "QuestionnaireResponse")
    assert form["title"] == "Weather: how it felt"
    assert given["questionnaire"].startswith(form["url"])
    codes = {one["linkId"]: one["answer"][0] for one in given["item"]}
    assert codes["/1111-1"]["valueCoding"]["code"] == "LA2-2"
    assert codes["total"]["valueDecimal"] == 3
