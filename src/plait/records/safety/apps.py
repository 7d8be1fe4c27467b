"""Safety as a Django app."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.safety"
    label = "safety"
