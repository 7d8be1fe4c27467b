"""Filled-in instruments: the answers as given, and what the scoring said at the time; and what is asked of a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import Fact, Link, Projection, RevisedFact, Work
from plait.records.people.models import Patient, Practitioner


class QuestionnaireResponse(RevisedFact):
    """Answers with their score. An old answer is never rescored by a new version of its instrument.

    ``level`` says how soon somebody must look where an answer speaks of harm. ``typed_total``: the total was typed from
    paper without its answers. ``answered_by`` is whose words the answers are; who entered them stands in the columns of
    every fact, and ``mode`` says by which way they came.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    release = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)  # item id -> value
    total = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    band = models.CharField(max_length=40, blank=True)
    complete = models.BooleanField(default=True)
    prorated = models.BooleanField(default=False)
    risk = models.JSONField(default=list)  # [[item id, value]]
    mode = models.CharField(max_length=20, default="staff")  # staff | phone | paper | link | tablet | import
    level = models.CharField(max_length=10, blank=True, default="")  # low | moderate | high
    subscales = models.JSONField(default=dict)  # id -> the score as text
    criteria = models.JSONField(default=list)  # codes of what is met for certain
    language = models.CharField(max_length=8, blank=True, default="")  # in which it was read; "" not known
    typed_total = models.BooleanField(default=False)
    answered_by = models.CharField(max_length=12, blank=True, default="")  # person | clinician | helper; "" not known


class MeasureSeries(Projection):
    """All that one record's person filled in, without the answers: one row, so that a caseload is read at once.

    ``filled``: instrument -> [[version, seconds since 1970, total as text or null]], earliest first. ``last``:
    instrument -> [when it was last filled in, the last total as text or null, when that one was]. What was entered in
    error is left out of both.
    """

    patient = models.OneToOneField(Patient, primary_key=True, on_delete=models.PROTECT, related_name="+")
    filled = models.JSONField(default=dict)
    last = models.JSONField(default=dict)


class MeasureRequest(Work):
    """Some instruments that a person is asked to answer, by a day. Its history stands in ``MeasureRequestEvent``.

    ``so_far`` holds what was saved page by page and not sent: forgotten a day after it was saved. ``kept`` names the
    response of each instrument that was kept already.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instruments = models.JSONField()  # ids, in the order in which they are asked
    why = models.CharField(max_length=20)  # first | before-visit | course | other
    channel = models.CharField(max_length=10)  # link | tablet
    language = models.CharField(max_length=8)
    due_on = models.DateField()
    asked_by = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, default="requested")  # requested | completed | cancelled
    so_far = models.JSONField(default=dict)  # instrument -> item id -> value
    saved_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=dict)  # instrument -> id of its response
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Asked for what is open."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["patient"], name="assessment_requests_of"),
            models.Index(fields=["due_on"], name="assessment_open_requests", condition=models.Q(status="requested")),
        ]


class MeasureRequestEvent(Fact):
    """What happened to a request: asked, link-made, begun, spoke, answered, reminded, completed, cancelled."""

    request = models.ForeignKey(MeasureRequest, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)
    detail = models.CharField(max_length=200, blank=True)


class MeasureLink(Link):
    """The link, or the tablet, by which a request is answered."""

    request = models.ForeignKey(MeasureRequest, on_delete=models.PROTECT, related_name="links")
    channel = models.CharField(max_length=10)  # link | tablet
