"""What an export of Plait gives back of visits: encounters, and appointments with what happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plait.foundation.facts import Stamp
from plait.foundation.ids import new_id
from plait.foundation.whole_back import Given, GivenBack, Keeper
from plait.records.visits.models import Appointment, AppointmentEvent, Encounter


def _appointments(stamp: Stamp, patient_id: UUID, given: Sequence[Given], site_id: UUID) -> GivenBack:
    """Agreed visits, each once; one that is here already is left as it is."""
    keys = [one.origin_key for one in given]
    known = dict(Appointment.objects.filter(patient_id=patient_id, origin_key__in=keys).values_list("origin_key", "pk"))
    found, rows = GivenBack(), []
    for one in given:
        if one.origin_key in known:
            found.threads[one.origin_key] = known[one.origin_key]
            found.left_alone.add(one.origin_key)
            continue
        at = stamp.at.utc
        row = Appointment(
            id=new_id(),
            patient_id=patient_id,
            site_id=site_id,
            origin_key=one.origin_key,
            created_at=at,
            changed_at=at,
            **one.lines[-1],
        )
        found.threads[one.origin_key] = row.pk
        rows.append(row)
    Appointment.objects.bulk_create(rows, batch_size=500)
    return found


def _events(stamp: Stamp, patient_id: UUID, given: Sequence[Given], _site_id: UUID) -> GivenBack:
    """What happened to appointments that came with this file; those that were here have their own history."""
    keys = [one.origin_key for one in given]
    fresh = Appointment.objects.filter(patient_id=patient_id, origin_key__in=keys, events__isnull=True)
    known = dict(fresh.values_list("origin_key", "pk"))
    AppointmentEvent.objects.bulk_create(
        [
            AppointmentEvent(id=new_id(), **stamp.fields(), appointment_id=known[one.origin_key], **line)
            for one in given
            if one.origin_key in known
            for line in one.lines
        ],
        batch_size=500,
    )
    return GivenBack()


KEEPERS = {
    "Encounter": Keeper(Encounter),
    "Appointment": Keeper(Appointment, _appointments),
    "AppointmentEvent": Keeper(AppointmentEvent, _events),
}
