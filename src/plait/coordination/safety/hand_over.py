"""A sign of harm is handed to a named clinician, who has to acknowledge it: its chart is open to them while it is open.

Who looks after it hands it on; the coordinator and the safety lead hand it to whoever they reached, without seeing what
was answered. A flag that waited goes on waiting from where it was: a hand-over buys no time.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.harm_waiting import Waiting, waiting, waiting_of_enquirer
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.people.types import PractitionerLine
from plait.records.safety import actions, queries

ACTION = "safety.hand-over"


@dataclass(frozen=True, slots=True)
class Command:
    """To whom, and what was said."""

    flag_id: UUID
    to: UUID
    note: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Whom the person is, whom to call, and to whom it can be handed: nothing of what was answered."""

    standing: Waiting
    can_take: tuple[PractitionerLine, ...]


def prepare(flag_id: UUID, *, actor: Actor, at: Instant) -> Prepared:
    """Before handing over."""
    with door.read(ACTION, actor=actor, at=at, patient=lambda: queries.whose(flag_id)) as visit:
        standing = _standing(visit, flag_id)
        return Prepared(standing, _can_take(standing, actor, at))


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Hand it over."""
    with door.write(ACTION, actor=actor, at=at, patient=lambda: queries.whose(command.flag_id), once=once) as visit:
        if visit.replayed is not None:
            return command.flag_id
        standing = _standing(visit, command.flag_id)
        if not any(one.practitioner_id == command.to for one in _can_take(standing, actor, at)):
            return visit.refuse(Refused("to", _("Choose a clinician of this site who works here now."), "to"))
        actions.add_event(visit.stamp, command.flag_id, "handed-over", to=command.to, note=command.note.strip())
        door.keep_outcome(visit, once, {"flag": str(command.flag_id)})
        return command.flag_id


def _standing(visit: door.Visit, flag_id: UUID) -> Waiting:
    """The open flag, where this actor may know of it. Raises ``Denied`` as if there were none."""
    actor, at = visit.stamp.actor, visit.stamp.at
    standing = waiting_of_enquirer(at, visit.enquirer) if visit.enquirer else waiting(at, [visit.patient])
    found = next((one for one in standing if one.line.flag_id == flag_id), None)
    acts = visit.relation in {"treats", "covers", "emergency"} and actor.clinical
    if found is None or not (acts or found.for_clinician(actor) or found.to_reach(actor)):
        raise door.Denied(ACTION)
    return found


def _can_take(standing: Waiting, actor: Actor, at: Instant) -> tuple[PractitionerLine, ...]:
    staff = people.staff(at.day(actor.zone), site_id=standing.line.site_id)
    return tuple(one for one in staff if set(one.roles) & CLINICAL and one.practitioner_id != actor.practitioner_id)
