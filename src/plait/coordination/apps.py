"""Coordination as a Django app: it has no tables, only background jobs."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The product."""

    name = "plait.coordination"
    label = "coordination"
