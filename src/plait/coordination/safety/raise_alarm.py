"""Whether a sign of harm has waited too long, for a command that runs by the clock: how many, and whom to call.

It names colleagues and nobody in care: what it says may be sent by e-mail.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.consequences import harm_waiting
from plait.foundation.actor import Actor
from plait.records.people import duties


@dataclass(frozen=True, slots=True)
class Alarm:
    """How many signs of harm have waited too long, since when the longest, and whom to call."""

    late: int
    since: Instant | None
    call: tuple[str, ...]


def read(*, actor: Actor, at: Instant) -> Alarm:
    """As of this moment."""
    with door.read("safety.alarm", actor=actor, at=at) as visit:
        late = harm_waiting.late(at)
        visit.detail = f"{len(late)} late"
        lead = duties.holder(duties.SAFETY_LEAD, at.day(actor.zone))
        names = [acting.clinician.name for one in late for acting in one.duty.to_call()]
        call = (*dict.fromkeys(names), *((lead.name,) if lead else ())) if late else ()
        since = min((one.line.running.opened.opened_at for one in late), default=None)
        return Alarm(len(late), since, tuple(dict.fromkeys(call)))
