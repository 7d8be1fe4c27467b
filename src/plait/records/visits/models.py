"""Visits: those that are agreed (appointments) and those that took place (encounters)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, RevisedFact, Work
from plait.records.people.models import Patient, Practitioner, Site


class Encounter(RevisedFact):
    """A visit: who met whom, when, what for (FHIR Encounter)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300, blank=True)
    codings = models.JSONField(default=list)
    status = models.CharField(max_length=20, default="finished")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    practitioner_name = models.CharField(max_length=200, blank=True)


class Appointment(Work):
    """An agreed visit (FHIR Appointment): who, with whom, where, when.

    The wall time and its zone are what was agreed; ``starts_at`` and ``ends_at`` are derived from them. What happened
    to it stands in ``AppointmentEvent``.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    practitioner_name = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    service = models.CharField(max_length=30)  # evaluation | follow-up | session | couple | family | group | other
    mode = models.CharField(max_length=12, default="in-person")  # in-person | video | phone
    status = models.CharField(max_length=12, default="booked")  # FHIR: booked, arrived, fulfilled ...
    local_start = models.CharField(max_length=16)  # 2026-11-24T09:00, as agreed
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    text = models.CharField(max_length=300, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    origin_key = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """Asked by day: of a clinician, of a site, of a person."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["practitioner", "starts_at"], name="visits_of_practitioner"),
            models.Index(fields=["site", "starts_at"], name="visits_of_site"),
            models.Index(fields=["patient", "starts_at"], name="visits_of_patient"),
            models.Index(fields=["origin_key"], name="visits_origin", condition=~models.Q(origin_key="")),
        ]


class AppointmentEvent(Fact):
    """What happened to an appointment: booked, moved, arrived, cancelled, fulfilled, missed; before and after."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
