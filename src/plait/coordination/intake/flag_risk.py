"""A coordinator who called somebody back hears of harm: a flag is set by hand before there is a chart.

It takes the one path. How soon it is looked at is not theirs to judge, so it counts as high.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import WHOM, Sign
from plait.coordination import door
from plait.coordination.consequences import harm
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.foundation.idempotency import Once
from plait.records.intake import queries

__all__ = ["WHOM", "Command", "commit"]
ACTION = "safety.set-flag"
CAUSE = "set-by-hand"


@dataclass(frozen=True, slots=True)
class Command:
    """About whom, harm to whom, what was said."""

    request_id: UUID
    whom: str
    words: str


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Set it; returns the flag."""
    with door.write(ACTION, actor=actor, at=at, patient=Enquirer(command.request_id), once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["flag"])
        request = queries.one(command.request_id)
        if request is None:
            raise door.Denied(ACTION)
        if request.line.patient_id is not None:
            return visit.refuse(Refused("registered", _("The person is registered: flag it on their contact page.")))
        whom = next((one for one in WHOM if one == command.whom), None)
        if whom is None:
            return visit.refuse(Refused("whom", _("Choose who may come to harm."), "whom"))
        words = command.words.strip()
        if not words:
            return visit.refuse(Refused("words", _("Write down what was said or seen, in a few words."), "words"))
        sign = Sign("high", whom, "hand", "", (), at, words)
        flag = harm.receive(visit, Enquirer(command.request_id), sign, cause_kind=CAUSE, cause_id=once.key)
        if flag is None:
            raise door.Denied(ACTION)
        door.keep_outcome(visit, once, {"flag": str(flag)})
        return flag
