"""Addresses of asking for contact: public in both languages; the coordinators' own; a page of the chart."""

from __future__ import annotations

from django.urls import path

from plait.web.contact import ask, of_person, request, requests
from plait.web.site.languages import both

app_name = "contact"
urlpatterns = [
    *both("contact", ask.ask, "ask"),
    *both("contact/thanks", ask.thanks, "thanks"),
    path("contact-requests/", requests.requests, name="list"),
    path("contact-requests/<uuid:asked_id>/", request.request_page, name="request"),
    path("contact-requests/<uuid:asked_id>/try/", request.attempt, name="try"),
    path("contact-requests/<uuid:asked_id>/close/", request.close, name="close"),
    path("contact-requests/<uuid:asked_id>/flag/", request.flag, name="flag"),
    path("contact-requests/<uuid:asked_id>/link/", request.link, name="link"),
    path("people/<uuid:patient_id>/from-the-front-door/", of_person.of_person, name="of-person"),
]
