"""The administrator is told, calmly, whether the practice would survive the loss of its machine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.upkeep import read_backups, record_backup
from plait.coordination.upkeep.record_backup import Command
from plait.foundation import backup_runs
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.web.accounts.backup_notice import Notice, backup_notice
from tests.integration.accounts.trail import events
from tests.integration.conftest import NOW, Practice
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


@pytest.fixture(scope="module", autouse=True)
def screens() -> None:
    """Load every screen before a transaction is open: on a busy machine that takes longer than one may be idle."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Hash passwords in an instant; static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}


def told(practice: Practice, at: Instant) -> Notice:
    """What stands above the list of accounts at a moment."""
    return backup_notice(read_backups.read(actor=practice.staff["admin"], at=at), "America/New_York")


def backed_up(taken: Instant) -> None:
    """A backup that went well."""
    record_backup.commit(Command("/backups/one.tar.gz.age", taken, 10, 20), actor=SYSTEM, at=taken.plus(seconds=90))


@pytest.mark.hazard("H-037")
def test_the_administrator_is_told_when_the_last_good_backup_is_too_old(practice: Practice) -> None:
    never = told(practice, NOW)
    assert never.title == "This practice has not been backed up yet"
    assert (never.tone, never.to_do) == ("caution", "plait backup")

    backed_up(NOW)
    good = told(practice, NOW.plus(seconds=DAY))
    assert (good.title, good.tone, good.to_do) == ("Backed up", "done", "")
    assert "24 Nov 2026, 10:00" in good.sentences[0]

    old = told(practice, NOW.plus(seconds=DAY + 1))
    assert old.title == "The last good backup is more than a day old"
    assert (old.tone, old.to_do) == ("caution", "plait backup")

    backed_up(NOW.plus(seconds=2 * DAY))
    assert told(practice, NOW.plus(seconds=2 * DAY + 100)).title == "Backed up"


def test_a_failure_never_counts_as_a_backup_and_is_told_with_its_reason(practice: Practice) -> None:
    backed_up(NOW)
    full = Command("", NOW.plus(seconds=600), reason="The archive could not be written: no space left on device.")
    record_backup.commit(full, actor=SYSTEM, at=NOW.plus(seconds=600))
    soon = told(practice, NOW.plus(seconds=700))
    assert soon.title == "The latest backup failed"
    assert "no space left" in soon.sentences[1]
    late = told(practice, NOW.plus(seconds=DAY + 1))
    assert late.title == "The last good backup is more than a day old"
    backed_up(NOW.plus(seconds=DAY))
    assert told(practice, NOW.plus(seconds=DAY + 60)).title == "Backed up"


def test_a_restored_practice_says_where_it_came_from_until_it_is_backed_up(practice: Practice) -> None:
    backup_runs.note_restore("plait-20261123T020000Z.tar.gz.age", NOW.plus(days=-1).utc, 400, NOW)
    said = told(practice, NOW.plus(seconds=60))
    assert said.title == "This practice has not been backed up yet"
    assert said.sentences[0] == "It was restored from a backup on 24 Nov 2026, 10:00."
    backed_up(NOW.plus(seconds=120))
    assert told(practice, NOW.plus(seconds=300)).title == "Backed up"


def test_the_demo_says_that_it_is_one(practice: Practice, settings: Any) -> None:
    settings.DEMO = True
    said = told(practice, NOW)
    assert (said.title, said.tone, said.to_do) == ("This is the demo", "", "")


def test_it_stands_on_the_page_and_is_audited(practice: Practice, client: Client) -> None:
    sign_in(client, practice.staff["admin"].id)
    page = client.get("/accounts/").content.decode()
    assert "This practice has not been backed up yet" in page
    assert "<code>plait backup</code>" in page
    backed_up(now())
    assert "Backed up" in client.get("/accounts/").content.decode()
    assert events("upkeep.read-backups") == [("done", ""), ("done", "")]
    assert events("upkeep.backup") == [("done", "everything, encrypted, into /backups/one.tar.gz.age")]


def test_nobody_else_is_told_and_nobody_can_claim_a_backup(practice: Practice) -> None:
    for who in ("reyes", "ortiz", "cole"):
        with pytest.raises(door.Denied):
            read_backups.read(actor=practice.staff[who], at=NOW)
    for actor in practice.staff.values():
        with pytest.raises(door.Denied):
            record_backup.commit(Command("claimed", NOW), actor=actor, at=NOW)
    assert backup_runs.known().good_at is None
