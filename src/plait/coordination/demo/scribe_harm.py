"""Writing down what follows an answer that speaks of harm: the flag, who is asked, who looked after it and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.scoring import Scored
from plait.clinical.safety.harm import sign_of
from plait.coordination.consequences.harm import ASK, CAUSE, CLINICAL_ROLES, detail_of, title_of
from plait.coordination.demo.care_events import ASKED_IN_THE_ROOM, CLOSED_AFTER, STILL_OPEN_DAYS, TAKEN_AFTER
from plait.coordination.demo.rows import Row
from plait.foundation.facts import Stamp

if TYPE_CHECKING:
    from plait.coordination.demo.scribe import Scribe


def sign(scribe: Scribe, stamp: Stamp, response: Row, instrument: Instrument, found: Scored) -> None:
    """The flag of an answer, looked after by whoever asked; one of these days is still open."""
    said = sign_of(instrument, found, source="clinician", said_at=stamp.at)
    if said is None:
        return
    flag = scribe.rows.add(
        "flags",
        {
            **stamp.fields(),
            "id": scribe.ids(),
            "patient_id": scribe.patient,
            "cause_kind": "questionnaire-response",
            "cause_id": response["id"],
            "level": said.level,
            "whom": said.whom,
            "source": said.source,
            "instrument": said.instrument,
            "items": json.dumps([list(item) for item in said.items]),
            "words": "",
            "said_at": said.said_at.utc,
            "usual_until": None,
        },
    )
    asked = [_ask(scribe, stamp, flag, role, detail_of(said, stamp.actor.zone)) for role in CLINICAL_ROLES]
    _done(scribe, Stamp(stamp.actor, stamp.at.plus(seconds=TAKEN_AFTER)), flag, "acknowledged")
    if stamp.at.day(stamp.actor.zone) < scribe.calendar.day(-STILL_OPEN_DAYS):
        disposition, note = ASKED_IN_THE_ROOM
        closed = Stamp(stamp.actor, stamp.at.plus(seconds=CLOSED_AFTER))
        _done(scribe, closed, flag, "closed", detail=disposition, note=note)
        for task in filter(None, asked):
            task["status"], task["changed_at"] = "completed", closed.at.utc
            scribe.noted(closed, task, "completed", note)


def _ask(scribe: Scribe, stamp: Stamp, flag: Row, role: str, detail: str) -> Row | None:
    """The task of those who treat the person in a role, if there are any."""
    named = scribe.treating(role, stamp.at)
    if not named:
        return None
    task = scribe.rows.add(
        "tasks",
        {
            "id": scribe.ids(),
            "created_at": stamp.at.utc,
            "changed_at": stamp.at.utc,
            "patient_id": scribe.patient,
            "kind": f"{ASK}-{role}",
            "title": title_of(),
            "detail": detail,
            "cause_kind": CAUSE,
            "cause_id": flag["id"],
            "owner_role": role,
            "owner_id": named[0] if len(named) == 1 else None,
            "priority": "urgent",
            "status": "requested",
            "due_at": stamp.at.utc,
        },
    )
    scribe.noted(stamp, task, "requested")
    return task


def _done(scribe: Scribe, stamp: Stamp, flag: Row, what: str, *, detail: str = "", note: str = "") -> None:
    scribe.rows.add(
        "flag_events",
        {
            **stamp.fields(),
            "id": scribe.ids(),
            "flag_id": flag["id"],
            "what": what,
            "to_id": stamp.actor.practitioner_id if what == "acknowledged" else None,
            "detail": detail,
            "note": note,
        },
    )
    scribe.audited(stamp, "safety.act", detail)
