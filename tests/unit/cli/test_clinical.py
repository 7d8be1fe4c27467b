"""The commands about clinical knowledge: they need no database and say plainly what is not checked."""

from __future__ import annotations

from plait.cli import main


def _run(capsys, *arguments):
    code = main(["clinical", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


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
