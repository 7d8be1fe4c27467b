"""Addresses of the people screens."""

from __future__ import annotations

from django.urls import path

from plait.web.people import (
    chart,
    contact,
    emergency,
    emergency_review,
    find,
    merge,
    merge_undo,
    print_chart,
    register,
    revise,
    who_looked,
)

app_name = "people"
urlpatterns = [
    path("people/", find.find, name="find"),
    path("emergency/", emergency.open_chart, name="emergency"),
    path("emergency/<uuid:access_id>/leave/", emergency.leave, name="leave-emergency"),
    path("emergency-accesses/", emergency_review.reviews, name="emergency-reviews"),
    path("emergency-accesses/<uuid:access_id>/", emergency_review.review, name="emergency-review"),
    path("people/register/", register.register, name="register"),
    path("people/<uuid:patient_id>/details/", revise.revise, name="revise"),
    path("people/<uuid:patient_id>/merge/", merge.choose, name="merge"),
    path("people/<uuid:patient_id>/merge/<uuid:other_id>/", merge.merge_with, name="merge-with"),
    path("people/<uuid:patient_id>/merged/<uuid:link>/undo/", merge_undo.undo, name="merge-undo"),
    path("people/<uuid:patient_id>/", chart.chart, name="chart"),
    path("people/<uuid:patient_id>/print/", print_chart.print_page, name="print"),
    path("people/<uuid:patient_id>/print/chart.pdf", print_chart.as_pdf, name="print-pdf"),
    path("people/<uuid:patient_id>/who-looked/", who_looked.who_looked, name="who-looked"),
    path("people/<uuid:patient_id>/contact/", contact.contact, name="contact"),
    path("people/<uuid:patient_id>/care-team/join/", contact.join, name="join"),
    path("people/<uuid:patient_id>/care-team/<uuid:membership>/leave/", contact.leave, name="leave"),
]
