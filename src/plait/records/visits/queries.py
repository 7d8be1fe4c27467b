"""Reading visits: those that took place, and those that are agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Window

from plait.clinical.moment import Instant
from plait.clinical.visits.appointment import STANDING
from plait.clinical.visits.appointment import Appointment as AppointmentRecord
from plait.clinical.visits.appointment import AppointmentEvent as EventRecord
from plait.clinical.visits.encounter import Encounter as EncounterRecord
from plait.foundation.actor import CLINICAL, Actor
from plait.foundation.pinned import Pinned
from plait.records.people.models import CurrentCareTeam, PatientDetails, PatientIndex
from plait.records.people.one_person import latest_of_person, of_people, of_person, person_column
from plait.records.people.queries import active_at, line, people_visible_to, visible_to
from plait.records.people.types import PatientLine
from plait.records.visits.models import Appointment, AppointmentEvent, Encounter

LONGEST_HOURS = 24  # no visit is longer: bounds the search for what overlaps
MOST_OF_A_PERSON = 60


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment in a list of a day, with who comes; ``person`` is None where the reader may not know."""

    appointment: AppointmentRecord
    person: PatientLine | None
    treated: bool  # by its clinician, at this moment


@dataclass(frozen=True, slots=True)
class Tally:
    """How many visits of a clinician stand in one status on a day."""

    practitioner_id: UUID | None
    practitioner: str
    status: str
    number: int


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Somebody who has no visit ahead with a clinician, and when that clinician last met them (None: never)."""

    person: PatientLine
    last_met: Instant | None
    joined: Instant


def encounters(patient_id: UUID) -> tuple[EncounterRecord, ...]:
    """A person's visits, earliest first."""
    rows = latest_of_person(Encounter, patient_id)
    found = [
        EncounterRecord(
            encounter_id=r.thread,
            kind=r.kind,
            text=r.text,
            started_at=Instant(r.effective_at),
            ended_at=Instant(r.ended_at) if r.ended_at else None,
            practitioner=r.practitioner_name,
            status=r.status,
        )
        for r in rows
        if not r.entered_in_error
    ]
    return tuple(sorted(found, key=lambda e: (e.started_at, e.encounter_id)))


def appointment(appointment_id: UUID) -> AppointmentRecord | None:
    """One appointment as it stands, or None."""
    row = Appointment.objects.filter(pk=appointment_id).annotate(person=person_column()).first()
    return None if row is None else _appointment(row)


def patient_of_appointment(appointment_id: UUID) -> UUID | None:
    """Whose appointment it is."""
    return Appointment.objects.filter(pk=appointment_id).values_list("patient_id", flat=True).first()


def appointment_events(appointment_id: UUID) -> tuple[EventRecord, ...]:
    """What happened to an appointment, earliest first."""
    rows = AppointmentEvent.objects.filter(appointment_id=appointment_id).order_by("recorded_at", "pk")
    return tuple(
        EventRecord(r.what, Instant(r.recorded_at), r.recorded_by_name, r.note, dict(r.before), dict(r.after))
        for r in rows
    )


def appointments(patient_id: UUID) -> tuple[AppointmentRecord, ...]:
    """A person's appointments, the latest first; at most sixty."""
    rows = Appointment.objects.filter(of_person(patient_id)).exclude(status="entered-in-error")
    return tuple(_appointment(row) for row in rows.order_by("-starts_at", "pk")[:MOST_OF_A_PERSON])


def standing_between(
    starts_at: Instant, ends_at: Instant, *, patient_id: UUID, practitioner_id: UUID | None
) -> tuple[AppointmentRecord, ...]:
    """What is booked in this stretch with this clinician or for this person, by time."""
    whose = Q(of_person(patient_id))
    if practitioner_id is not None:
        whose |= Q(practitioner_id=practitioner_id)
    rows = Appointment.objects.filter(
        whose,
        status__in=STANDING,
        starts_at__lt=ends_at.utc,
        starts_at__gt=starts_at.plus(seconds=-3600 * LONGEST_HOURS).utc,
        ends_at__gt=starts_at.utc,
    )
    rows = rows.annotate(person=person_column())
    return tuple(_appointment(row) for row in rows.order_by("starts_at", "pk"))


