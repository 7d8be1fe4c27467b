"""Visits that took place (Encounter) and those that are agreed (Appointment), with what happened to them."""

from __future__ import annotations

from collections.abc import Iterator

from plait.coordination.interchange.value_sets import (
    APPOINTMENT_STATUS,
    CPT,
    EMERGENCY,
    ENCOUNTER_STATUS,
    EVALUATION,
    MEDICATION_VISIT,
)
from plait.coordination.interchange.writing.elements import (
    HL7,
    Json,
    concept,
    filled,
    instant,
    one_of,
    period,
    resource,
)
from plait.coordination.interchange.writing.sheet import Sheet, Written, status_of
from plait.foundation.whole import Thread

# How a reader knows the kind of visit again: by the codes of a visit that has none of its own.
CODES = {"evaluation": [CPT, EVALUATION[0], ""], "medication-visit": [CPT, MEDICATION_VISIT[0], ""]}


def write_visits(sheet: Sheet) -> Iterator[Written]:
    """Encounters, then appointments."""
    for encounter in sheet.of("Encounter"):
        yield _encounter(sheet, encounter), [encounter]
    for appointment in sheet.of("Appointment"):
        yield (
            _appointment(sheet, appointment),
            [appointment, *sheet.under("AppointmentEvent", "appointment_id", appointment)],
        )


def _encounter(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    urgent = told["kind"] == "emergency"
    codings = told["codings"] or ([CODES[told["kind"]]] if told["kind"] in CODES else [])
    who = sheet.who(told["practitioner_id"], told["practitioner_name"])
    status = one_of(ENCOUNTER_STATUS, told["status"], "unknown")
    return resource(
        "Encounter",
        thread.id,
        status=status_of(thread, status),
        class_=filled(system=f"{HL7}v3-ActCode", code=EMERGENCY if urgent else "AMB"),
        type=[one for one in [concept(told["text"] or told["kind"], codings)] if one],
        subject=sheet.me,
        participant=[{"individual": who}] if who else [],
        period=period(told["effective_at"], told["ended_at"]),
    )


def _appointment(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    who = sheet.who(told["practitioner_id"], told["practitioner_name"])
    status = one_of(APPOINTMENT_STATUS, told["status"], "booked")
    return resource(
        "Appointment",
        thread.id,
        status=status,
        cancelationReason=concept(told["cancel_reason"]),
        serviceType=[{"text": told["service"]}],
        appointmentType={"text": told["mode"]},
        description=told["text"],
        start=instant(told["starts_at"]),
        end=instant(told["ends_at"]),
        minutesDuration=told["minutes"] or None,
        participant=[
            {"actor": sheet.me, "status": "accepted"},
            *([{"actor": who, "status": "accepted"}] if who else []),
        ],
    )
