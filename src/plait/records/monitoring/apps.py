"""Monitoring as a Django app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.monitoring"
    label = "monitoring"
