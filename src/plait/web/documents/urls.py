"""Addresses of drafts."""

from __future__ import annotations

from django.urls import path

from plait.web.documents import drafts

app_name = "documents"
urlpatterns = [
    path("drafts/", drafts.list_drafts, name="drafts"),
    path("drafts/keep/", drafts.keep, name="keep"),
    path("drafts/<uuid:draft_id>/", drafts.show, name="draft"),
    path("drafts/<uuid:draft_id>/discard/", drafts.discard, name="discard"),
]
