"""Answers that staff keep: with the person, by phone, from paper; and the path that an answer about harm opens."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.records.assessment.models import QuestionnaireResponse
from plait.records.safety.models import Flag
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

PHQ9 = {f"item-{number}": "1" for number in range(1, 9)} | {"item-9": "0"}
ALWAYS = {"taken_on": "2026-11-20", "mode": "staff", "answered_by": "person"}


@pytest.fixture
def client(practice: Practice, settings) -> Client:
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    return sign_in(Client(), practice.staff["reyes"].id)


@pytest.fixture
def send(client: Client, practice: Practice):
    """Send a form about Mara; answers with the response and the rows that stand then."""

    def sent(name: str, instrument: str, **fields: str):
        page = reverse(f"assessment:{name}", args=[practice.people["mara"], instrument])
        answer = client.post(page, {"once": str(uuid4()), **fields})
        return answer, list(QuestionnaireResponse.objects.order_by("recorded_at"))

    return sent


def test_over_the_phone_by_a_helper_in_spanish(client: Client, practice: Practice):
    page = reverse("assessment:submit", args=[practice.people["mara"], "phq-9"]) + "?in=es"
    assert "Casi todos los días" in client.get(page).content.decode()
    client.post(page, {"once": str(uuid4()), **PHQ9, **ALWAYS, "mode": "phone", "answered_by": "helper"})
    row = QuestionnaireResponse.objects.get()
    assert (row.mode, row.answered_by, row.language, row.recorded_by_name) == ("phone", "helper", "es", "Dr. A. Reyes")
    assert (row.total, row.level, row.complete, row.typed_total) == (8, "", True, False)


@pytest.mark.hazard("H-120")
def test_an_answer_that_speaks_of_harm_opens_the_path_once_and_says_what_to_do(send, practice: Practice):
    key = str(uuid4())
    answer, (row,) = send("submit", "phq-9", **PHQ9 | {"item-9": "2"}, **ALWAYS, once=key)
    assert answer["Location"].endswith("#risk")
    again, rows = send("submit", "phq-9", **PHQ9 | {"item-9": "2"}, **ALWAYS, once=key)
    assert (again.status_code, len(rows)) == (302, 1)
    flag = Flag.objects.get()
    assert (flag.patient_id, flag.cause_id, flag.level) == (practice.people["mara"], row.pk, row.level)


@pytest.mark.parametrize(
    ("item", "value", "says"),
    [
        ("item-3", "4", "Select a valid choice"),
        ("item-9", "-1", "Select a valid choice"),
        ("taken_on", "2199-01-01", "future"),
    ],
)
def test_an_impossible_answer_is_refused_at_its_place_and_nothing_is_kept(send, item: str, value: str, says: str):
    answer, rows = send("submit", "phq-9", **PHQ9 | ALWAYS | {item: value})
    assert (answer.status_code, rows) == (422, [])
    assert says in answer.content.decode()
    assert f'href="#id_{item}' in answer.content.decode()


def test_a_question_that_is_not_asked_cannot_be_answered(send):
    answer, rows = send("submit", "c-ssrs-screener", **ALWAYS | {"item-1": "0", "item-2": "0", "item-4": "1"})
    assert (answer.status_code, rows) == (422, [])
    assert "not asked after the answers above" in answer.content.decode()


@pytest.mark.hazard("H-120")
def test_a_total_from_paper_asks_for_the_answer_about_harm_by_itself(send):
    paper = {"taken_on": "2026-11-20", "answered_by": "person", "total": "14"}
    answer, rows = send("paper", "phq-9", **paper)
    assert (answer.status_code, rows) == (422, [])
    assert "a total does not tell it" in answer.content.decode()
    _answer, (row,) = send("paper", "phq-9", **paper, **{"item-9": "1"})
    assert (row.total, row.typed_total, row.mode, row.answers, row.risk) == (14, True, "paper", {"9": 1}, [["9", 1]])
    assert Flag.objects.count() == 1
    _answer, rows = send("paper", "phq-9", **paper, left_blank="on")
    assert rows[-1].answers == {}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"total": "28"}, "id_total"),
        ({"total": "1", "item-9": "3"}, "id_total"),
        ({"total": "9", "item-9": "0", "item-1": "1"}, "id_total"),
        ({"item-2": "9"}, "id_item-2"),
    ],
)
def test_a_number_that_cannot_be_is_named(send, fields: dict[str, str], at: str):
    answer, rows = send("paper", "phq-9", taken_on="2026-11-20", answered_by="person", **fields)
    assert (answer.status_code, rows) == (422, [])
    assert f'href="#{at}"' in answer.content.decode()
