"""The practice looks at what went out: to whom, which kind, when, and what came of it. Nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation import mail
from plait.foundation.actor import Actor
from plait.foundation.mail import State
from plait.records.outbox import queries
from plait.records.outbox.queries import Event, Listed, Message

__all__ = ["Event", "Listed", "Message", "Messages", "read"]


@dataclass(frozen=True, slots=True)
class Messages:
    """A page of the list, whether there are more, and whether mail goes out at all. ``named``: names may be shown."""

    lines: tuple[Listed, ...]
    more: bool
    state: State
    named: bool


def read(page: int = 1, *, actor: Actor, at: Instant) -> Messages:
    """The newest first, of the actor's site. An administrator reads numbers: they treat nobody and reach nobody."""
    with door.read("messages.list", actor=actor, at=at) as visit:
        lines, more = queries.listed(actor, page)
        visit.saw(one.message.patient_id for one in lines)
        return Messages(lines, more, mail.state(), named=actor.acting_role == "coordinator")
