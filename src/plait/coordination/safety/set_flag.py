"""Somebody sets a flag by hand: what was said on the phone, seen in the room, told by a relative.

It takes the one path. A coordinator who took a call writes what was said and sees nothing else of the chart; how soon
it is looked at is then not theirs to judge, so it counts as high.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import WHOM, Sign
from plait.coordination import door
from plait.coordination.consequences import harm
from plait.coordination.consequences.harm_waiting import waiting
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people

ACTION = "safety.set-flag"
CAUSE = "set-by-hand"


@dataclass(frozen=True, slots=True)
class Command:
    """About whom, harm to whom, what was said, when; ``level``: how soon somebody must look."""

    patient_id: UUID
    whom: str
    words: str
    said_at: Instant
    level: str = "high"


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about: enough to be sure it is the right person."""

    patient_id: UUID
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Set:
    """The flag, and who is to be called now."""

    flag_id: UUID
    to_call: tuple[str, ...]


def prepare(patient_id: UUID, *, actor: Actor, at: Instant) -> About:
    """Before it is set."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id):
        patient = people.patient(patient_id)
        if patient is None:
            raise door.Denied(str(patient_id))
        return About(patient_id, patient.name, patient.number)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Set | Refused:
    """Set it."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return _set(visit, UUID(visit.replayed["flag"]))
        refused = _refusal(command, at)
        if refused is not None:
            return visit.refuse(refused)
        level = next(one for one in LEVELS if one == (command.level if actor.clinical else "high"))
        whom = next(one for one in WHOM if one == command.whom)
        sign = Sign(level, whom, "hand", "", (), command.said_at, command.words.strip())
        flag = harm.receive(visit, command.patient_id, sign, cause_kind=CAUSE, cause_id=once.key)
        if flag is None:
            raise door.Denied(ACTION)
        door.keep_outcome(visit, once, {"flag": str(flag)})
        return _set(visit, flag)


def _refusal(command: Command, at: Instant) -> Refused | None:
    if command.whom not in WHOM:
        return Refused("whom", _("Choose who may come to harm."), "whom")
    if command.level not in LEVELS:
        return Refused("level", _("Choose how soon somebody must look."), "level")
    if not command.words.strip():
        return Refused("words", _("Write down what was said or seen, in a few words."), "words")
    if command.said_at > at:
        return Refused("future", _("This is in the future."), "said_on")
    return None


def _set(visit: door.Visit, flag: UUID) -> Set:
    standing = next((one for one in waiting(visit.stamp.at, [visit.patient]) if one.line.flag_id == flag), None)
    call = standing.duty.to_call() if standing else ()
    return Set(flag, tuple(one.clinician.name for one in call))
