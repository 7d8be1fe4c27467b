"""Filled-in forms: mapped wholly, or kept in words; an answer about harm is never lost."""

from __future__ import annotations

import pytest

from .bundles import SUBJECT, received, warnings, why_kept
from .test_observation import PHQ_9_ITEMS

GAD_7_ITEMS = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
CODES = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
PHQ_9 = "http://loinc.org/q/44249-1"


def item(code: str, *values: dict, text: str = "a question") -> dict:
    return {"linkId": f"/{code}", "text": text, "answer": list(values)}


def coded(value: int, system: str = "http://loinc.org") -> dict:
    return {"valueCoding": {"system": system, "code": CODES[value], "display": f"answer {value}"}}


def form(items: list[dict], **more) -> dict:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{PHQ_9}|2.76",
        "status": "completed",
        "subject": SUBJECT,
        "authored": "2026-03-01T09:00:00-05:00",
        "item": items,
        **more,
    }


def phq_9(values=(1, 1, 1, 1, 1, 1, 1, 1, 0)) -> list[dict]:
    return [item(code, coded(value)) for code, value in zip(PHQ_9_ITEMS, values, strict=False)]


def test_a_complete_form():
    found = received(form([*phq_9(), item("44261-6", {"valueDecimal": 8})]))
    mapped = found.responses[0].mapped
    assert mapped.answers == tuple((str(number), int(number < 9)) for number in range(1, 10))
    assert (mapped.instrument, mapped.complete, mapped.stated_total, mapped.risk) == ("phq-9", True, 8, ())
    assert warnings(found, "q1") == set()
    assert len(found.responses[0].answers) == 10


@pytest.mark.parametrize(
    "items",
    [
        [item(code, {"valueInteger": 1}) for code in PHQ_9_ITEMS],
        [item(code, {"valueDecimal": 1.0}) for code in PHQ_9_ITEMS],
        [item(code, coded(1, "")) for code in PHQ_9_ITEMS],
        [{"linkId": "/44249-1", "item": [item(f"44249-1/{code}", coded(1)) for code in PHQ_9_ITEMS]}],
        [{"linkId": "g", "answer": [{"valueBoolean": True, "item": phq_9((1,) * 9)}]}],
    ],
)
def test_answers_in_every_shape(items):
    assert [value for _, value in received(form(items)).responses[0].mapped.answers] == [1] * 9


def test_recognised_by_its_questions_when_it_has_no_name():
    assert received(form(phq_9(), questionnaire="urn:uuid:whatever")).responses[0].mapped.instrument == "phq-9"
    assert received(form(phq_9()[2:4], questionnaire=None)).responses[0].mapped is None


def test_questions_that_two_instruments_share_belong_to_the_named_one_else_to_the_shorter():
    two = phq_9()[:2]
    assert received(form(two, questionnaire=None)).responses[0].mapped.instrument == "phq-2"
    named = received(form(two))
    assert (named.responses[0].mapped.instrument, named.responses[0].mapped.complete) == ("phq-9", False)
    assert "items-missing" in warnings(named, "q1")


def test_a_question_that_was_not_to_be_asked_is_not_missing():
    screen = "http://loinc.org/q/93373-9"
    said = [item(code, {"valueInteger": 0}) for code in ("93246-7", "93247-5", "93267-3")]
    found = received(form(said, questionnaire=screen))
    assert found.responses[0].mapped.complete
    assert "items-missing" not in warnings(found, "q1")
    said[1] = item("93247-5", {"valueInteger": 1})
    assert not received(form(said, questionnaire=screen)).responses[0].mapped.complete


def test_a_wrong_name_is_not_believed():
    found = received(form([item(code, coded(1)) for code in GAD_7_ITEMS]))
    assert found.responses[0].mapped is None
    assert warnings(found, "q1") == {"instrument-mismatch"}


def test_missing_answers_make_it_incomplete():
    found = received(form(phq_9()[:7]))
    assert (found.responses[0].mapped.complete, len(found.responses[0].mapped.answers)) == (False, 7)
    assert warnings(found, "q1") == {"items-missing"}


def test_a_stated_total_that_is_not_the_sum():
    assert warnings(received(form([*phq_9(), item("44261-6", {"valueInteger": 20})])), "q1") == {"total-differs"}


@pytest.mark.parametrize(
    "odd",
    [
        item("44250-9", {"valueString": "often"}),
        item("44250-9", {"valueInteger": 4}),
        item("44250-9", {"valueBoolean": True}),
        item("44250-9", coded(1), coded(2)),
        item("44250-9", {"valueCoding": {"system": "urn:local", "code": "LA6569-3"}}),
        item("44255-8", coded(2)),
    ],
)
def test_one_answer_that_does_not_fit_leaves_all_in_words(odd):
    found = received(form([odd, *phq_9()[1:8], item("44260-8", coded(3))]))
    assert found.responses[0].mapped is None
    assert len(found.responses[0].answers) == 9
    assert warnings(found, "q1") == {"answers-not-mapped", "risk-answer"}


def test_an_answer_about_harm():
    found = received(form(phq_9((0,) * 8 + (2,))))
    assert found.responses[0].mapped.risk == (("9", 2),)
    assert "risk-answer" in warnings(found, "q1")


def test_an_unknown_form_is_kept_in_words():
    items = [
        {"linkId": "1", "text": "How are you?", "answer": [{"valueString": "so so"}]},
        {"linkId": "2", "answer": [{"valueDate": "2026-03-01"}]},
        {"linkId": "3", "answer": [{"valueAttachment": {"title": "drawing", "data": "AAAA"}}]},
        {"linkId": "4"},
    ]
    found = received(form(items, questionnaire="https://x.example/mood"))
    assert found.responses[0].mapped is None
    assert [one.values for one in found.responses[0].answers] == [("so so",), ("2026-03-01",), ("drawing",), ()]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "in-progress"}, "not-finished"),
        ({"status": "stopped"}, "not-finished"),
        ({"status": None}, "missing"),
        ({"authored": None}, "no-date"),
        ({"item": []}, "no-answers"),
        ({"item": [{"linkId": "1"}]}, "no-answers"),
        ({"item": {"linkId": "1"}}, "wrong-type"),
        ({"item": [{"linkId": 1}]}, "wrong-type"),
    ],
)
def test_what_is_no_answer_yet_is_kept(change, reason):
    assert why_kept(received(form(phq_9(), **change))) == {"q1": reason}
