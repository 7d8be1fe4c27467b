"""Tasks as a Django app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.tasks"
    label = "tasks"
