"""Addresses that anyone may open."""

from __future__ import annotations

from django.urls import path

from plait.web.site import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
