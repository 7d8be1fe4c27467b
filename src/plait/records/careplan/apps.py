"""Care plans as a Django app."""

from django.apps import AppConfig


class CarePlanConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.careplan"
    label = "careplan"
