"""What of visits is part of a person's whole record."""

from __future__ import annotations

from plait.foundation.whole import Kind
from plait.records.visits.models import (
    Appointment,
    AppointmentEvent,
    Encounter,
)

KINDS = (
    Kind(Encounter),
    Kind(Appointment),
    Kind(AppointmentEvent, "appointment__patient"),
)
