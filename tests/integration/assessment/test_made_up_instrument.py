"""An instrument that nobody wrote Python for: two TOML files beside the content that ships, and everything is there.

``made_up`` puts them into a copy of the content while these tests run: whoever asks for the release then finds the
instrument. What comes of it on screen stands in ``test_made_up_on_screen.py``.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from plait.cli import main
from plait.clinical.assessment.baseline import since_episode
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored, score
from plait.coordination.interchange.writing.assessment import form
from plait.knowledge import coverage, loader
from plait.knowledge.content import CONTENT
from plait.knowledge.loader import release
from tests.unit.assessment.responses import START, response


def _scored(instrument: Instrument, answers: dict[str, int]) -> Scored:
    found = score(instrument, answers)
    assert isinstance(found, Scored)
    return found


def test_its_worked_cases_come_out(made_up: Instrument) -> None:
    for case in made_up.cases:
        given = zip(made_up.items, case.answers, strict=True)
        found = _scored(made_up, {item.id: answer for item, answer in given if answer is not None})
        band = found.band or found.unchecked_band
        assert (found.total, band and band.code, found.level) == (case.total, case.band, case.level), case.name
        assert [item for item, _ in found.risk] == list(case.risk), case.name
        assert [one.code for one in found.criteria] == list(case.criteria), case.name
        assert {name: found.subscales[name] for name in case.subscales} == case.subscales, case.name


def test_it_is_counted_among_what_is_checked(made_up: Instrument) -> None:
    shipped = loader.load(CONTENT)
    marks, before = coverage.bands_by_mark(release()), coverage.bands_by_mark(shipped)
    assert (marks["verified"] - before["verified"], marks["partial"] - before["partial"]) == (1, 1)
    assert made_up.id not in shipped.instruments


def test_its_change_is_judged_by_its_own_rules(made_up: Instrument) -> None:
    taken = [response(day, total, version="7", instrument="weather") for day, total in ((0, 6), (30, 1))]
    found = since_episode(made_up, taken, title="", began=START).change
    assert found is not None
    assert (found.outcome, found.difference, found.verdict("reliable").met) == ("remission", Decimal(-5), True)
    assert found.verdict("response").mark == ""  # no such rule was written


def test_it_is_scored_from_the_command_line(made_up: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clinical", "score", made_up.id, "--answers", "2,1,2,"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["band"], told["complete"]) == (
        5,
        {"code": "foul", "text": "foul", "checked": False},
        True,
    )
    assert told["risk"] == [{"item": "flood", "value": 2, "level": "moderate"}]
    assert main(["clinical", "score", made_up.id, "--answers", "2,1,4"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["item"] == "flood"
    assert main(["clinical", "instruments"]) == 0
    assert "Weather: how it felt" in capsys.readouterr().out


def test_it_is_written_as_a_fhir_questionnaire(made_up: Instrument) -> None:
    told = form(made_up)
    assert (told["resourceType"], told["version"], told["title"]) == ("Questionnaire", "7", "Weather: how it felt")
    rain, storm, flood, hours, total = told["item"]
    assert (rain["linkId"], rain["type"], rain["text"], rain["required"]) == ("/1111-1", "choice", "It rained", True)
    assert [one["valueCoding"]["code"] for one in rain["answerOption"]] == ["LA0-0", "LA1-1", "LA2-2", "LA3-3"]
    assert [one["valueCoding"]["extension"][0]["valueDecimal"] for one in flood["answerOption"]] == [0, 1, 2, 3]
    assert [one["answerCoding"]["code"] for one in storm["enableWhen"]] == ["LA2-2", "LA3-3"]
    assert (storm["enableBehavior"], {one["question"] for one in storm["enableWhen"]}) == ("any", {"/1111-1"})
    assert "required" not in storm
    assert "required" not in hours
    assert [one["valueInteger"] for one in hours["extension"]] == [0, 24]
    assert (total["linkId"], total["type"], total["readOnly"]) == ("total", "decimal", True)
    assert len({one["linkId"] for one in told["item"]}) == 5


def test_no_word_of_it_is_given_where_the_licence_does_not_let_it(made_up: Instrument) -> None:
    for instrument in release().instruments.values():
        if not instrument.wording_embedded:
            assert not any("text" in one for one in form(instrument)["item"] if one["type"] != "decimal"), instrument.id
    assert made_up.wording_embedded
