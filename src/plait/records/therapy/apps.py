"""Therapy as a Django app."""

from django.apps import AppConfig


class TherapyConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.therapy"
    label = "therapy"
