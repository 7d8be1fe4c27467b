"""The front desk notes that somebody has arrived or did not come, takes that back, or calls a visit off with a reason.

One tap, and never the last word: every step is an event of its own, and another one undoes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import LAWFUL, Appointment
from plait.coordination import door
from plait.coordination.consequences import visits as consequences
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.visits import actions, queries

WHAT = {"arrived": "arrived", "noshow": "missed", "booked": "reopened", "cancelled": "cancelled"}
CANCEL_REASONS = ("person-asked", "clinician-away", "practice-closed", "mistake", "other")


@dataclass(frozen=True, slots=True)
class Command:
    """``status`` is what it becomes: arrived, noshow, booked (taken back) or cancelled (with ``reason`` and ``note``).

    ``shown`` is the appointment's ``changed_at`` when it was shown.
    """

    appointment_id: UUID
    status: str
    shown: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """The appointment as it stood before, and whose it is."""

    before: Appointment
    patient_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Noted | Refused:
    """Note it."""
    whose = partial(queries.patient_of_appointment, command.appointment_id)
    with door.write("visits.schedule", actor=actor, at=at, patient=whose, once=once) as visit:
        appointment = queries.appointment(command.appointment_id)
        if appointment is None:
            raise door.Denied(str(command.appointment_id))
        if visit.replayed is not None:
            return Noted(appointment, visit.patient)
        refused = _refusal(command, appointment, at)
        if refused is not None:
            return visit.refuse(refused)
        note = command.reason
        if command.note.strip():
            note = f"{command.reason}: {command.note.strip()}" if command.reason else command.note.strip()
        actions.change_appointment(
            visit.stamp, appointment.appointment_id, what=WHAT[command.status], status=command.status, note=note
        )
        visit.detail = WHAT[command.status]
        door.keep_outcome(visit, once, {"appointment": str(appointment.appointment_id)})
        return Noted(appointment, visit.patient)


def _refusal(command: Command, appointment: Appointment, at: Instant) -> Refused | None:
    changed = consequences.changed_meanwhile(appointment, command.shown)
    if changed is not None:
        return changed
    if command.status not in WHAT or command.status not in LAWFUL.get(appointment.status, ()):
        return Refused("unlawful", _("This cannot follow from how the visit stands now."))
    today = at.day(appointment.zone)
    if command.status == "arrived" and appointment.starts_at.day(appointment.zone) > today:
        return Refused("too-early", _("This visit is on a later day."))
    if command.status == "noshow" and appointment.starts_at > at:
        return Refused("not-yet", _("This visit has not begun yet."))
    if command.status == "cancelled" and command.reason not in CANCEL_REASONS:
        return Refused("reason", _("Say why it is called off."), "reason")
    if command.status == "cancelled" and command.reason == "other" and not command.note.strip():
        return Refused("note", _("Say in a few words why it is called off."), "note")
    return None
