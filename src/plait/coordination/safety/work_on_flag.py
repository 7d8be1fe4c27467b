"""A clinician works on a sign of harm: takes it by name, writes down each try to reach the person, adds words later.

Each is a fact beside the flag. Two who acknowledge at once: the first is it, the second is told who.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm_closing import CONTACTS
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.safety import actions, queries
from plait.records.safety.types import FlagRecord

ACTION = "safety.act"
CLOSED = Refused("closed", _("Somebody has closed this already."))


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """I look after this now."""

    flag_id: UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """A try to reach the person, how it ended, and what was said."""

    flag_id: UUID
    how: str
    note: str


@dataclass(frozen=True, slots=True)
class Add:
    """Words that belong to the flag, also after it was closed."""

    flag_id: UUID
    note: str


def acknowledge(command: Acknowledge, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Take it by name."""
    with door.write(ACTION, actor=actor, at=at, patient=lambda: queries.whose(command.flag_id), once=once) as visit:
        flag = _flag(command.flag_id)
        if visit.replayed is not None:
            return command.flag_id
        if not flag.open:
            return visit.refuse(CLOSED)
        if flag.running.waiting_since is None:
            taken = _("Somebody has acknowledged this already: see below who.")
            return visit.refuse(Refused("acknowledged", taken))
        actions.add_event(visit.stamp, command.flag_id, "acknowledged", to=actor.practitioner_id)
        return _kept(visit, once, command.flag_id)


def note_contact(command: Contact, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Write down a try to reach the person. It does not acknowledge the flag by itself."""
    with door.write(ACTION, actor=actor, at=at, patient=lambda: queries.whose(command.flag_id), once=once) as visit:
        flag = _flag(command.flag_id)
        if visit.replayed is not None:
            return command.flag_id
        if not flag.open:
            return visit.refuse(CLOSED)
        if command.how not in CONTACTS:
            return visit.refuse(Refused("how", _("Choose how it ended."), "how"))
        actions.add_event(visit.stamp, command.flag_id, "contact", detail=command.how, note=command.note.strip())
        return _kept(visit, once, command.flag_id)


def add(command: Add, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Add words."""
    with door.write(ACTION, actor=actor, at=at, patient=lambda: queries.whose(command.flag_id), once=once) as visit:
        _flag(command.flag_id)
        if visit.replayed is not None:
            return command.flag_id
        if not command.note.strip():
            return visit.refuse(Refused("note", _("Write down what is to be added."), "note"))
        actions.add_event(visit.stamp, command.flag_id, "addendum", note=command.note.strip())
        return _kept(visit, once, command.flag_id)


def _flag(flag_id: UUID) -> FlagRecord:
    flag = queries.one(flag_id)
    if flag is None:
        raise door.Denied(ACTION)
    return flag


def _kept(visit: door.Visit, once: Once, flag_id: UUID) -> UUID:
    door.keep_outcome(visit, once, {"flag": str(flag_id)})
    return flag_id
