"""plait alarm: whether a sign of harm has waited too long, said without naming anybody in care; for cron."""

import shlex
import subprocess

from django.conf import settings

from plait.coordination.safety import raise_alarm
from plait.coordination.safety.raise_alarm import Alarm
from plait.foundation import mail
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.ids import new_id
from plait.foundation.installation import SetupRefused

LATE = 1
SUBJECT = "Plait: call now"
WHY = {
    "off": "PLAIT_MAIL_URL names no mail server",
    "demo": "this is a demo, nothing leaves the machine",
    "sign-in": "the mail server did not let Plait sign in",
    "tls": "no safe connection to the mail server",
    "no-answer": "the mail server did not answer",
    "address": "the mail server does not take this address",
    "refused": "the mail server refused it",
}
SECONDS = 60


def message(alarm: Alarm) -> str:
    """What is printed and handed on."""
    if not alarm.late:
        return "No sign of harm has waited too long."
    since = f" since {alarm.since.utc:%Y-%m-%d %H:%M} UTC" if alarm.since else ""
    call = ", ".join(alarm.call) or "nobody is named: open the list"
    return f"{alarm.late} sign(s) of harm have waited too long{since}. Call: {call}. The list is at /safety/."


def run(command: str, mail_to: str = "") -> int:
    """Print it; where something waits too long, hand it on by each way that was asked for.

    A way that fails is said, not hidden, and does not keep the other one from being taken.
    """
    alarm = raise_alarm.read(actor=SYSTEM, at=now())
    words = message(alarm)
    print(words)
    if not alarm.late:
        return 0
    failed = [
        sentence
        for sentence in (_by_command(command, words) if command else "", _by_mail(mail_to, words) if mail_to else "")
        if sentence
    ]
    if failed:
        raise SetupRefused(" ".join(failed))
    return LATE


def _by_command(command: str, words: str) -> str:
    """Run it with the message on its standard input; the sentence that says why it failed, else ""."""
    try:
        # Whoever types the command runs it as themself; no shell, and nothing of it comes from a record.
        done = subprocess.run(shlex.split(command), input=words, text=True, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"The alarm could not be handed on: {error}"
    return f"The alarm could not be handed on: {command} ended with {done.returncode}." if done.returncode else ""


def _by_mail(mail_to: str, words: str) -> str:
    """Send it to each address, commas between; the sentence that says which failed, else ""."""
    if settings.MAIL_WRONG:
        return f"The alarm was not sent: {settings.MAIL_WRONG}"
    failed = []
    for to in (one.strip() for one in mail_to.split(",") if one.strip()):
        try:
            mail.send(to, SUBJECT, f"{words}\n{_where()}", name=f"alarm-{new_id()}")
        except mail.NotSent as no:
            code = f" ({no.code})" if no.code else ""
            failed.append(f"The alarm was not sent to {to}: {WHY[no.reason]}{code}.")
        except mail.NobodyKnows:
            failed.append(f"The alarm may not have reached {to}: the mail server broke off.")
    return " ".join(failed)


def _where() -> str:
    return f"{mail.link('/safety/')}\n" if mail.state() == "on" else ""
