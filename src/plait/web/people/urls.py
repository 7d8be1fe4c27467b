"""Addresses of the people screens."""

from __future__ import annotations

from django.urls import path

from plait.web.people import chart, contact, emergency, emergency_review, find, print_chart, who_looked

app_name = "people"
urlpatterns = [
    path("people/", find.find, name="find"),
    path("emergency/", emergency.open_chart, name="emergency"),
    path("emergency/<uuid:access_id>/leave/", emergency.leave, name="leave-emergency"),
    path("emergency-accesses/", emergency_review.reviews, name="emergency-reviews"),
    path("emergency-accesses/<uuid:access_id>/", emergency_review.review, name="emergency-review"),
    path("people/<uuid:patient_id>/", chart.chart, name="chart"),
    path("people/<uuid:patient_id>/print/", print_chart.print_page, name="print"),
    path("people/<uuid:patient_id>/print/chart.pdf", print_chart.as_pdf, name="print-pdf"),
    path("people/<uuid:patient_id>/who-looked/", who_looked.who_looked, name="who-looked"),
    path("people/<uuid:patient_id>/contact/", contact.contact, name="contact"),
    path("people/<uuid:patient_id>/care-team/join/", contact.join, name="join"),
    path("people/<uuid:patient_id>/care-team/<uuid:membership>/leave/", contact.leave, name="leave"),
]
