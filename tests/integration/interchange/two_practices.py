"""Two practices, one after the other: what the first gave out, the second takes in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import UUID

from django.db import transaction

from plait.coordination.interchange import export_person, import_bundle
from plait.coordination.interchange.reports import Report
from plait.foundation.actor import SYSTEM
from tests.integration import conftest
from tests.integration.conftest import NOW, Practice, build_practice

LATER = NOW.plus(seconds=60)


def exported(patient_id: UUID) -> bytes:
    """A person's Bundle, as the command on the machine gives it out."""
    out = export_person.commit(export_person.Command(patient_id, "machine"), actor=SYSTEM, at=LATER)
    assert isinstance(out, export_person.Export), out
    return b"".join(out.content)


def imported(content: bytes, practice: Practice, *, by: str = "reyes", later: int = 60) -> Report:
    """A file, brought in by a member of staff."""
    at = NOW.plus(seconds=later)
    report = import_bundle.import_file(content, "an export.json", actor=practice.staff[by], at=at)
    assert isinstance(report, Report), report
    assert report.status == "done", report.reason
    return report


def empty_practice() -> Practice:
    """Sites and staff, and not one person."""
    with patch.object(conftest, "PEOPLE", ()):
        return build_practice(NOW)


def in_an_empty_practice(content: bytes) -> tuple[Report, bytes]:
    """Another practice, in which nobody of the first is known: the report of the import, and its own export."""
    report = imported(content, empty_practice())
    assert report.new_person
    return report, exported(report.patient_id)


@contextmanager
def for_a_while() -> Iterator[None]:
    """Everything that is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(one: str, other: str) -> str:
    """What differs between two normal forms, the first sixty lines of it."""
    return "\n".join(list(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=4))[:60])
