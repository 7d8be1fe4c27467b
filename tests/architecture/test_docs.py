"""The pages speak of things that exist: links lead somewhere, and every path, test and command target is real."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "plait"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
OF_THE_REPOSITORY = ("src", "tests", "docs", "tools", "requirements", ".ci")
FLOORS = ("clinical", "knowledge", "foundation", "records", "coordination", "web", "worker", "cli", "config")
PATH = re.compile(r"[\w.-]+(?:/[\w.*<>-]+)+/?(?:::\w+)?")
ELSEWHERE = ("http://", "https://", "mailto:")
FILE = re.compile(r"[\w-]+\.(?:md|toml)|LICENSE|NOTICE|Makefile")


def page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """The anchors of a page, as a forge makes them from its headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page(path)), re.MULTILINE)
    kept = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


@cache
def functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef))


def exists(path: str) -> bool:
    """Whether a path of the repository, or of the package, is there. ``<noun>`` and ``*`` stand for any name."""
    where, _, name = path.partition("::")
    pattern = re.sub(r"<[^>]*>", "*", where).rstrip("/")
    first = pattern.split("/")[0]
    root = PACKAGE if first in FLOORS else ROOT
    found = list(root.glob(pattern)) if "*" in pattern else [root / pattern]
    if not any(one.exists() for one in found):
        return False
    return not name or name in functions(found[0])


def leads_somewhere(path: Path, target: str) -> bool:
    where, _, anchor = target.partition("#")
    there = (path.parent / where).resolve() if where else path
    if not there.exists() or not there.is_relative_to(ROOT):
        return False
    return not anchor or there.suffix != ".md" or anchor in anchors(there)


def paths_in(text: str) -> list[str]:
    """What stands between backticks and looks like a path of this repository."""
    found = []
    for code in CODE.findall(FENCE.sub("", text)):
        word = code.strip()
        of_ours = PATH.fullmatch(word) and word.split("/")[0] in (*OF_THE_REPOSITORY, *FLOORS)
        if of_ours or (FILE.fullmatch(word) and word[:1].isupper()):
            found.append(word)
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path):
    targets = [one for one in LINK.findall(FENCE.sub("", page(path))) if not one.startswith(ELSEWHERE)]
    assert [target for target in targets if not leads_somewhere(path, target)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_exists(path):
    assert [word for word in paths_in(page(path)) if not exists(word)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_test_that_is_named_exists(path):
    named = {code for code in CODE.findall(page(path)) if re.fullmatch(r"test_\w+", code)}
    written = frozenset().union(*(functions(one) for one in (ROOT / "tests").rglob("test_*.py"))) if named else ()
    assert sorted(named - set(written)) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_make_target_exists(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for code in (*CODE.findall(page(path)), *FENCE.findall(page(path))) for name in TARGET.findall(code)}
    assert named <= targets


def test_every_variable_of_the_settings_is_explained():
    read = set()
    for module in (PACKAGE / "config" / "settings.py", *sorted((PACKAGE / "cli").glob("*.py"))):
        read |= set(re.findall(r"\"(PLAIT_[A-Z_]+|DATABASE_URL|DATABASE_OWNER_URL|HOST|PORT)\"", page(module)))
    told = page(ROOT / "docs" / "reference" / "settings.md")
    assert sorted(name for name in read if f"`{name}`" not in told) == []


def test_every_action_of_the_policy_has_a_role_that_the_pages_name():
    from plait.coordination.policy import RULES

    told = page(ROOT / "docs" / "reference" / "roles.md").lower()
    roles = {role for rule in RULES.values() for role, _relation in rule.pairs if role}
    assert {role for role in roles if role not in told} == set()


def test_every_decision_is_listed_and_names_what_keeps_it():
    listed = page(ROOT / "docs" / "decisions" / "README.md")
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [one.name for one in pages if one.name not in listed] == []
    assert [one.name for one in pages if "**Kept by**" not in page(one)] == []
    assert [int(one.name[:4]) for one in pages] == list(range(1, len(pages) + 1))


def test_a_path_that_is_not_there_is_seen():
    text = "See `src/plait/nowhere.py`, `coordination/door.py`, `tests/unit/test_moment.py::test_nothing` and `a/b`."
    assert [word for word in paths_in(text) if not exists(word)] == [
        "src/plait/nowhere.py",
        "tests/unit/test_moment.py::test_nothing",
    ]
