"""What the alarm says: how many, since when, whom to call; and that what it was to run is run."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail as outside

from plait.cli import alarm
from plait.clinical.moment import Instant
from plait.coordination.safety.raise_alarm import Alarm
from plait.foundation.installation import SetupRefused
from plait.foundation.mail import Mail

LATE = Alarm(2, Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)), ("Dr. A. Reyes", "P. Adeyemi"))


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm.raise_alarm, "read", lambda **_who: LATE)


def test_it_names_whom_to_call():
    assert alarm.message(LATE) == (
        "2 sign(s) of harm have waited too long since 2026-11-24 15:00 UTC. Call: Dr. A. Reyes, P. Adeyemi. "
        "The list is at /safety/."
    )
    assert alarm.message(Alarm(0, None, ())) == "No sign of harm has waited too long."


def test_it_hands_the_message_on_and_ends_with_one(late: None, tmp_path: Path):
    kept = tmp_path / "said"
    program = f"import sys; open({str(kept)!r}, 'w').write(sys.stdin.read())"
    assert alarm.run(f'{sys.executable} -c "{program}"') == 1
    assert kept.read_text() == alarm.message(LATE)


@pytest.mark.parametrize("command", ["/nowhere/at/all", f'{sys.executable} -c "raise SystemExit(3)"'])
def test_a_command_that_fails_is_said(late: None, command: str):
    with pytest.raises(SetupRefused, match="could not be handed on"):
        alarm.run(command)


@pytest.fixture
def mail_on(settings) -> None:
    settings.MAIL = Mail("mail.example", 587, "start", "plait@practice.example", "https://plait.practice.example")
    settings.MAIL_WRONG = ""


def test_it_writes_to_whoever_is_on_call_and_names_nobody_in_care(late: None, mail_on: None):
    assert alarm.run("", "on-call@practice.example, lead@practice.example") == 1
    assert [one.to for one in outside.outbox] == [["on-call@practice.example"], ["lead@practice.example"]]
    assert outside.outbox[0].body == f"{alarm.message(LATE)}\nhttps://plait.practice.example/safety/\n"


@pytest.mark.parametrize("wrong", ["", "PLAIT_MAIL_URL cannot be read."])
def test_a_letter_that_does_not_leave_is_said_and_the_command_runs_all_the_same(late: None, settings, tmp_path, wrong):
    settings.MAIL, settings.MAIL_WRONG = None, wrong
    kept = tmp_path / "said"
    with pytest.raises(SetupRefused, match="PLAIT_MAIL_URL"):
        alarm.run(f"{sys.executable} -c \"open('{kept}', 'w')\"", "on-call@practice.example")
    assert kept.exists()


def test_nothing_is_sent_where_nothing_waits(mail_on: None, monkeypatch):
    monkeypatch.setattr(alarm.raise_alarm, "read", lambda **_who: Alarm(0, None, ()))
    assert (alarm.run("", "on-call@practice.example"), outside.outbox) == (0, [])
