"""What answers leave behind, whichever way they came: a response with its score, and the path of harm with it.

Everybody who takes in answers keeps them here: with the person, over the phone, from paper, by link, on the tablet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from plait.clinical.assessment.asking import contradicted
from plait.clinical.assessment.instrument import Instrument, is_sooner
from plait.clinical.assessment.scoring import Scored, score, score_total
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import Source, sign_of
from plait.coordination.consequences import harm
from plait.coordination.door import Visit
from plait.knowledge.loader import release
from plait.records.assessment import actions

CAUSE = "questionnaire-response"
Mode = Literal["staff", "phone", "paper", "link", "tablet"]
MODES: tuple[Mode, ...] = get_args(Mode)
AnsweredBy = Literal["person", "helper", "clinician"]
SOURCES: dict[Mode, Source] = {
    "staff": "clinician",
    "paper": "clinician",
    "phone": "phone",
    "link": "link",
    "tablet": "tablet",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers by item id, without the items left out; or a total that was typed from paper, with those about harm."""

    answers: Mapping[str, int]
    taken_at: Instant
    mode: Mode = "staff"
    answered_by: AnsweredBy = "person"
    language: str = "en"
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was kept of these answers already: its response, and how loud it was."""

    response_id: UUID
    level: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """The response, with its score."""

    response_id: UUID
    scored: Scored


def scored_columns(scored: Scored) -> dict[str, Any]:
    """What the scoring said, as it is kept."""
    return {
        "total": scored.total,
        "band": scored.band.code if scored.band else "",
        "complete": scored.complete,
        "prorated": scored.prorated,
        "risk": [list(answer) for answer in scored.risk],
        "level": scored.level or "",
        "subscales": {name: str(value) for name, value in scored.subscales.items() if value is not None},
        "criteria": [criterion.code for criterion in scored.criteria],
    }


def scored_or_refused(instrument: Instrument, answered: Answered) -> Scored | Refused:
    """The score; a no where an answer cannot be. Nothing is clamped and nothing dropped."""
    if answered.total is None:
        item = contradicted(instrument, answered.answers)
        if item is not None:
            return Refused("not-asked", _("This question is not asked after the answers above."), item)
        return score(instrument, answered.answers)
    speaking = {item.id for item in instrument.items if item.risk}
    if set(answered.answers) - speaking:
        return Refused("items-and-total", _("Type either the answers or the total, not both."), "total")
    return score_total(instrument, answered.total, answered.answers)


def keep(
    visit: Visit, patient_id: UUID, instrument: Instrument, answered: Answered, *, before: Before | None = None
) -> Submitted | Refused:
    """Keep the answers, and let whoever must act know where they speak of harm; once for each cause.

    ``before``: a response that these answers complete. It is revised, and opens the path anew only if it is louder now.
    """
    scored = scored_or_refused(instrument, answered)
    if isinstance(scored, Refused):
        return scored
    columns = {
        "taken_at": answered.taken_at,
        "instrument": instrument.id,
        "version": instrument.version,
        "release": release().version,
        "answers": dict(answered.answers),
        "mode": answered.mode,
        "answered_by": answered.answered_by,
        "language": answered.language,
        "typed_total": answered.total is not None,
        **scored_columns(scored),
    }
    if before is None:
        response = row = actions.submit(visit.stamp, patient_id=patient_id, **columns)
    else:
        response, row = before.response_id, actions.complete(visit.stamp, before.response_id, **columns)
    sign = sign_of(instrument, scored, source=SOURCES[answered.mode], said_at=answered.taken_at)
    if sign is not None and (before is None or is_sooner(sign.level, before.level)):
        harm.receive(visit, patient_id, sign, cause_kind=CAUSE, cause_id=row)
    return Submitted(response, scored)
