"""A therapist ends a course, with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.therapy import end_course as decision
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm
from plait.web.therapy.therapy import course_page


class EndCourseForm(DecisionForm):
    """When and why."""

    ended_on = DateField(label=_("Last day"))
    reason = forms.CharField(
        label=_("How it ended"), max_length=300, help_text=_("Goals reached, moved away, other help.")
    )

    def __init__(self, request: HttpRequest, data: Any = None, initial: Any = None) -> None:
        """Today, unless said otherwise."""
        super().__init__(request, data, initial=initial)
        self.fields["ended_on"].initial = self.today


@require_http_methods(["GET", "HEAD", "POST"])
def end_course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = EndCourseForm.opened(request)
    if request.method == "POST" and form.is_valid():
        command = decision.Command(course_id, form.cleaned_data["ended_on"], form.cleaned_data["reason"])
        outcome = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The course has ended."))
            return redirect("therapy:list", outcome.patient_id)
    context = course_page(request, course_id, form, gettext("End the course"))
    return render(request, "therapy/end_course.html", context, status=422 if form.errors else 200)
