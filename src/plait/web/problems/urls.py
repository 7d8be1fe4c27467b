"""Addresses of the problems screens."""

from __future__ import annotations

from django.urls import path

from plait.web.problems import allergy, allergy_error, life_event, pregnancy, problems

app_name = "problems"
urlpatterns = [
    path("people/<uuid:patient_id>/problems/", problems.problems, name="list"),
    path("people/<uuid:patient_id>/problems/allergy/", allergy.allergy, name="allergy"),
    path("people/<uuid:patient_id>/problems/none-known/", allergy.none_known, name="none-known"),
    path("people/<uuid:patient_id>/problems/pregnancy/", pregnancy.pregnancy, name="pregnancy"),
    path("people/<uuid:patient_id>/problems/life-event/", life_event.life_event, name="life-event"),
    path("allergies/<uuid:allergy_id>/error/", allergy_error.allergy_error, name="allergy-error"),
]
