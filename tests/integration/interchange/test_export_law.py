"""The law: export, import into an empty practice, export again: the same normal form. And nothing is left out."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from plait.coordination.demo import seed
from plait.coordination.demo.story import ZONE, Calendar, stories
from plait.coordination.demo.telling import Teller
from plait.coordination.interchange import export_person, import_bundle
from plait.coordination.interchange.normal_form import normal_form
from plait.coordination.interchange.reports import Report
from plait.foundation.actor import SYSTEM
from tests.integration.conftest import NOW, Practice, build_practice
from tests.integration.interchange.conftest import FILES

LATER = NOW.plus(seconds=60)
STORIES = dict(stories())


def exported(patient_id: UUID) -> bytes:
    out = export_person.commit(export_person.Command(patient_id, ""), actor=SYSTEM, at=LATER)
    assert isinstance(out, export_person.Export), out
    return b"".join(out.content)


def differences(one: str, other: str) -> str:
    return "\n".join(list(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=4))[:60])


def imported(content: bytes, practice: Practice) -> Report:
    report = import_bundle.import_file(content, "an export.json", actor=practice.staff["reyes"], at=LATER)
    assert isinstance(report, Report), report
    assert report.status == "done", report.reason
    return report


class _Undo(Exception):
    pass


def in_an_empty_practice(content: bytes) -> tuple[Report, bytes]:
    """Another practice: a site and staff of its own, in which nobody of this one is known."""
    practice = build_practice(NOW)
    report = imported(content, practice)
    assert report.new_person
    return report, exported(report.patient_id)


def told(name: str) -> bytes:
    """The export of a demo person, whose practice is gone afterwards."""
    found = b""
    try:
        with transaction.atomic():
            site, staff = seed.hire(Calendar(NOW.day(ZONE)))
            teller = Teller(name, Calendar(NOW.day(ZONE)), staff, site)
            teller.tell(STORIES[name])
            found = exported(teller.patient)
            raise _Undo
    except _Undo:
        return found


@pytest.mark.parametrize("name", list(STORIES))
def test_a_demo_person_comes_back_as_they_were(db: None, name: str):
    first = told(name)
    report, second = in_an_empty_practice(first)
    assert not report.lines_to_look_at(), [str(line) for line in report.lines_to_look_at()][:5]
    assert normal_form(first) == normal_form(second), differences(normal_form(first), normal_form(second))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_received_person_comes_back_as_they_came(db: None, file: Any):
    first = b""
    try:
        with transaction.atomic():
            report = imported(file.read_bytes(), build_practice(NOW))
            first = exported(report.patient_id)
            raise _Undo
    except _Undo:
        pass
    _report, second = in_an_empty_practice(first)
    assert normal_form(first) == normal_form(second), differences(normal_form(first), normal_form(second))
