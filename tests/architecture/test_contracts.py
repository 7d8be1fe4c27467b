"""The architecture is a failing check: the house stands as it is, and every rule fails on a planted violation."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import lint_house

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "plait"

NOT_CODE = ("__pycache__", "content", "static", "templates", "locale", "*.csv", "*.toml")
PLANTED_IMPORTS = {
    "stairs": ("clinical/planted.py", "import plait.records.people.queries\n"),
    "stairs: sideways": ("web/planted.py", "import plait.worker\n"),
    "stairs: undeclared package": ("annex/__init__.py", ""),
    "records: upwards": ("records/people/planted.py", "import plait.records.medication.queries\n"),
    "records: sideways": ("records/therapy/planted.py", "import plait.records.medication.queries\n"),
    "records: undeclared app": ("records/annex/__init__.py", ""),
    "pure": ("clinical/planted.py", "import os\n"),
    "models": ("coordination/planted.py", "import plait.records.people.models\n"),
    "door": ("web/planted.py", "import plait.records.people.queries\n"),
    "alone": ("knowledge/planted.py", "import django\n"),
}
PLANTED_SOURCE = {
    "vague_names": ("coordination/utils.py", "A = 1\n"),
    "long_modules": ("web/planted.py", "A = 1\n" * 400),
    "clocks": ("coordination/planted.py", "from datetime import datetime, UTC\nA = datetime.now(UTC)\n"),
    "clocks: imported": ("coordination/planted.py", "from plait.foundation.clock import now\n"),
    "floats": ("clinical/planted.py", "A = 0.5\n"),
    "transactions": ("web/planted.py", "from django.db import transaction\nwith transaction.atomic():\n    pass\n"),
    "hidden_wiring": ("records/people/planted.py", "from django.db.models.signals import post_save\n"),
    "hidden_wiring: admin": ("web/planted.py", "from django.contrib.admin import site\n"),
    "hidden_wiring: by name": (
        "records/people/planted.py",
        "from django.apps import apps\nA = apps.get_model('people', 'X')\n",
    ),
    "tables": ("coordination/planted.py", "def f(model):\n    return model.objects\n"),
    "process_notes": ("coordination/therapy/planted.py", "from plait.records import process_notes\n"),
    "facts_are_not_managed": ("coordination/people/planted.py", "def update_patient():\n    pass\n"),
    "policy_first: no actor": (
        "coordination/people/planted.py",
        "from plait.records.people import queries\n\ndef read(patient_id):\n    return queries.patient(patient_id)\n",
    ),
    "policy_first: door not first": (
        "coordination/people/planted.py",
        (
            "from plait.coordination import door\nfrom plait.records.people import queries\n\n"
            "def read(patient_id, *, actor, at):\n    found = queries.patient(patient_id)\n"
            "    with door.read('people.open-chart', actor=actor, at=at):\n        return found\n"
        ),
    ),
    "decisions_stand_alone": (
        "coordination/people/planted.py",
        "from plait.coordination.people.open_chart import read\n",
    ),
    "unfinished": ("web/planted.py", "A = 1  # TO" + "DO later\n"),
}


@pytest.fixture
def copy(tmp_path):
    """The package in a place where a violation can be planted."""
    target = tmp_path / "src" / "plait"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns(*NOT_CODE))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(root, where, text):
    path = root / "src" / "plait" / where
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in path.parents:
        if folder == root / "src":
            break
        (folder / "__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def contracts(root):
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept(copy):
    outcome = contracts(copy)
    assert outcome.returncode == 0, outcome.stdout[-2000:]
    assert "0 broken" in outcome.stdout


@pytest.mark.parametrize("name", PLANTED_IMPORTS)
def test_every_contract_fails_on_a_planted_violation(name, copy):
    plant(copy, *PLANTED_IMPORTS[name])
    assert contracts(copy).returncode != 0


def test_the_house_stands():
    assert lint_house.violations(PACKAGE) == []


@pytest.fixture(scope="module")
def house():
    """The whole package, read once: it is what tells decisions from the rest."""
    return lint_house.load(PACKAGE)


@pytest.mark.parametrize("name", PLANTED_SOURCE)
def test_every_house_rule_fails_on_a_planted_violation(name, house):
    where, text = PLANTED_SOURCE[name]
    planted = lint_house.Module(tuple(where.removesuffix(".py").split("/")), ast.parse(text), text)
    found = [(rule.__name__, message) for rule in lint_house.RULES for message in rule(planted)]
    assert [rule for rule, _message in found] == [name.split(":")[0]], found


def test_every_house_rule_has_a_planted_violation():
    planted = {name.split(":")[0] for name in PLANTED_SOURCE}
    assert planted == {rule.__name__ for rule in lint_house.RULES}
