"""Inbox as a Django app."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.inbox"
    label = "inbox"
