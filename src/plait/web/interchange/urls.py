"""Addresses of the interchange screens."""

from __future__ import annotations

from django.urls import path

from plait.web.interchange import imports, run

app_name = "interchange"
urlpatterns = [
    path("imports/", imports.imports, name="list"),
    path("imports/<uuid:run_id>/", run.run, name="run"),
]
