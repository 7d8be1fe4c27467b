"""Addresses of the interchange screens."""

from __future__ import annotations

from django.urls import path

from plait.web.interchange import export, imports, reconcile, run

app_name = "interchange"
urlpatterns = [
    path("people/<uuid:patient_id>/imported/", reconcile.reconcile, name="reconcile"),
    path("people/<uuid:patient_id>/export/", export.export, name="export"),
    path("imports/", imports.imports, name="list"),
    path("imports/<uuid:run_id>/", run.run, name="run"),
]
