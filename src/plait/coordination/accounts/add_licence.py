"""The administrator records a licence to practise: state, profession, number, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.accounts import member_of
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.accounts import actions as accounts
from plait.records.people import actions as people


@dataclass(frozen=True, slots=True)
class Command:
    """One licence as it stands on paper."""

    practitioner_id: UUID
    state: str
    profession: str
    number: str
    starts_on: date | None
    ends_on: date | None


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record it; returns the member of staff."""
    with door.write("accounts.manage", actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        member = member_of(command.practitioner_id)
        if command.starts_on and command.ends_on and command.ends_on <= command.starts_on:
            return visit.refuse(Refused("dates", _("The last day must be after the first."), "ends_on"))
        if any((line.state, line.number) == (command.state, command.number) for line in member.licences):
            return visit.refuse(Refused("known", _("This licence is on record already."), "number"))
        people.add_licence(
            visit.stamp,
            member.practitioner_id,
            state=command.state,
            profession=command.profession,
            number=command.number,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
        )
        accounts.note_event(visit.stamp, member.user_id, "licence-added", f"{command.state} {command.number}")
        visit.detail = f"{member.sign_in_name}: licence {command.state} {command.number}"
        door.keep_outcome(visit, once, {"practitioner": str(member.practitioner_id)})
        return member.practitioner_id
