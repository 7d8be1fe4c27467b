"""Courses of therapy and their sessions. Nothing private is here: process notes are kept elsewhere."""

from __future__ import annotations

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient, Practitioner


class TherapyCourse(RevisedFact):
    """A course as agreed: modality, therapist, format, planned number and rhythm, target problem."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    modality = models.CharField(max_length=40)
    format = models.CharField(max_length=20)
    therapist = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    therapist_name = models.CharField(max_length=200, blank=True)
    planned_sessions = models.PositiveSmallIntegerField(null=True)
    rhythm_days = models.PositiveSmallIntegerField(null=True)
    target_problem = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)


class TherapySession(RevisedFact):
    """A session: when, how long, attended or not, where, its focus, homework, and one line for the team."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(TherapyCourse, on_delete=models.PROTECT, related_name="+")  # the thread's first row
    effective_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    attendance = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    focus = models.CharField(max_length=500, blank=True)
    homework = models.CharField(max_length=1000, blank=True)
    team_line = models.CharField(max_length=500, blank=True)
    therapist_name = models.CharField(max_length=200, blank=True)