def day_of_practitioner(
    actor: Actor, at: Instant, *, start: Instant, end: Instant, open_since: Instant
) -> tuple[Booked, ...]:
    """A clinician's visits from ``start`` until ``end``, and those since ``open_since`` of which nobody said how they
    ended. Whom the clinician does not treat stands without a name.
    """
    rows = _day_of(actor.acting_role)(actor.practitioner_id, at.utc, start.utc, end.utc, open_since.utc)
    return _booked(rows, named=lambda row: row.treated)


@cache
def _day_of(role: str) -> Pinned:
    return Pinned(partial(_day_rows, role))


def _day_rows(role: str, one: UUID, *moments: datetime) -> QuerySet[Appointment]:
    at, start, end, open_since = moments
    stretch = Q(starts_at__gte=start, starts_at__lt=end)
    open_before = Q(starts_at__gte=open_since, starts_at__lt=start, status__in=STANDING)
    treated = visible_to(_clinician(one, role), Instant(at)).filter(patient_id=OuterRef("patient_id"))
    return (
        Appointment.objects.filter(stretch | open_before, practitioner_id=one)
        .exclude(status="entered-in-error")
        .annotate(treated=Exists(treated))
        .select_related("patient__index")
        .order_by("starts_at", "pk")
    )


def _clinician(practitioner_id: UUID, role: str) -> Actor:
    """Whoever this is, acting in this role: what a list of people depends on."""
    return Actor("staff", practitioner_id=practitioner_id, acting_role=role)


def day_of_site(
    site_id: UUID, at: Instant, *, start: Instant, end: Instant, practitioner_id: UUID | None, first: int, most: int
) -> tuple[Booked, ...]:
    """A stretch of a site's day, by clinician and time; of one clinician where asked for."""
    rows = (
        Appointment.objects.filter(site_id=site_id, starts_at__gte=start.utc, starts_at__lt=end.utc)
        .exclude(status="entered-in-error")
        .annotate(treated=Exists(_treating(at).filter(practitioner_id=OuterRef("practitioner_id"))))
        .select_related("patient__index")
        .order_by("practitioner_name", "practitioner_id", "starts_at", "pk")
    )
    if practitioner_id is not None:
        rows = rows.filter(practitioner_id=practitioner_id)
    return _booked(list(rows[first : first + most]), named=lambda _row: True)


def not_here_yet(site_id: UUID, at: Instant, *, since: Instant, before: Instant, most: int) -> tuple[Booked, ...]:
    """Who was booked at a site to begin in this stretch and has not arrived, longest first."""
    rows = Appointment.objects.filter(
        site_id=site_id, status="booked", starts_at__gte=since.utc, starts_at__lt=before.utc
    ).annotate(treated=Exists(_treating(at).filter(practitioner_id=OuterRef("practitioner_id"))))
    rows = rows.select_related("patient__index").order_by("starts_at", "pk")
    return _booked(list(rows[:most]), named=lambda _row: True)


def counts_of_site(site_id: UUID, *, start: Instant, end: Instant) -> tuple[Tally, ...]:
    """A site's visits of a stretch, counted by clinician and status."""
    rows = (
        Appointment.objects.filter(site_id=site_id, starts_at__gte=start.utc, starts_at__lt=end.utc)
        .exclude(status="entered-in-error")
        .values_list("practitioner_id", "practitioner_name", "status")
        .annotate(number=Count("pk"))
    )
    return tuple(Tally(*row) for row in rows)


def next_booked(practitioner_id: UUID, after: Instant) -> Instant | None:
    """When a clinician's next standing visit after a moment begins."""
    rows = Appointment.objects.filter(practitioner_id=practitioner_id, status__in=STANDING, starts_at__gte=after.utc)
    moment = rows.order_by("starts_at").values_list("starts_at", flat=True).first()
    return Instant(moment) if moment else None


def last_met(patient_ids: Iterable[UUID], practitioner_id: UUID, before: Instant) -> dict[UUID, Instant]:
    """When a clinician last recorded a visit with each of these people."""
    found = _LAST_MET(practitioner_id, before.utc, among=patient_ids)
    return {patient_id: Instant(last) for patient_id, last in found}


def _last_met(one: UUID, before: datetime) -> QuerySet[Encounter, Any]:
    rows = _took_place().filter(of_people([one]), practitioner_id=one, effective_at__lt=before)
    return rows.annotate(person=person_column()).values_list("person").annotate(last=Max("effective_at"))


