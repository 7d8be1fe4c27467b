"""Addresses of the safety plan."""

from __future__ import annotations

from django.urls import path

from plait.web.safety import (
    own_plan,
    plan,
    plan_after_answer,
    plan_change,
    plan_history,
    plan_link,
    plan_print,
    plan_proposal,
)

urlpatterns = [
    path("people/<uuid:patient_id>/safety-plan/", plan.plan, name="plan"),
    path("people/<uuid:patient_id>/safety-plan/review/", plan.review, name="plan-review"),
    path("people/<uuid:patient_id>/safety-plan/decline/", plan.decline, name="plan-decline"),
    path("people/<uuid:patient_id>/safety-plan/change/", plan_change.plan_change, name="plan-change"),
    path("people/<uuid:patient_id>/safety-plan/history/", plan_history.plan_history, name="plan-history"),
    path("people/<uuid:patient_id>/safety-plan/print/", plan_print.plan_print, name="plan-print"),
    path("people/<uuid:patient_id>/safety-plan/pdf/", plan_print.plan_print_pdf, name="plan-pdf"),
    path("people/<uuid:patient_id>/safety-plan/link/", plan_link.plan_link, name="plan-link"),
    path("safety-plan-links/<uuid:link_id>/end/", plan_link.plan_link_end, name="plan-link-end"),
    path("safety-plan-words/<uuid:proposal_id>/", plan_proposal.plan_proposal, name="plan-proposal"),
    path("answer/<str:token>/my-plan/", plan_after_answer.plan_after_answer, name="plan-after-answer"),
    path("my-plan/leave/", own_plan.own_plan_leave, name="own-plan-leave"),
    path("my-plan/<str:token>/", own_plan.own_plan, name="own-plan"),
    path("my-plan/<str:token>/words/", own_plan.own_plan_words, name="own-plan-words"),
    path("my-plan/<str:token>/copy/", own_plan.own_plan_pdf, name="own-plan-pdf"),
]
