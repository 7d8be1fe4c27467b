"""Addresses of the safety screens."""

from __future__ import annotations

from plait.web.safety import plan_urls

app_name = "safety"
urlpatterns = [*plan_urls.urlpatterns]
