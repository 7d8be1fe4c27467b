"""Which views anyone may open. Everything else asks for a signed-in member of staff: deny by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Mark a view that anyone may open. Such a view reads no record of a person."""
    view.public = True  # type: ignore[attr-defined]
    return view


def needs_no_database(view: View) -> View:
    """Mark a public view that must answer even while the database is down: no session is read for it."""
    view.needs_no_database = True  # type: ignore[attr-defined]
    return public(view)
