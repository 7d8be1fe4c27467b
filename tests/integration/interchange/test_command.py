"""plait import FILE: the same decision from the command line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from plait.foundation.clock import now
from tests.integration.conftest import Practice, build_practice
from tests.integration.interchange.conftest import FHIR

FILE = FHIR / "cms2-82134291.json"


@pytest.fixture
def practice(fresh_database: str) -> Practice:
    """The small practice, really written."""
    return build_practice(now())


def plait(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "plait.cli", "import", *arguments],
        env={**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "plait.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_is_imported_as_a_named_clinician(practice: Practice, fresh_database: str):
    done = plait(fresh_database, str(FILE), "--as", "Dr. A. Reyes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Imported as Dr. A. Reyes, prescriber." in done.stdout
    assert "8 entries" in done.stdout
    assert "Practitioner/123456" in done.stdout
    assert "1 imported medicine waits" in done.stdout
    again = plait(fresh_database, str(FILE), "--as", "reyes")
    assert again.returncode == 0
    assert "already here" in again.stdout
    assert "taken in" not in again.stdout
    assert "The person was here already." in again.stdout


def test_a_role_is_chosen_where_somebody_has_two(practice: Practice, fresh_database: str):
    done = plait(fresh_database, str(FILE), "--as", "both", "--role", "therapist")
    assert "Imported as Dr. L. Haddad, therapist." in done.stdout


def test_without_a_clinician_it_says_who_could(practice: Practice, fresh_database: str):
    for who in ((), ("--as", "cole"), ("--as", "ortiz", "--role", "prescriber")):
        done = plait(fresh_database, str(FILE), *who)
        assert done.returncode == 1
        assert "--as NAME" in done.stderr
        assert "reyes" in done.stderr


def test_a_broken_file_ends_with_one_and_says_where(practice: Practice, fresh_database: str, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_bytes(FILE.read_bytes()[:-40])
    done = plait(fresh_database, str(broken), "--as", "reyes")
    assert done.returncode == 1
    assert "Nothing was taken in: This is not JSON" in done.stdout
    assert "Traceback" not in done.stderr
