"""The practice's own numbers: a good entry is shown, a wrong one is left out and said, and nothing ever raises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.knowledge.crisis import help_for
from plait.knowledge.local_help import MOST, own_file, read_near

GOOD = """
[[near]]
name = "County crisis team"
purpose = { en = "They come to you.", es = "Van a donde usted esté." }
call = "+1 (212) 555-0111"
hours = "All day, every day"
languages = "English, Spanish"
checked_on = 2026-11-20
checked_by = "Sam Cole"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "local-help.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_entry_is_read(tmp_path: Path) -> None:
    (near,), problems = read_near(written(tmp_path, GOOD))
    assert problems == ()
    assert (near.name.en, near.name.es) == ("County crisis team", "County crisis team")
    assert near.purpose.es == "Van a donde usted esté."
    assert (near.call, near.checked_on, near.checked_by) == ("+1 (212) 555-0111", date(2026, 11, 20), "Sam Cole")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('call = "call us"', "call: no phone number"),
        ("call = 5550111", "call: no phone number"),
        ('address = "http://plain.example"', "address: no https address"),
        ('address = "javascript:alert(1)"', "address: no https address"),
        ('address = "https://a.example/\\"onclick"', "address: no https address"),
        ('telephone = "5"', "telephone: unknown key"),
        ('checked_on = "yesterday"', "checked_on: not a date"),
        ('hours = { en = "Mornings" }', "hours: not a text"),
        (f'hours = "{"x" * 301}"', "hours: not a text"),
        ("checked_by = 3", "checked_by: not a text"),
    ],
)
def test_a_wrong_entry_is_left_out_and_the_others_stay(tmp_path: Path, line: str, says: str) -> None:
    wrong = f'[[near]]\nname = "Other"\npurpose = "Else"\ntext = "741741"\n{line}\n'
    near, problems = read_near(written(tmp_path, GOOD + wrong))
    assert [one.name.en for one in near] == ["County crisis team"]
    assert any(one.startswith(f"local-help.toml: near 2 is not shown: {says}") for one in problems), problems


def test_an_entry_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    near, problems = read_near(written(tmp_path, '[[near]]\nname = "A"\n'))
    assert near == ()
    assert [one.partition("shown: ")[2] for one in problems] == [
        "purpose: missing",
        "one of call, text, address: missing",
    ]


def test_too_many_numbers_are_cut_off_and_said(tmp_path: Path) -> None:
    near, problems = read_near(written(tmp_path, GOOD * (MOST + 1)))
    assert len(near) == MOST
    assert len(problems) == 1


BROKEN = ("near = 3", "[near]\nname = 1", "near = [1, 2]", "[[near]]", "near = [[]]")


@pytest.mark.hazard("H-033")
@settings(deadline=None, max_examples=60)
@given(text=st.one_of(st.text(), st.sampled_from(BROKEN)))
def test_no_file_breaks_the_page(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "own.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    near, problems = read_near(path)
    assert near == ()
    assert problems or not text.strip() or text.lstrip().startswith("#") or "near" not in text


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    found = help_for("us", str(tmp_path / "none.toml"))
    assert found.problems == ("none.toml: none of your own numbers is shown: No such file or directory",)


def test_the_usual_place_is_the_practices_own_folder(tmp_path: Path) -> None:
    assert own_file("", str(tmp_path)) == own_file("", "") == ""
    path = written(tmp_path, GOOD)
    assert own_file("", str(tmp_path)) == str(path)
    assert own_file("/etc/other.toml", str(tmp_path)) == "/etc/other.toml"
