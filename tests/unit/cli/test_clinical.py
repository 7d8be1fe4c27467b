"""The commands about clinical knowledge: they need no database and say plainly what is not checked."""

from __future__ import annotations

import pytest

from plait.cli import main


def _run(capsys, *arguments):
    code = main(["clinical", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_instruments_are_listed_with_the_release(capsys):
    code, out, _ = _run(capsys, "instruments")
    assert code == 0
    assert "phq-9" in out
    assert "5 of 5 bands checked" in out
    assert "release 20" in out


def test_a_score_says_total_band_and_harm(capsys):
    code, out, _ = _run(capsys, "score", "phq-9", *"111111112")
    assert code == 0
    assert "total 10, moderate" in out
    assert "item 9 answered 2: it speaks of harm" in out


def test_an_item_left_out_gives_no_total(capsys):
    _, out, _ = _run(capsys, "score", "phq-9", *"11111111-")
    assert out.startswith("total none")
    assert "left out: 9" in out


@pytest.mark.parametrize("given", [("phq-10", "1"), ("phq-9", "x"), ("phq-9", "7"), ("phq-9", *"11111111111")])
def test_what_cannot_be_scored_is_refused(capsys, given):
    code, _, err = _run(capsys, "score", *given)
    assert code == 1
    assert err.startswith("plait: ")


def test_a_medicine_is_found_by_brand_and_shown_with_marks(capsys):
    code, out, _ = _run(capsys, "medicine", "Zoloft")
    assert code == 0
    assert out.startswith("sertraline (Zoloft): SSRI")
    assert "corroborated" in out


def test_an_unknown_medicine_is_unknown(capsys):
    code, _, err = _run(capsys, "medicine", "zzqx")
    assert code == 1
    assert "nothing is known" in err


def test_coverage_and_check(capsys):
    code, out, _ = _run(capsys, "coverage")
    assert code == 0
    assert "no checked 'max'" in out
    code, out, _ = _run(capsys, "check")
    assert code == 0
    assert "0 problems" in out