_LAST_MET = Pinned(_last_met)


def without_next_visit(actor: Actor, at: Instant, most: int) -> tuple[tuple[Unplanned, ...], int]:
    """Whom a clinician treats without a standing visit ahead with them: who has waited longest first, and how many."""
    return unplanned(_unplanned(actor.acting_role, most)(actor.practitioner_id, at.utc))


@cache
def _unplanned(role: str, most: int) -> Pinned:
    return Pinned(lambda one, at: first_unplanned(unplanned_people(one, role, at).annotate(last=F("met")), most))


def unplanned_people(one: UUID, role: str, at: datetime) -> QuerySet[PatientIndex]:
    """Whom practitioner ``one`` treats in a role without a visit ahead, with ``met`` (the last recorded visit) and
    ``joined``. Nobody who is known to have died.
    """
    own = {"patient__index__person_id": OuterRef("patient_id"), "practitioner_id": one}
    planned = Appointment.objects.filter(**own, status__in=STANDING, ends_at__gt=at)
    met = _took_place().filter(**own).order_by("-effective_at")
    details = PatientDetails.objects.filter(patient_id=OuterRef("patient_id")).order_by("-sequence")
    team = CurrentCareTeam.objects.filter(
        active_at(Instant(at)), patient_id=OuterRef("patient_id"), practitioner_id=one, role=role
    ).order_by("starts_at")
    return (
        people_visible_to(_clinician(one, role), Instant(at))
        .annotate(
            met=Subquery(met.values("effective_at")[:1]),
            joined=Subquery(team.values("starts_at")[:1]),
            deceased=Subquery(details.values("deceased")[:1]),
        )
        .filter(~Exists(planned), deceased="")
    )


def first_unplanned(rows: QuerySet[PatientIndex], most: int) -> QuerySet[PatientIndex]:
    """The first of them by ``last``: never met first, then the longest ago; with how many there are in ``total``."""
    ordered = rows.annotate(total=Window(Count("*"))).order_by(F("last").asc(nulls_first=True), "joined", "patient_id")
    return ordered[:most]


def unplanned(found: list[Any]) -> tuple[tuple[Unplanned, ...], int]:
    """The rows of ``first_unplanned`` as lines, and how many there are."""
    lines = tuple(Unplanned(line(r), Instant(r.last) if r.last else None, Instant(r.joined)) for r in found)
    return lines, found[0].total if found else 0


def _booked(rows: list[Any], *, named: Callable[[Any], bool]) -> tuple[Booked, ...]:
    """Rows of a day with who comes; a record that was merged is read under its person."""
    for row in rows:
        row.person = row.patient.index.person_id
    merged = {row.person for row in rows if row.person != row.patient_id}
    lines = {r.patient_id: line(r) for r in PatientIndex.objects.filter(patient_id__in=merged)} if merged else {}
    lines |= {row.person: line(row.patient.index) for row in rows if row.person == row.patient_id}
    return tuple(Booked(_appointment(r), lines[r.person] if named(r) else None, r.treated) for r in rows)


def _took_place() -> QuerySet[Encounter]:
    """Visits that took place, each as its last row tells it."""
    later = Encounter.objects.filter(thread=OuterRef("thread"), sequence__gt=OuterRef("sequence"))
    return Encounter.objects.filter(~Exists(later), status="finished", entered_in_error=False)


def _treating(at: Instant) -> QuerySet[CurrentCareTeam]:
    """Who treats the person of an appointment at a moment."""
    return CurrentCareTeam.objects.filter(
        active_at(at), patient_id=OuterRef("patient__index__person_id"), role__in=CLINICAL
    )


def _appointment(row: Appointment) -> AppointmentRecord:
    return AppointmentRecord(
        appointment_id=row.pk,
        patient_id=getattr(row, "person", row.patient_id),
        practitioner_id=row.practitioner_id,
        practitioner=row.practitioner_name,
        site_id=row.site_id,
        service=row.service,
        mode=row.mode,
        status=row.status,
        local_start=row.local_start,
        zone=row.zone,
        minutes=row.minutes,
        starts_at=Instant(row.starts_at),
        ends_at=Instant(row.ends_at),
        text=row.text,
        cancel_reason=row.cancel_reason,
        changed_at=Instant(row.changed_at),
    )
