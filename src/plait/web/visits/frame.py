"""The frame of a page about one person's visit: the chart's head for clinicians, the name alone for the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from plait.coordination.consequences.visits import Whose
from plait.web.people.chart_context import chart_context


def frame(request: HttpRequest, whose: Whose, title: str) -> dict[str, Any]:
    """``frame`` (the template to extend), the title, and the person."""
    context: dict[str, Any] = {"page_title": title, "whose": whose, "frame": "base.html"}
    if whose.header is not None:
        context |= chart_context(request, whose.header, "contact") | {"frame": "base_chart.html"}
    return context
