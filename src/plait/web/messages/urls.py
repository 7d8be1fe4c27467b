"""Addresses of the screens about messages."""

from __future__ import annotations

from django.urls import path

from plait.web.messages import messages_out, permission

app_name = "messages"
urlpatterns = [
    path("messages/", messages_out.messages_out, name="list"),
    path("people/<uuid:patient_id>/mail-permission/", permission.permission, name="permission"),
]
