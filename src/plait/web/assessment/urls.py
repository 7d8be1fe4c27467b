"""Addresses of the assessment screens."""

from __future__ import annotations

from django.urls import path

from plait.web.assessment import (
    answer_end,
    answer_open,
    answer_page,
    caseload,
    glance,
    paper,
    requests,
    scores,
    submit,
    trend,
)

app_name = "assessment"
urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("people/<uuid:patient_id>/before-the-visit/", glance.glance, name="glance"),
    path("people/<uuid:patient_id>/scores/", scores.scores, name="list"),
    path("people/<uuid:patient_id>/scores/<slug:instrument>/trend/", trend.trend, name="trend"),
    path("people/<uuid:patient_id>/scores/<slug:instrument>/", submit.submit, name="submit"),
    path("people/<uuid:patient_id>/scores/<slug:instrument>/paper/", paper.paper, name="paper"),
    path("people/<uuid:patient_id>/measures/", requests.measures, name="measures"),
    path("measures/missed/", requests.missed, name="missed"),
    path("measure-requests/<uuid:request_id>/link/", requests.new_link, name="request-link"),
    path("measure-requests/<uuid:request_id>/mail/", requests.send_by_mail, name="request-mail"),
    path("measure-requests/<uuid:request_id>/call-off/", requests.call_off, name="call-off"),
    path("measure-requests/<uuid:request_id>/reminded/", requests.reminded, name="reminded"),
    path("answer/<str:token>/", answer_open.open_link, name="answer"),
    path("answer/<str:token>/<int:number>/", answer_page.answer_page, name="answer-page"),
    path("answer/<str:token>/<int:number>/help/", answer_end.answer_help, name="answer-help"),
    path("answer/<str:token>/send/", answer_end.answer_send, name="answer-send"),
    path("answer/<str:token>/done/", answer_end.answer_done, name="answer-done"),
]
