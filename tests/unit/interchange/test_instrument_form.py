"""Every instrument as a FHIR Questionnaire, and every answer to it as it is written and read back."""

from __future__ import annotations

import pytest

from plait.clinical.coding import LOINC, CodeableConcept, Coding
from plait.coordination.interchange.reading.response import answer_value
from plait.coordination.interchange.writing.assessment import answer_in, form
from plait.knowledge.loader import release

INSTRUMENTS = tuple(release().instruments.values())


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.id)
def test_a_form_is_sound(instrument):
    told = form(instrument)
    links = [one["linkId"] for one in told["item"]]
    assert len(links) == len(set(links))
    assert len(links) == len(instrument.items) + instrument.has_total
    for one in told["item"]:
        assert (one["type"] == "choice") is ("answerOption" in one)
        for condition in one.get("enableWhen", ()):
            assert condition["question"] in links
            asked = next(other for other in told["item"] if other["linkId"] == condition["question"])
            assert ("answerCoding" in condition) is (asked["type"] == "choice")


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.id)
def test_an_answer_is_written_as_its_question_asks_and_read_back_the_same(instrument):
    kinds = [one["type"] for one in form(instrument)["item"]]
    for item, kind in zip(instrument.items, kinds, strict=False):
        for option in item.options:
            told = answer_in(item, option.value)
            if kind == "choice":
                coding = told["valueCoding"]
                assert coding["system"] == LOINC
                assert coding["extension"][0]["valueDecimal"] == option.value
                value = CodeableConcept("", (Coding(coding["system"], coding["code"], ""),))
            else:
                value = told["valueInteger"]
            assert answer_value(item, value) == option.value


def test_a_time_of_day_is_written_as_one():
    bed = release().instruments["sleep-diary"].item("bed")
    assert answer_in(bed, 1385) == {"valueTime": "23:05:00"}
    assert answer_in(bed, 30) == {"valueTime": "00:30:00"}


def test_an_answer_that_the_present_form_does_not_have_stays_a_number():
    assert answer_in(release().instruments["phq-9"].item("1"), 7) == {"valueInteger": 7}
    assert answer_in(None, 2) == {"valueInteger": 2}
