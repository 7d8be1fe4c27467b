"""The web edge as a Django app: templates, static files, template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """HTML screens."""

    name = "plait.web"
    label = "web"
