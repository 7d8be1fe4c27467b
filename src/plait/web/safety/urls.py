"""Addresses of the safety screens."""

from __future__ import annotations

from plait.web.safety import harm_urls, plan_urls

app_name = "safety"
urlpatterns = [*harm_urls.urlpatterns, *plan_urls.urlpatterns]
