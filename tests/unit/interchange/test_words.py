"""Every code of a note has words, every word is used, and the places in the words are filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from plait.coordination.interchange import reading
from plait.coordination.interchange.reading.words import WORDS, note, shown

MODULES = sorted(Path(reading.__file__).parent.glob("*.py"))
PLACES = re.compile(r"%\((\w+)\)s")


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                first = node.args[0] if node.args else None
                if name in {"note", "warn", "Malformed"} and isinstance(first, ast.Constant):
                    yield module.name, first.value, node


def test_places_are_filled_where_a_note_is_made():
    for module, code, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        assert given == set(PLACES.findall(WORDS[code])), f"{module}:{call.lineno} {code}"


def test_every_word_is_used():
    used = {
        node.value
        for module in MODULES
        if module.name != "words.py"
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant)
    }
    assert set(WORDS) <= used


def test_modules_and_functions_stay_short():
    for module in MODULES:
        text = module.read_text()
        assert text.count("\n") < 300
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 40, f"{module.name}:{node.name}"


def test_what_comes_from_a_file_is_shown_short_and_printable():
    assert shown("a\u202eb\x00\n") == "a�b��"
    assert len(shown("x" * 9999)) == 120
    assert "%" not in str(note("other-type", value="Goal")).replace("100%", "")
