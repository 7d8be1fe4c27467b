"""The shape that every medication decision on screen has: fill in, look at what will change, confirm.

A POST with ``step=commit`` commits what was shown; any other POST shows. htmx asks for the preview alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from plait.clinical.refusal import Refused
from plait.coordination.consequences.medication import Shown
from plait.foundation.idempotency import KeyReused, Once
from plait.web.documents import restore
from plait.web.medication.order_form import KeyedForm

Done = TypeVar("Done")
COMMIT = "commit"


def wants_commit(request: HttpRequest) -> bool:
    """Whether the person confirmed what was shown."""
    return request.method == "POST" and request.POST.get("step") == COMMIT and not request.htmx  # type: ignore[attr-defined]


def wants_preview_alone(request: HttpRequest) -> bool:
    """Whether htmx asks for the preview while somebody types."""
    return request.method == "POST" and bool(request.htmx)  # type: ignore[attr-defined]


def decide(request: HttpRequest, form: KeyedForm, commit: Callable[[Shown, Once], Done | Refused]) -> Done | None:
    """Commit what the form says, once; None where it was refused, and the form says why."""
    return decide_unseen(request, form, lambda once: commit(form.shown(), once))


def decide_unseen(request: HttpRequest, form: KeyedForm, commit: Callable[[Once], Done | Refused]) -> Done | None:
    """The same for what has no preview."""
    try:
        outcome = commit(form.once_of())
    except KeyReused:
        form.fresh_key()
        form.add_error(
            None,
            gettext("This form was already sent, and that was done. What you typed now is another step: confirm it."),
        )
        return None
    if isinstance(outcome, Refused):
        form.refuse(outcome)
        return None
    restore.used(request)
    return outcome


def page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    """The screen around a form; 422 where what was sent could not be taken."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)
