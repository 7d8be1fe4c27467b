"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Remembers; decides nothing."""

    name = "plait.records.accounts"
    label = "accounts"
