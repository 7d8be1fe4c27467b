"""The administrator names who is privacy lead and who is safety lead, each from a day on; all staff can read it.

At most one member of staff holds a duty on a day. Who held it before stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.emergency import lead_named
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts
from plait.records.people import duties, staff
from plait.records.people.duties import DUTIES, PRIVACY_LEAD, Holder

__all__ = ["DUTIES", "Command", "Duties", "Duty", "Holder", "commit", "read"]


@dataclass(frozen=True, slots=True)
class Command:
    """A duty, who holds it, and the first day."""

    duty: str
    practitioner_id: UUID
    starts_on: date


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: who can be turned to today, and everybody who was named, the last first."""

    duty: str
    holder: Holder | None
    history: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """Every duty as of today; ``staff``: who can be named, id and name, for whoever names."""

    duties: tuple[Duty, ...]
    staff: tuple[tuple[UUID, str], ...]
    today: date


def read(*, actor: Actor, at: Instant, naming: bool = False) -> Duties:
    """Every duty, for all staff; ``naming``: for somebody who is about to name a holder."""
    with door.read("people.name-duty" if naming else "people.read-duties", actor=actor, at=at):
        today = at.day(actor.zone)
        able = tuple((m.practitioner_id, m.name) for m in staff.everybody() if m.active) if naming else ()
        return Duties(tuple(Duty(d, duties.holder(d, today), duties.history(d)) for d in DUTIES), able, today)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Name somebody; returns the member of staff."""
    with door.write("people.name-duty", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        accounts.lock_accounts()
        if command.duty not in DUTIES:
            return visit.refuse(Refused("duty", _("Choose a duty."), "duty"))
        member, today = staff.member(command.practitioner_id), at.day(actor.zone)
        if member is None or not member.active:
            return visit.refuse(Refused("member", _("Choose a member of staff whose account is on."), "member"))
        if command.starts_on < today:
            return visit.refuse(Refused("past", _("Choose today or a later day."), "starts_on"))
        held = next((one for one in duties.history(command.duty) if one.on(command.starts_on)), None)
        if held is not None and held.practitioner_id == member.practitioner_id:
            return visit.refuse(Refused("has-it", _("They hold this duty already on that day."), "member"))
        duties.name_holder(visit.stamp, command.duty, member.practitioner_id, command.starts_on)
        detail = f"{command.duty} from {command.starts_on.isoformat()}"
        accounts.note_event(visit.stamp, member.user_id, "duty-named", detail)
        visit.detail = f"{member.sign_in_name}: {detail}"
        if command.duty == PRIVACY_LEAD and command.starts_on == today:
            lead_named(visit.stamp, member.name)
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return member.practitioner_id
