"""Addresses of the therapy screens."""

from __future__ import annotations

from django.urls import path

from plait.web.therapy import end_course, record_session, session_error, start_course, therapy

app_name = "therapy"
urlpatterns = [
    path("people/<uuid:patient_id>/therapy/", therapy.therapy, name="list"),
    path("people/<uuid:patient_id>/therapy/start/", start_course.start_course, name="start"),
    path("courses/<uuid:course_id>/session/", record_session.record_session, name="session"),
    path("courses/<uuid:course_id>/end/", end_course.end_course, name="end"),
    path("sessions/<uuid:session_id>/error/", session_error.session_error, name="session-error"),
]
