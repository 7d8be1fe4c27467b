"""plait import-csv: the same steps from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plait.foundation.clock import now
from tests.integration.conftest import Practice, build_practice
from tests.integration.interchange.test_csv_import import PEOPLE


@pytest.fixture
def practice(fresh_database: str) -> Practice:
    """The small practice, really written."""
    return build_practice(now())


def plait(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "plait.cli", "import-csv", *arguments],
        env={**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "plait.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_table_is_shown_then_taken_in_and_its_refused_rows_written(
    practice: Practice, fresh_database: str, tmp_path: Path
):
    table, refused = tmp_path / "people.csv", tmp_path / "refused.csv"
    table.write_text(PEOPLE)
    shown = plait(fresh_database, "people", str(table), "--as", "cole")
    assert "Nothing was taken in." in shown.stdout
    assert "given            First name" in shown.stdout
    done = plait(
        fresh_database, "people", str(table), "--as", "cole", "--yes", "--days", "DD/MM/YYYY", "--refused", str(refused)
    )
    assert "3 rows taken in, 0 here already, 3 not taken in." in done.stdout
    assert "Row 5: First name: This is empty." in done.stdout
    assert refused.read_text("utf-8-sig").count("\n") == 4
    again = plait(fresh_database, "people", str(table), "--as", "cole", "--yes", "--days", "DD/MM/YYYY")
    assert "0 rows taken in, 3 here already" in again.stdout
