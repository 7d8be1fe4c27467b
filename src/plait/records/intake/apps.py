"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.intake"
    label = "intake"
