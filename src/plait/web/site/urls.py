"""Addresses that anyone may open."""

from __future__ import annotations

from django.urls import path

from plait.web.components.gallery import gallery
from plait.web.site import health
from plait.web.site.help_now import help_now
from plait.web.site.preferences import set_preferences

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("help-now", help_now, name="help_now"),
    path("preferences", set_preferences, name="set_preferences"),
    path("_components/", gallery, name="components"),
]
