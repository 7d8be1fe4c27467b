"""What every template may know: the practice, the demo, the version, who is signed in."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

VERSION = version("plait")


def practice(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - the signature of a context processor
    """Names and flags; reads no database of its own."""
    return {
        "practice_name": settings.PRACTICE_NAME,
        "demo_mode": settings.DEMO,
        "version": VERSION,
    }
