"""Addresses of the tasks screens."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
