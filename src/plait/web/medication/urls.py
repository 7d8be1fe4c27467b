"""Addresses of the medication screens."""

from __future__ import annotations

from django.urls import path

from plait.web.medication import change_dose, mark_entered_in_error, medicines, report, search, start, statement, step

app_name = "medication"
urlpatterns = [
    path("medicines/", search.search, name="search"),
    path("people/<uuid:patient_id>/medication/", medicines.medicines, name="list"),
    path("people/<uuid:patient_id>/medication/start/", start.start, name="start"),
    path("people/<uuid:patient_id>/medication/report/", report.report, name="report"),
    path("orders/<uuid:order_id>/change/", change_dose.change_dose, name="change"),
    path("orders/<uuid:order_id>/hold/", step.hold, name="hold"),
    path("orders/<uuid:order_id>/resume/", step.resume, name="resume"),
    path("orders/<uuid:order_id>/stop/", step.stop, name="stop"),
    path(
        "orders/<uuid:order_id>/lines/<uuid:revision_id>/error/",
        mark_entered_in_error.mark_entered_in_error,
        name="error",
    ),
    path("statements/<uuid:statement_id>/end/", statement.end, name="statement-end"),
    path("statements/<uuid:statement_id>/error/", statement.error, name="statement-error"),
]
