"""An instrument that nobody wrote Python for: two TOML files beside the content that ships, and everything is there.

``made_up`` puts them into a copy of the content while these tests run: whoever asks for the release then finds the
instrument. Add here what else must come from the files alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from plait.cli import main
from plait.clinical.assessment.baseline import since_episode
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored, score
from plait.coordination.interchange.writing.assessment import form
from plait.knowledge import coverage, loader
from plait.knowledge.content import CONTENT, read
from plait.knowledge.loader import release
from plait.knowledge.rxnorm import read as read_rxnorm
from plait.knowledge.validate import problems
from tests.unit.assessment.responses import START, response

INSTRUMENT = """
id = "weather"
version = "7"
status = "active"
effective_from = 2026-11-24
review_due = 2027-05-24
licence = "own wording"
licence_source = "made-up-paper"
wording_embedded = true
languages = ["en"]
wording_source.en = "made-up-paper"
title.en = "Weather: how it felt"
recall.en = "This week"
scoring = "sum"
lowest = 0
highest = 9
most_missing = 1
missing = { mark = "verified", source = "made-up-paper", locator = "page 2" }
conditions = ["depression"]

[options.often]
values = [
  { value = 0, code = "LA0-0", text.en = "Never" },
  { value = 1, code = "LA1-1", text.en = "Once" },
  { value = 2, code = "LA2-2", text.en = "Twice" },
  { value = 3, code = "LA3-3", text.en = "Daily" },
]

[[items]]
id = "rain"
code = "1111-1"
harm = "none"
options = "often"
text.en = "It rained"

[[items]]
id = "storm"
harm = "none"
options = "often"
text.en = "It stormed"
only_if = { items = ["rain"], at_least = 2 }

[[items]]
id = "flood"
harm = "self"
risk = [{ from = 1, level = "moderate" }, { from = 3, level = "high" }]
options = "often"
text.en = "I went where it floods"

[[items]]
id = "hours"
harm = "none"
scored = false
required = false
answer = "number"
low = 0
high = 24
text.en = "Hours outside"

[[bands]]
low = 0
high = 4
code = "fair"
text.en = "fair"
mark = "verified"
source = "made-up-paper"

[[bands]]
low = 5
high = 9
code = "foul"
text.en = "foul"
mark = "partial"
source = "made-up-paper"

[[subscales]]
id = "water"
text.en = "Water"
items = ["rain", "flood"]
scoring = "mean"

[[criteria]]
code = "soaked"
text.en = "soaked"
every = [{ items = ["rain", "flood"], at_least = 2, count = 2 }]
mark = "verified"
source = "made-up-paper"

[change.remission]
at = 1
mark = "verified"
source = "made-up-paper"

[change.reliable]
points = 4
spread = 2.5
reliability = 0.68
mark = "verified"
source = "made-up-paper"

[rhythm]
acute_days = 14
later_days = 90
mark = "verified"
source = "made-up-paper"
"""

CASES = """
instrument = "weather"

[[cases]]
name = "dry"
answers = [0, "", 0, ""]
total = 0
band = "fair"

[[cases]]
name = "upper edge of fair"
answers = [2, 2, 0, 3]
total = 4
band = "fair"
subscales = { water = 1 }

[[cases]]
name = "lower edge of foul, where it floods"
answers = [2, 1, 2, 3]
total = 5
band = "foul"
risk = ["flood"]
level = "moderate"
criteria = ["soaked"]

[[cases]]
name = "everything"
answers = [3, 3, 3, 24]
total = 9
band = "foul"
risk = ["flood"]
level = "high"
criteria = ["soaked"]

[[cases]]
name = "one left out is filled in by the others"
answers = [3, "", 0, ""]
total = 5
band = "foul"

[[cases]]
name = "what speaks of harm is never filled in"
answers = [3, 3, "", ""]
"""

SOURCE = """
[made-up-paper]
kind = "paper"
title = "A made-up paper"
"""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instrument]:
    """The instrument, in the release that everybody is given."""
    root: Path = tmp_path_factory.mktemp("made-up") / "content"
    shutil.copytree(CONTENT, root)
    (root / "instruments" / "weather.toml").write_text(INSTRUMENT, encoding="utf-8")
    (root / "instruments" / "weather.cases.toml").write_text(CASES, encoding="utf-8")
    (root / "sources" / "made-up.toml").write_text(SOURCE, encoding="utf-8")
    assert problems(read(root), frozenset(read_rxnorm().ingredients)) == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "CONTENT", root)
        release.cache_clear()
        yield release().instruments["weather"]
    release.cache_clear()


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
