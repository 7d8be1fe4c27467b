"""Bringing files into the small practice, and counting what is there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plait.coordination.interchange import import_bundle
from plait.coordination.interchange.reports import Report
from tests.integration.conftest import NOW, Practice

FHIR = Path(__file__).parents[2] / "data" / "fhir"
FILES = sorted(FHIR.glob("*.json"))
# What an import may add to even where it changes nothing.
BESIDE = {"audit_auditevent", "inbox_importrun"}


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Hash the passwords of the small practice in an instant; static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


def named(name: str) -> bytes:
    """One of the twelve real files."""
    return (FHIR / f"{name}.json").read_bytes()


def row_counts() -> dict[str, int]:
    """How many rows each table has, of those that an import has no business in when nothing is new."""
    from django.apps import apps

    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {
        model._meta.db_table: model._default_manager.count()
        for model in models
        if model._meta.db_table not in BESIDE and model._meta.app_label != "procrastinate"
    }


def differences(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Which tables have more rows than before, and how many."""
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


def fates(report: Report) -> Counter[str]:
    """What became of the entries, in all."""
    return Counter(line.happened for line in report.lines)


def reasons(report: Report) -> set[str]:
    """The codes of everything that the report says."""
    said = [*report.notes, *(one for line in report.lines for one in (line.detail, *line.warnings) if one)]
    return {one.code for one in said}


Bring = Callable[..., Report]


@pytest.fixture
def bring(practice: Practice) -> Bring:
    """Bring a file in as a member of staff (Dr. Reyes), a number of seconds after the beginning."""

    def bring_in(content: bytes | dict[str, Any], *, by: str = "reyes", later: int = 0) -> Report:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        found = import_bundle.import_file(raw, "a file.json", actor=practice.staff[by], at=NOW.plus(seconds=later))
        assert isinstance(found, Report), found
        return found

    return bring_in
