"""Assessment as a Django app."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.assessment"
    label = "assessment"
