"""Reading what stands in an address: typed, bounded, and never trusted further."""

from __future__ import annotations

from django.http import HttpRequest

LAST_PAGE = 10_000


def page_of(request: HttpRequest) -> int:
    """The page asked for; 1 where it is no number."""
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
