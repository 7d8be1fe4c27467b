"""The checker finds each kind of breach where one is planted, and nothing where none is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from plait.clinical.moment import PartialDate
from plait.coordination.problems import record_life_event
from plait.foundation.clock import now
from plait.foundation.facts import Stamp, record
from plait.foundation.idempotency import Once
from plait.records.inbox import actions as inbox
from plait.records.problems.models import LifeEvent
from tests.crash.checker import check
from tests.crash.writers import History
from tests.integration.conftest import build_practice

JOB = "a job that did not run, or ran twice"


@pytest.fixture
def wrote(fresh_database: str, settings: Any) -> tuple[str, Any, History]:
    """A practice in which one life event was recorded as it should be: address, practice, history."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    practice, key, history = build_practice(now()), uuid4(), History(1)
    command = record_life_event.Command(practice.people["mara"], "New job", PartialDate.parse("2026-05"))
    record_life_event.commit(command, actor=practice.staff["reyes"], at=now(), once=Once(key, "x"))
    history.acknowledged.append(("life-event", str(key)))
    return fresh_database, practice, history


def test_where_all_is_well_nothing_is_found(wrote: tuple[str, Any, History]) -> None:
    url, _practice, history = wrote
    findings = check(url, history)
    assert (findings.broken, findings.stored, str(findings)) == ({}, 1, "nothing is broken")


def test_every_planted_breach_is_found(wrote: tuple[str, Any, History]) -> None:
    url, practice, history = wrote
    history.acknowledged += [("score", str(uuid4())), ("draft", "/crash/none/")]
    stamp, mara = Stamp(practice.staff["reyes"], now()), practice.people["mara"]
    common = {"patient_id": mara, "effective_at": stamp.at.utc, "text": "x", "on": "2026"}
    record(LifeEvent, stamp, **common)  # a second row for what was done once, by nobody's decision
    LifeEvent(thread=uuid4(), sequence=3, **stamp.fields(), **common).save()
    run = inbox.open_run(stamp, file_name="x.json", content=b"{}", site_id=practice.sites["main"], assign_to=[])
    broken = check(url, history).broken
    assert len(broken["acknowledged but lost"]) == 2
    assert len(broken["stored twice"]) == 3
    assert f"run {run}" in broken["stored twice"]
    assert len(broken["without its audit event"]) == 2
    assert len(broken["a thread with a gap"]) == 1


def test_an_import_that_waits_for_ever_is_found(wrote: tuple[str, Any, History]) -> None:
    url, practice, history = wrote
    from plait.coordination.interchange import import_bundle
    from plait.coordination.interchange.import_bundle import Upload

    key = uuid4()
    upload = Upload(file_name="abc.json", content=b"{}", assign_to=())
    import_bundle.receive(upload, actor=practice.staff["reyes"], at=now(), once=Once(key, "x"))
    history.acknowledged.append(("import", str(key)))
    assert check(url, history).broken == {JOB: ["import abc: ('waiting', 0, 0)"]}
