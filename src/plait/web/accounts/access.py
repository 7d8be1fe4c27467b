"""Marks on views that answer before everything about the signed-in person is settled.

Beside ``public`` and ``needs_no_database`` of ``plait.web.site.access``; what carries no mark needs an open login
session, and outside the demo a second factor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def while_locked(view: View) -> View:
    """Mark a view that answers a signed-in person whose screen is locked: to unlock, to lock, to keep a draft."""
    view.while_locked = True  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View) -> View:
    """Mark a view that somebody needs in order to set up a second factor."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def keeps_no_draft(view: View) -> View:
    """Mark a view whose form holds secrets: what was sent to it while the screen was locked is not kept."""
    view.keeps_no_draft = True  # type: ignore[attr-defined]
    return view
