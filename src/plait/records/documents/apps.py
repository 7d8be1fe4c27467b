"""Documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.documents"
    label = "documents"
