"""The practice itself sends what waits: a try is begun on record, then made, then its outcome is put on record.

At most once. A try that was begun and never ended (the worker was killed, the database went away) is not repeated:
after a quarter of an hour it is put on record that nobody knows whether it left, and a human being decides. A try that
certainly failed is repeated, later each time, with the same link. Permission, roster and request are asked anew at each
try. The job may run as often as it likes, and two at once: PostgreSQL lets each try begin once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import measure_requests
from plait.coordination.consequences.messages import REMINDER, address_of
from plait.coordination.door import Visit
from plait.coordination.messages.words import ANSWER_PATH, Letter, letter
from plait.foundation import mail
from plait.foundation.actor import Actor
from plait.records.assessment import request_actions, requests
from plait.records.outbox import actions, queries
from plait.records.outbox.queries import Message
from plait.records.people import queries as people

ACTION = "messages.send"
WAITS = (60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600)  # seconds after each failed try; after the last one it is given up
LOST_SECONDS = 15 * 60  # a try that did not end in this time never will


@dataclass(frozen=True, slots=True)
class Ready:
    """A try that was begun."""

    message: Message
    attempt: int
    letter: Letter


def run(message_id: UUID, *, actor: Actor, at: Instant, clock: Callable[[], Instant]) -> str:
    """Try one message; returns what happened to it, "" where nothing was to be done now.

    ``clock`` tells when a try ended: a mail server may take its time.
    """
    ready = _begin(message_id, actor=actor, at=at)
    if ready is None:
        return ""
    try:
        mail.send(ready.message.address, ready.letter.subject, ready.letter.body, name=str(message_id))
    except mail.NotSent as no:
        return _end(ready, "failed", no, actor=actor, at=clock())
    except mail.NobodyKnows:
        return _end(ready, "unknown", None, actor=actor, at=clock())
    return _end(ready, "sent", None, actor=actor, at=clock())


def run_waiting(*, actor: Actor, at: Instant, clock: Callable[[], Instant]) -> int:
    """Try whatever is due by now: what failed before, and what a killed worker left behind. Returns how many moved."""
    with door.read(ACTION, actor=actor, at=at):
        waiting = [one.message_id for one in queries.not_ended() if _is_due(one, at) or _is_lost(one, at)]
    return sum(bool(run(one, actor=actor, at=clock(), clock=clock)) for one in waiting)


def _begin(message_id: UUID, *, actor: Actor, at: Instant) -> Ready | None:
    """Put on record that a try begins, and make its words; None where there is nothing to try now."""
    try:
        with door.write(ACTION, actor=actor, at=at, patient=partial(queries.patient_of, message_id)) as visit:
            message = queries.message(message_id)
            if message is None or message.ended:
                return None
            if _is_lost(message, at):
                actions.note(visit.stamp, message_id, message.tries, "unknown")
                _noted(visit, message)
                return None
            if not _is_due(message, at):
                return None
            reason = _why_not(visit, message)
            if reason:
                actions.note(visit.stamp, message_id, message.tries, "given-up", reason=reason)
                return None
            attempt = message.tries + 1
            actions.note(visit.stamp, message_id, attempt, "sending")
            visit.detail = f"{message.kind} {message.number}, try {attempt}"
            return Ready(message, attempt, _letter(visit, message))
    except IntegrityError:
        return None  # another worker began this very try


def _end(ready: Ready, what: str, no: mail.NotSent | None, *, actor: Actor, at: Instant) -> str:
    """Put the outcome on record."""
    message = ready.message
    with door.write(ACTION, actor=actor, at=at, patient=partial(queries.patient_of, message.message_id)) as visit:
        reason, code = (no.reason, no.code) if no else ("", "")
        actions.note(visit.stamp, message.message_id, ready.attempt, what, reason=reason, code=code)
        if no is not None and (not no.again or ready.attempt > len(WAITS)):
            actions.note(visit.stamp, message.message_id, ready.attempt, "given-up", reason=reason, code=code)
            what = "given-up"
        if no is None:
            _noted(visit, message)
        visit.detail = what
        return what


def _noted(visit: Visit, message: Message) -> None:
    """It left, or may have left: a reminder counts as one, just as if somebody had reminded the person by hand."""
    request = requests.request(message.cause_id, visit.stamp.at)
    if message.kind == REMINDER and request is not None and request.reminders < message.number:
        request_actions.remind(visit.stamp, message.cause_id, message.number)


def _is_due(message: Message, at: Instant) -> bool:
    last = message.last
    if last is None:
        return True
    return last.what == "failed" and at >= last.at.plus(seconds=WAITS[min(message.tries, len(WAITS)) - 1])


def _is_lost(message: Message, at: Instant) -> bool:
    last = message.last
    return last is not None and last.what == "sending" and at >= last.at.plus(seconds=LOST_SECONDS)


def _why_not(visit: Visit, message: Message) -> str:
    """Why it must not be sent any more; "" where it may."""
    request = requests.request(message.cause_id, visit.stamp.at)
    if request is None or not request.open:
        return "closed"
    if message.kind == REMINDER and request.reminders >= message.number:
        return "by-hand"
    if mail.state() != "on":
        return mail.state()
    address = address_of(visit.patient)
    if isinstance(address, Refused):
        return address.reason
    if address != message.address:
        return "other-address"
    no = measure_requests.refusal(visit, request.instruments, measure_requests.LINK, request.language)
    return no.reason if no else ""


def _letter(visit: Visit, message: Message) -> Letter:
    """The words, with the link that stands; made now, kept nowhere."""
    token, ends = measure_requests.link_to_send(visit, message.cause_id)
    zone = people.zone_of(people.site_of(message.patient_id)) or settings.TIME_ZONE
    link = mail.link(ANSWER_PATH.format(token=token))
    until = ends.plus(days=-1).day(zone)
    return letter(link, until, reminder=message.kind == REMINDER, language=message.language)
