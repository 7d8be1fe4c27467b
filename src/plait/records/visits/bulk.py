"""Writing many invented visits at once: those agreed and those that took place."""

from __future__ import annotations

from collections.abc import Iterable

from plait.foundation.copying import Row, copy_in
from plait.records.visits.models import Appointment, AppointmentEvent, Encounter


def write(*, encounters: Iterable[Row], appointments: Iterable[Row], events: Iterable[Row]) -> None:
    """Visits, with what happened to each appointment."""
    copy_in(Encounter, encounters)
    copy_in(Appointment, appointments)
    copy_in(AppointmentEvent, events)
