"""Outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.outbox"
    label = "outbox"
