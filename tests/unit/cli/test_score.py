"""Scoring from the command line: JSON out, also where it is refused; no database, no Django."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from plait.cli import main
from plait.knowledge.loader import release


def _run(capsys, *arguments):
    code = main(["clinical", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def _score(capsys, *arguments):
    code, out, _ = _run(capsys, "score", *arguments)
    return code, json.loads(out)


def test_a_score_says_total_band_harm_and_where_it_was_read(capsys):
    code, told = _score(capsys, "phq-9", "--answers", "1,1,1,1,1,1,1,1,2")
    assert code == 0
    assert (told["instrument"], told["version"], told["total"], told["complete"]) == ("phq-9", "2026.1", 10, True)
    assert told["band"] == {"code": "moderate", "text": "moderate", "checked": True}
    assert (told["risk"], told["level"]) == ([{"item": "9", "value": 2, "level": "moderate"}], "moderate")
    assert [(one["for"], one["source"]) for one in told["sources"]][1] == ("band moderate", "kroenke-2001")
    assert {"subscales", "missing"} <= told.keys()


@pytest.mark.parametrize("given", ["1,1,1,1,1,1,1,1,", "1,1,1,1,1,1,1,1", "1,1,1,1,1,1,1,1, "])
def test_an_empty_position_is_an_item_left_out(capsys, given):
    code, told = _score(capsys, "phq-9", "--answers", given)
    assert code == 0
    assert (told["total"], told["band"], told["complete"]) == (None, None, False)
    assert (told["missing"], told["risk_unanswered"]) == (["9"], ["9"])


def test_a_total_can_be_scored_with_the_answer_that_was_typed_by_itself(capsys):
    code, told = _score(capsys, "phq-9", "--total", "12", "--answers", ",,,,,,,,1")
    assert code == 0
    assert (told["total"], told["band"]["code"], told["complete"]) == (12, "moderate", False)
    assert [one["item"] for one in told["risk"]] == ["9"]


@pytest.mark.hazard("H-027")
@pytest.mark.parametrize(
    ("given", "reason", "item"),
    [
        (("phq-9", "--answers", "1,1,4"), "impossible-answer", "3"),
        (("phq-9", "--answers=-1,1,1"), "impossible-answer", "1"),
        (("phq-9", "--answers", "1,x,1"), "impossible-answer", "2"),
        (("phq-9", "--answers", "1,1.5"), "impossible-answer", "2"),
        (("phq-9", "--answers", "1,²"), "impossible-answer", "2"),
        (("phq-9", "--answers", "1," * 10 + "1"), "too-many-answers", None),
        (("phq-9", "--total", "28"), "impossible-total", "total"),
        (("phq-9", "--total", "many"), "impossible-total", "total"),
        (("phq-9", "--total", "1", "--answers", ",,,,,,,,3"), "total-below-answers", "total"),
        (("phq-9",), "nothing-given", None),
        (("phq-10", "--answers", "1"), "unknown-instrument", None),
    ],
)
def test_what_cannot_be_is_refused_with_the_item_named(capsys, given, reason, item):
    code, out, err = _run(capsys, "score", *given)
    error = json.loads(out)["error"]
    assert code == 2
    assert (error["reason"], error["item"]) == (reason, item)
    assert error["message"]
    assert err.startswith("plait: ")


def test_instruments_are_listed_with_what_may_be_shown_of_each(capsys):
    code, out, _ = _run(capsys, "instruments")
    assert code == 0
    assert "wording embedded (en, es): no permission required" in out
    assert "5 of 5 bands checked" in out
    assert f"{len(release().instruments)} instruments, release 20" in out


def test_the_list_as_json_names_each_licence_with_its_source(capsys):
    code, out, _ = _run(capsys, "instruments", "--json")
    listed = {one["instrument"]: one for one in json.loads(out)}
    assert code == 0
    assert listed.keys() == release().instruments.keys()
    assert all(one["licence"] and one["licence_source"]["source"] for one in listed.values())
    for instrument in release().instruments.values():
        assert listed[instrument.id]["wording_embedded"] is instrument.wording_embedded


def test_it_works_without_django_and_without_a_database():
    program = (
        "import sys\n"
        "for name in ('django', 'psycopg', 'procrastinate'): sys.modules[name] = None\n"
        "from plait.cli import main\n"
        "sys.exit(main(['clinical', 'score', 'gad-7', '--answers', '1,1,1,1,1,1,1']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 7
