"""Visits as a Django app."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.visits"
    label = "visits"
