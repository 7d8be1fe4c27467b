"""Medication as a Django app."""

from django.apps import AppConfig


class MedicationConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.medication"
    label = "medication"
