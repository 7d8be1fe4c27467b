"""Addresses of the assessment screens."""

from __future__ import annotations

from django.urls import path

from plait.web.assessment import caseload, paper, scores, submit

app_name = "assessment"
urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("people/<uuid:patient_id>/scores/", scores.scores, name="list"),
    path("people/<uuid:patient_id>/scores/<slug:instrument>/", submit.submit, name="submit"),
    path("people/<uuid:patient_id>/scores/<slug:instrument>/paper/", paper.paper, name="paper"),
]
