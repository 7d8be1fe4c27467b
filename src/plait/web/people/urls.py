"""Addresses of the people screens."""

from __future__ import annotations

from django.urls import path

from plait.web.people import chart, contact, find, who_looked

app_name = "people"
urlpatterns = [
    path("people/", find.find, name="find"),
    path("people/<uuid:patient_id>/", chart.chart, name="chart"),
    path("people/<uuid:patient_id>/who-looked/", who_looked.who_looked, name="who-looked"),
    path("people/<uuid:patient_id>/contact/", contact.contact, name="contact"),
    path("people/<uuid:patient_id>/care-team/join/", contact.join, name="join"),
    path("people/<uuid:patient_id>/care-team/<uuid:membership>/leave/", contact.leave, name="leave"),
]
