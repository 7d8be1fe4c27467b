"""A filled-in instrument is kept: its answers, and what the scoring said. An impossible answer is refused.

With the person, over the phone, or typed from paper. An answer that speaks of harm stands on the chart at once and
opens the path of harm in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import assessment as consequences
from plait.coordination.consequences.assessment import Answered, AnsweredBy, Mode, Submitted
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release

__all__ = ["Command", "Submitted", "commit"]


@dataclass(frozen=True, slots=True)
class Command:
    """The answers by item id, without the items left out, or a total from paper; when, how and by whom."""

    patient_id: UUID
    instrument: str
    answers: Mapping[str, int]
    taken_at: Instant
    total: int | None = None
    mode: Mode = "staff"
    answered_by: AnsweredBy = "person"
    language: str = "en"


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Submitted | Refused:
    """Score and keep the answers."""
    with door.write("assessment.submit", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        instrument = release().instruments.get(command.instrument)
        if instrument is None:
            return visit.refuse(Refused("instrument", _("There is no such instrument.")))
        answered = Answered(
            answers=command.answers,
            taken_at=command.taken_at,
            mode=command.mode,
            answered_by="clinician" if instrument.answered_by == "clinician" else command.answered_by,
            language=command.language,
            total=command.total,
        )
        scored = consequences.scored_or_refused(instrument, answered)
        if isinstance(scored, Refused):
            return visit.refuse(scored)
        if visit.replayed is not None:
            return Submitted(UUID(visit.replayed["response"]), scored)
        if not command.answers and command.total is None:
            return visit.refuse(Refused("blank", _("Nothing was answered, so there is nothing to keep.")))
        if command.taken_at > at:
            return visit.refuse(Refused("future", _("This is in the future."), "taken_on"))
        kept = consequences.keep(visit, command.patient_id, instrument, answered)
        if isinstance(kept, Refused):
            return visit.refuse(kept)
        visit.detail = instrument.id
        door.keep_outcome(visit, once, {"response": str(kept.response_id)})
        return kept
