"""The decision aid from the command line: JSON out, also where it is refused; no database, no Django."""

from __future__ import annotations

import json

import pytest

from plait.cli import main


def _run(capsys, tmp_path, answers, *more):
    file = tmp_path / "answers.json"
    file.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
    code = main(["clinical", "aid", "--answers", str(file), *more])
    return code, json.loads(capsys.readouterr().out)


def test_answers_give_page_comparison_and_reasons(capsys, tmp_path):
    answers = {"age": ["26-64"], "bothers": ["low-mood"], "in-the-way": ["a-lot"], "values": ["no-medicine:a-lot"]}

    code, told = _run(capsys, tmp_path, answers)

    assert code == 0
    assert (told["comparison"], told["next"], told["offline"]) == ("depression-moderate", "self-harm", [])
    assert told["reasons"] == ["You said that low mood bothers you most.", "You said that it gets in the way a lot."]
    assert [one["arm"] for one in told["options"]] == ["therapy", "wait", "medication", "both"]
    assert told["options"][0]["moved"] == [
        {"value": "no-medicine", "direction": "for", "why": "Therapy works without medicine."}
    ]


def test_a_sign_of_danger_is_told_and_waiting_left_out(capsys, tmp_path):
    code, told = _run(capsys, tmp_path, {"self-harm": ["plan"]}, "--language", "es")

    assert code == 0
    assert told["red_flags"] == [{"flag": "harm-self-now", "level": "now", "page": "self-harm"}]
    assert {"wait"} <= {out["arm"] for out in told["left_out"]}


def test_after_its_review_date_it_says_why_it_is_offline(capsys, tmp_path):
    _code, told = _run(capsys, tmp_path, {}, "--on", "2035-01-01")

    assert "the review was due" in told["offline"][0]


@pytest.mark.parametrize(
    ("answers", "reason", "page"),
    [
        ({"age": ["130"]}, "unknown-choice", "age"),
        ({"weather": ["rain"]}, "unknown-page", "weather"),
        ("not JSON", "unreadable", None),
        ({"age": "26-64"}, "unreadable", None),
    ],
)
def test_what_it_cannot_take_is_refused(capsys, tmp_path, answers, reason, page):
    code, told = _run(capsys, tmp_path, answers)

    assert code == 2
    assert (told["error"]["reason"], told["error"]["item"]) == (reason, page)
