"""The foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Base models and stored outcomes."""

    name = "plait.foundation"
    label = "foundation"
