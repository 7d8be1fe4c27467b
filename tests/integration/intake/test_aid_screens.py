"""Going through the aid: one question a page, back, refusals, help first, the comparison, the order, the sheet."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from plait.clinical.intake.decision_aid import comparison, ordered, values_of
from plait.web.intake import within
from tests.integration.intake.walking import Walker, shipped

LOW = {
    "age": ("26-64",),
    "bothers": ("low-mood",),
    "main": ("low-mood",),
    "since": ("months",),
    "in-the-way": ("a-lot",),
    "tried": ("nothing",),
}


def test_nothing_is_chosen_beforehand_and_back_shows_what_was_said() -> None:
    walker = Walker(LOW)
    for page in ("age", "bothers", "values", "lean", "certainty"):
        walker.until(page)
        assert "checked" not in walker.text(), page
    walker = Walker(LOW)
    walker.until("self-harm")
    back = re.search(r'class="btn" href="([^"]+)">Back', walker.text())
    assert back is not None
    walker.look(back[1])
    assert re.search(r'value="low-mood" checked', walker.text())
    assert walker.text().count(" checked") == 1


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Please choose at least one answer."),
        ({"answer": "made-up"}, "answer"),
        ({"answer": ["none", "past"]}, "cannot stand beside"),
    ],
)
def test_an_answer_that_the_page_does_not_take_is_said_at_the_page(sent: dict[str, object], why: str) -> None:
    walker = Walker(LOW)
    walker.until("not-wanted")
    before = walker.cookies().output()
    page = "not-wanted"
    refused = walker.send(page=page, **sent)
    text = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert why in text
    assert "<title>Error:" in text
    assert 'href="#answer-0"' in text
    assert text.count(" checked") == len([one for one in sent.get("answer", ()) if one in {"none", "past"}])
    assert walker.cookies().output() == before


def test_pages_that_are_not_reached_lead_back_to_the_open_question() -> None:
    walker = Walker(LOW)
    walker.until("since")
    here = walker.at
    for tail in ("sheet", "99", "sheet/download"):
        assert walker.client.get(walker.address(tail))["Location"] == here
    assert Client().get("/aid/9")["Location"] == "/aid?again"
    assert Client().get("/aid/sheet")["Location"] == "/aid?again"


def test_two_tabs_the_last_word_counts_and_nothing_breaks() -> None:
    walker = Walker(LOW)
    walker.until("since")
    older = walker.client.post("/aid/2", {"page": "bothers", "answer": ["sleep"]})
    assert older.status_code == 303
    walker.until("sheet")
    assert "I sleep badly" in walker.text()
    gone = walker.client.post("/aid/4", {"page": "no-such-page", "answer": "x"})
    assert gone["Location"] == "/aid/sheet"


@pytest.mark.hazard("H-147")
@pytest.mark.parametrize(("language", "text_988"), [("en", "sms:988"), ("es", "sms:988?&body=AYUDA")])
def test_a_sign_of_danger_shows_help_at_once_and_takes_waiting_away(language: str, text_988: str) -> None:
    walker = Walker({**LOW, "self-harm": ("plan",)}, language=language)
    walker.until("self-harm")
    walker.step()
    page = walker.text()
    flag = shipped().flags["harm-self-now"]
    for words in (flag.title[language], flag.why[language], flag.do[language], 'href="tel:988"', 'href="tel:911"'):
        assert words in page
    assert f'href="{text_988}"' in page
    assert ("You chose: “I have a plan, or I might do it”" in page) is (language == "en")
    walker.step()
    assert flag.title[language] in walker.text(), "the quiet line stays"
    walker.until("values")
    choices = walker.client.get(walker.address(int(walker.at.rpartition("/")[2]) - 4)).content.decode()
    assert shipped().no_wait[language] in unescape(choices)
    assert shipped().options["wait"].name[language] not in re.findall(r"aid-option[^>]*><b>(.*?)</b>", choices)


@pytest.mark.hazard("H-147")
def test_an_item_of_a_questionnaire_that_speaks_of_harm_shows_help_too() -> None:
    walker = Walker({**LOW, "phq-9": ("0",) * 8 + ("1",)})
    walker.until("help")
    assert "988" in walker.text()
    walker.step()
    assert "Your score is 1. It can go from 0 to 27." in walker.text()
    assert "It does not say what you have." in walker.text()


def test_a_questionnaire_may_be_left_out_and_then_shows_no_score() -> None:
    walker = Walker(LOW)
    walker.until("phq-9")
    here = int(walker.at.rpartition("/")[2])
    walker.send(page="phq-9", step="skip")
    assert walker.at == walker.address(here + 1)
    assert "What your answers add up to" not in walker.text()


def test_each_option_gets_the_same_rows_and_as_much_for_it_as_against_it() -> None:
    walker = Walker(LOW)
    walker.until("values")
    last = int(walker.at.rpartition("/")[2])
    shown, numbers, rows, points = (walker.look(walker.address(last - n)).content.decode() for n in (4, 3, 2, 1))
    names = re.findall(r"aid-option[^>]*><b>(.*?)</b>", shown)
    assert len(names) >= 3
    assert re.findall(r'<section class="aid-figures[^>]*><h2>(.*?)</h2>', numbers) == names
    told = re.findall(r"<h3>(.*?)</h3>", rows)
    assert told == names * len(shipped().rows)
    for part in points.split('<section class="aid-cell')[1:]:
        lists = re.findall(r"<ul>(.*?)</ul>", part, re.DOTALL)
        assert len({one.count("<li>") for one in lists[:2]}) == 1
    assert "<svg" in numbers
    assert numbers.count("Your own chance may be higher or lower.") == numbers.count('class="aid-figure"')


def test_the_order_follows_what_matters_and_prints_why() -> None:
    wanted = ("no-medicine:a-lot", "soon:a-little", "cost:dont-know")
    walker = Walker({**LOW, "values": wanted})
    walker.until("values")
    walker.step()
    page = walker.text()
    aid = shipped()
    found = comparison(aid, LOW)
    placed = ordered(aid, found, values_of(aid, {"values": wanted}))
    assert re.findall(r"aid-placed[^>]*><h2>(.*?)</h2>", page) == [one.option.name["en"] for one in placed]
    for one in placed:
        for reason in one.reasons:
            assert reason.words["en"] in page
    assert "low cost" not in page, "what somebody does not know moves nothing"


def test_the_sheet_asks_what_is_still_open_and_is_made_to_take_along() -> None:
    aid = shipped()
    unsure = tuple(f"{one.id}:{'no' if n == 0 else 'yes'}" for n, one in enumerate(aid.certainty))
    walker = Walker({**LOW, "values": ("cost:dont-know", "soon:a-lot"), "certainty": unsure, "lean": ("dont-know",)})
    walker.until("sheet")
    page = walker.text()
    for words in (
        "I feel low, or I enjoy nothing",
        "Feeling better soon: matters a lot",
        "I do not know yet how much this counts: low cost. Can you help me see it?",
        f"I could not say yes to this: {aid.certainty[0].asks['en']} Can we talk about it?",
        aid.talk["en"],
        aid.no_diagnosis["en"],
        *(one["en"] for one in aid.questions),
    ):
        assert words in page, words
    file = walker.client.get(walker.address("sheet/download"))
    assert file["Content-Disposition"] == 'attachment; filename="my-notes.html"'
    text = file.content.decode()
    assert not re.search(r"<link|<script|<style|<img|href=|src=", text)
    assert unescape(text).count("<li>") >= page.count("<li>") - 3


def test_in_spanish_from_the_first_page_to_the_sheet() -> None:
    walker = Walker({**LOW, "phq-9": ("1",) * 9, "values": ("soon:a-lot",)}, language="es")
    walker.until("sheet")
    for response in walker.seen:
        if response.status_code == 200:
            text = response.content.decode()
            assert '<html lang="es">' in text
            assert response["Content-Language"] == "es"
            assert not re.search(r">\s*(Next|Back|Page \d)", text)
    assert "Lo que me importa" in walker.text()
    walker.language = "en"
    walker.look(walker.address("sheet"))
    assert "My situation" in walker.text(), "changing the language loses nothing"


def test_about_shows_every_criterion_also_those_that_are_not_met() -> None:
    text = Client().get("/aid/about").content.decode()
    aid = shipped()
    assert len(aid.criteria) == 35
    for one in aid.criteria:
        assert one.asks["en"] in unescape(text), one.id
    assert text.count("Met: yes") == sum(one.met for one in aid.criteria)
    assert text.count("Met: not yet") == sum(not one.met for one in aid.criteria) > 0
    for words in (aid.funding, aid.update_policy, aid.how_chosen, aid.reading):
        assert words["en"] in unescape(text)


def test_the_start_says_what_is_decided_and_what_it_is_not() -> None:
    text = unescape(Client().get("/aid").content.decode())
    aid = shipped()
    for words in (aid.decision["en"], aid.no_diagnosis["en"], aid.funding["en"], *(one["en"] for one in aid.authors)):
        assert words in text
    assert "nothing you say is kept here" in text


def test_without_an_aid_help_and_contact_stand_there_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(within, "the_aid", lambda: None)
    for address in ("/aid", "/aid/4", "/es/aid/sheet"):
        response = Client().get(address)
        text = response.content.decode()
        assert response.status_code == 503
        assert "/help-now" in text
        assert "/contact" in text
