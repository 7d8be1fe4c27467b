"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.people"
    label = "people"
