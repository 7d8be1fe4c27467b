"""Addresses of the screens about visits."""

from __future__ import annotations

from django.urls import path

from plait.web.visits import appointment, attendance, book, move, record, today

app_name = "visits"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("people/<uuid:patient_id>/visits/book/", book.book, name="book"),
    path("people/<uuid:patient_id>/visits/record/", record.record_unbooked, name="record-unbooked"),
    path("appointments/<uuid:appointment_id>/", appointment.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/move/", move.move, name="move"),
    path("appointments/<uuid:appointment_id>/mark/", attendance.mark, name="mark"),
    path("appointments/<uuid:appointment_id>/cancel/", attendance.cancel, name="cancel"),
    path("appointments/<uuid:appointment_id>/record/", record.record, name="record"),
]
