"""A clinician records allergies, pregnancy and life events, and reads them beside problems and results."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import PartialDate
from plait.coordination.people import open_chart
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.monitoring import actions as monitoring
from plait.records.problems import actions, queries
from tests.signed_in import sign_in


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def mara(practice):
    return practice.people["mara"]


@pytest.fixture
def ortiz(practice):
    return sign_in(Client(), practice.staff["ortiz"].id)


def send(client, name, argument, **fields):
    return client.post(reverse(f"problems:{name}", args=[argument]), {"once": str(uuid4()), **fields})


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, mara):
    return words(client.get(reverse("problems:list", args=[mara])))


def test_an_allergy_chosen_from_the_list_carries_its_ingredient(ortiz, mara):
    chosen = ortiz.get(reverse("problems:allergy", args=[mara]), {"medicine": "28439"}).content.decode()
    assert 'value="lamotrigine"' in chosen
    fields = {
        "substance": "lamotrigine",
        "ingredient": "28439",
        "kind": "allergy",
        "reaction": "rash",
        "severity": "severe",
    }
    assert send(ortiz, "allergy", mara, **fields).status_code == 302
    ((_thread, allergy),) = queries.allergies(mara).known
    assert (allergy.ingredient, allergy.reaction, allergy.severity) == ("28439", "rash", "severe")
    assert "lamotrigine: rash, severe" in page(ortiz, mara)


def test_words_changed_after_choosing_lose_the_code(ortiz, mara):
    send(ortiz, "allergy", mara, substance="penicillin", ingredient="28439", kind="allergy")
    ((_thread, allergy),) = queries.allergies(mara).known
    assert allergy.ingredient is None
    assert "checks compare it by its words only" in page(ortiz, mara)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"substance": "", "kind": "allergy"}, "To what?: fill this in"),
        ({"substance": "latex"}, "What is it?: choose one"),
        ({"substance": "Penicillin ", "kind": "allergy"}, "This is on record already."),
    ],
)
def test_what_is_wrong_is_said_and_kept(ortiz, mara, fields, why):
    send(ortiz, "allergy", mara, substance="penicillin", kind="allergy")
    wrong = send(ortiz, "allergy", mara, reaction="hives all over", **fields)
    assert wrong.status_code == 422
    assert why in words(wrong)
    assert "hives all over" in wrong.content.decode()
    assert len(queries.allergies(mara).known) == 1


def test_asked_and_none_known_then_one_is_found_after_all(ortiz, mara):
    assert "Nobody has asked yet." in page(ortiz, mara)
    assert send(ortiz, "none-known", mara).status_code == 302
    assert queries.allergies(mara).state == "none-known"
    assert "Asked: none known." in page(ortiz, mara)
    assert send(ortiz, "none-known", mara).status_code == 422
    send(ortiz, "allergy", mara, substance="penicillin", kind="allergy")
    assert queries.allergies(mara).state == "known"
    assert "Allergies are on record" in words(send(ortiz, "none-known", mara))


def test_a_wrong_allergy_is_marked_and_gone_from_the_head(ortiz, mara):
    send(ortiz, "allergy", mara, substance="penicillin", kind="allergy")
    ((thread, _allergy),) = queries.allergies(mara).known
    assert "penicillin" in words(ortiz.get(reverse("problems:allergy-error", args=[thread])))
    assert send(ortiz, "allergy-error", thread, reason_text="").status_code == 422
    assert send(ortiz, "allergy-error", thread, reason_text="her sister’s").status_code == 302
    assert "penicillin" not in page(ortiz, mara)
    assert ortiz.get(reverse("problems:allergy-error", args=[thread])).status_code == 404


def test_pregnancy_is_recorded_with_the_day_it_was_asked(ortiz, mara):
    assert send(ortiz, "pregnancy", mara, state="pregnant", weeks="12", breastfeeding="").status_code == 302
    found = queries.pregnancy(mara)
    assert (found.state, found.weeks, found.breastfeeding) == ("pregnant", 12, None)
    assert "pregnant, 12 weeks, asked" in page(ortiz, mara)


def test_weeks_that_do_not_fit_the_answer_are_refused(ortiz, mara):
    wrong = send(ortiz, "pregnancy", mara, state="none", weeks="12")
    assert wrong.status_code == 422
    assert "This number of weeks does not fit the answer." in words(wrong)
    assert 'value="12"' in wrong.content.decode()


def test_a_life_event_is_dated_as_exactly_as_known(ortiz, mara):
    assert send(ortiz, "life-event", mara, text="Lost job", on="spring 2025").status_code == 302
    (event,) = queries.life_events(mara)
    assert event.on == PartialDate(2025, season="spring")
    assert "spring 2025" in page(ortiz, mara)


@pytest.mark.parametrize(
    ("on", "why"),
    [("2999", "This is in the future."), ("1950", "before the person was born"), ("03/04/2025", "Write 2019, 2019-05")],
)
def test_a_day_that_cannot_be_meant_is_refused(ortiz, mara, on, why):
    wrong = send(ortiz, "life-event", mara, text="Moved house", on=on)
    assert wrong.status_code == 422
    assert why in words(wrong)
    assert "Moved house" in wrong.content.decode()


def test_sent_twice_it_is_recorded_once(ortiz, mara):
    fields = {"once": str(uuid4()), "text": "Lost job", "on": "2025"}
    for _click in range(2):
        assert ortiz.post(reverse("problems:life-event", args=[mara]), fields).status_code == 302
    assert len(queries.life_events(mara)) == 1


def test_problems_and_results_are_listed(practice, ortiz, mara):
    stamp = Stamp(practice.staff["reyes"], now())
    actions.record_condition(
        stamp, patient_id=mara, effective_at=now(), text="Major depressive disorder", onset="2025-05"
    )
    actions.record_condition(stamp, patient_id=mara, effective_at=now(), text="Asthma", clinical_status="resolved")
    monitoring.receive_observation(
        stamp, patient_id=mara, text="Sodium", code="2951-2", value=139, unit="mmol/L", effective_at=now().utc
    )
    shown = page(ortiz, mara)
    for sentence in ("Major depressive disorder", "since May 2025", "1 that is not active", "Sodium", "139 mmol/L"):
        assert sentence in shown


@pytest.mark.parametrize("status", ["recurrence", "relapse"])
def test_a_problem_that_came_back_stands_among_the_active_ones(practice, ortiz, mara, status):
    stamp = Stamp(practice.staff["reyes"], now())
    actions.record_condition(stamp, patient_id=mara, effective_at=now(), text="Depression", clinical_status=status)
    assert "not active" not in page(ortiz, mara)
    chart = open_chart.read(mara, actor=practice.staff["ortiz"], at=now())
    assert [one.concept.text for one in chart.conditions] == ["Depression"]


@pytest.mark.parametrize("name", ["list", "allergy", "pregnancy", "life-event"])
def test_who_does_not_treat_gets_the_answer_of_nobody(practice, mara, name):
    for who in ("cole", "admin", "far"):
        client = sign_in(Client(), practice.staff[who].id)
        hers = client.get(reverse(f"problems:{name}", args=[mara]))
        nobodys = client.get(reverse(f"problems:{name}", args=[uuid4()]))
        assert (hers.status_code, hers.content) == (404, nobodys.content)
