"""What a person takes: orders, statements of what else is taken, and what was dispensed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plait.foundation.models import RevisedFact
from plait.records.people.models import Patient, Practitioner


class Taking(RevisedFact):
    """A medicine as taken: what an order and a statement have in common."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    name = models.CharField(max_length=300)
    ingredients = models.JSONField(default=list)  # [[rxcui, name]]
    product = models.CharField(max_length=20, blank=True)
    product_name = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=100, blank=True)
    strength = models.CharField(max_length=60, blank=True)
    codings = models.JSONField(default=list)
    dose_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    dose_unit = models.CharField(max_length=20, blank=True)
    timing = models.JSONField(null=True)  # {"kind", "count", "every", "when"}
    dose_text = models.CharField(max_length=500, blank=True)  # words that came with an import; never read as a dose
    route = models.CharField(max_length=60, blank=True)
    indication = models.CharField(max_length=300, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=1000, blank=True)

    class Meta(RevisedFact.Meta):
        """Abstract."""

        abstract = True
        constraints: ClassVar[list[Any]] = [
            *RevisedFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(dose_value__isnull=True) | models.Q(dose_value__gt=0) & ~models.Q(dose_unit=""),
                name="%(app_label)s_%(class)s_dose_is_a_dose",
            ),
        ]


class MedicationRequest(Taking):
    """One line in the history of an order: started, changed, held, resumed, stopped, or marked as an error.

    ``thread`` is the order. A line with action "mark-error" names in ``corrects`` the line that never was true.
    ``confirmed`` false: imported and waiting for reconciliation.
    """

    action = models.CharField(max_length=12)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    prescriber = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    prescriber_name = models.CharField(max_length=200, blank=True)
    target_symptom = models.CharField(max_length=300, blank=True)
    beside = models.CharField(max_length=20, blank=True)  # part-of-regimen: beside another order of the ingredient
    confirmed = models.BooleanField(default=True)
    release = models.CharField(max_length=60, blank=True)  # the knowledge release that advised

    class Meta(Taking.Meta):
        """Asked by person."""

        indexes: ClassVar[list[Any]] = [
            *RevisedFact.Meta.indexes,
            models.Index(fields=["patient", "thread", "sequence"], name="medication_orders"),
        ]


class MedicationStatement(Taking):
    """A medicine that the person is said to take: another prescriber's, over the counter, herbal."""

    kind = models.CharField(max_length=20)  # other-prescriber | over-the-counter | herbal
    status = models.CharField(max_length=20, default="active")  # active | stopped
    informant = models.CharField(max_length=100, blank=True)
    started = models.CharField(max_length=20, blank=True)  # a PartialDate as text


class MedicationDispense(RevisedFact):
    """What a pharmacy handed out, as received."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=300)
    ingredients = models.JSONField(default=list)
    codings = models.JSONField(default=list)
    quantity = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    quantity_unit = models.CharField(max_length=40, blank=True)
    days_supply = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=20, blank=True)
