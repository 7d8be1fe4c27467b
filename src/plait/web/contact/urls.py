"""Addresses of asking for contact: public in both languages; the coordinators' own."""

from __future__ import annotations

from plait.web.contact import ask
from plait.web.site.languages import both

app_name = "contact"
urlpatterns = [
    *both("contact", ask.ask, "ask"),
    *both("contact/thanks", ask.thanks, "thanks"),
]
