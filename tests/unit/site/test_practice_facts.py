"""What a practice says of itself: read exactly, and a mistake is told with its line, never half of it shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from plait.knowledge.practice_facts import PracticeFacts, facts

WHOLE = """telephone = "+1 212 555 0100"
email = "hello@practice.example"
answer_within_working_days = 2
insurance = ["Example Health Plan"]

[[fees]]
what = { en = "First visit", es = "Primera visita" }
price = 319.50
"""


def read(folder: Path, text: str) -> PracticeFacts:
    path = folder / "practice.toml"
    path.write_text(text, encoding="utf-8")
    return facts(path)


def test_all_of_it(tmp_path: Path):
    found = read(tmp_path, WHOLE)
    assert (found.problems, found.lacking) == ((), ())
    assert found.fees[0].price == Decimal("319.50")
    assert (found.answer_within_working_days, found.insurance) == (2, ("Example Health Plan",))


def test_what_is_left_out_is_named_and_not_made_up(tmp_path: Path):
    assert facts(tmp_path / "practice.toml").lacking == (
        "telephone",
        "email",
        "answer_within_working_days",
        "fees",
        "insurance",
    )
    assert read(tmp_path, 'telephone = "1"\n').fees == ()


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (WHOLE.replace("answer_within_working_days = 2", "answer_within_working_days = 0"), 3, "from 1 to 30"),
        (WHOLE.replace(', es = "Primera visita"', ""), 6, "fee 1: what is to stand in both languages"),
        (WHOLE.replace("319.50", '"319"'), 6, "price is to be a number"),
        (WHOLE.replace("319.50", "-1"), 6, "price is to be a number"),
        ("telefone = 1\n" + WHOLE, 1, "telefone is not known here"),
        (WHOLE.replace('["Example Health Plan"]', '"Example Health Plan"'), 4, "a list of names"),
        (WHOLE.replace("insurance = [", "insurance = "), 4, "not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_shown(tmp_path: Path, text: str, line: int, why: str):
    found = read(tmp_path, text)
    assert found.fees == ()
    assert any(one.line == line and why in one.why for one in found.problems), [str(one) for one in found.problems]
