"""plait alarm: whether a sign of harm has waited too long, said without naming anybody in care; for cron."""

import shlex
import subprocess

from plait.coordination.safety import raise_alarm
from plait.coordination.safety.raise_alarm import Alarm
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.installation import SetupRefused

LATE = 1
SECONDS = 60


def message(alarm: Alarm) -> str:
    """What is printed and handed on."""
    if not alarm.late:
        return "No sign of harm has waited too long."
    since = f" since {alarm.since.utc:%Y-%m-%d %H:%M} UTC" if alarm.since else ""
    call = ", ".join(alarm.call) or "nobody is named: open the list"
    return f"{alarm.late} sign(s) of harm have waited too long{since}. Call: {call}. The list is at /safety/."


def run(command: str) -> int:
    """Print it; where something waits too long, run what was asked for. A command that fails is said, not hidden."""
    alarm = raise_alarm.read(actor=SYSTEM, at=now())
    words = message(alarm)
    print(words)
    if not alarm.late:
        return 0
    if command:
        try:
            # Whoever types the command runs it as themself; no shell, and nothing of it comes from a record.
            done = subprocess.run(shlex.split(command), input=words, text=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise SetupRefused(f"The alarm could not be handed on: {error}") from error
        if done.returncode:
            raise SetupRefused(f"The alarm could not be handed on: {command} ended with {done.returncode}.")
    return LATE
