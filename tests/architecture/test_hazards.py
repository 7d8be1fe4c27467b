"""The hazard log and its marks agree: each hazard names tests that carry its mark, each mark names a hazard."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOG = ROOT / "docs" / "safety-case" / "hazards.toml"
SEVERITIES = {"catastrophic", "major", "moderate", "minor"}
NEEDED = {"id", "what", "cause", "effect", "severity", "control", "tests"}
FEWEST = 15


def hazards() -> list[dict]:
    return tomllib.loads(LOG.read_text(encoding="utf-8"))["hazards"]


def marks() -> dict[str, set[str]]:
    """Each marked test, as "path::name", with the hazards that it guards."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.hazard":
                    name = f"{path.relative_to(ROOT).as_posix()}::{node.name}"
                    found.setdefault(name, set()).add(ast.literal_eval(decorator.args[0]))
    return found


def test_every_hazard_is_told_in_full():
    told = hazards()
    assert len(told) >= FEWEST
    for hazard in told:
        assert set(hazard) - {"remains"} == NEEDED, hazard["id"]
        assert all(hazard.values()), f"{hazard['id']}: something is empty"
        assert hazard["severity"] in SEVERITIES, hazard["id"]


def test_ids_are_used_once_and_in_order():
    ids = [hazard["id"] for hazard in hazards()]
    assert all(re.fullmatch(r"H-\d{3}", one) for one in ids)
    assert ids == sorted(set(ids))


def test_every_hazard_names_tests_that_carry_its_mark():
    marked = marks()
    named = {(hazard["id"], test) for hazard in hazards() for test in hazard["tests"]}
    assert sorted((one, test) for one, test in named if one not in marked.get(test, set())) == []


def test_every_mark_names_a_hazard_that_names_the_test():
    named = {(hazard["id"], test) for hazard in hazards() for test in hazard["tests"]}
    marked = {(one, test) for test, ids in marks().items() for one in ids}
    assert sorted(marked - named) == []
