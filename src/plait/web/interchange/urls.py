"""Addresses of the interchange screens."""

from __future__ import annotations

from django.urls import path

from plait.web.interchange import csv_table, csv_upload, decide, export, imports, reconcile, run

app_name = "interchange"
urlpatterns = [
    path("people/<uuid:patient_id>/imported/", reconcile.reconcile, name="reconcile"),
    path("people/<uuid:patient_id>/export/", export.export, name="export"),
    path("imports/", imports.imports, name="list"),
    path("imports/tables/", csv_upload.csv_upload, name="tables"),
    path("imports/tables/<uuid:run_id>/", csv_table.csv_table, name="table"),
    path("imports/tables/<uuid:run_id>/not-taken-in.csv", csv_table.not_taken_in, name="table-refused"),
    path("imports/<uuid:run_id>/", run.run, name="run"),
    path("imports/<uuid:run_id>/who/", decide.decide, name="decide"),
]
