"""Problems as a Django app."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.problems"
    label = "problems"
