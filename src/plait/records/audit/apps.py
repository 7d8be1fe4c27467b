"""Audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.audit"
    label = "audit"
