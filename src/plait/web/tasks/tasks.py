"""What is mine to do, and closing it with a note."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from plait.clinical.refusal import Refused
from plait.coordination.policy import permits
from plait.coordination.safety import read_flags
from plait.coordination.tasks import work_on_tasks
from plait.coordination.tasks.work_on_tasks import TaskLine
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.safety.harm_lines import harm_context, is_told_above
from plait.web.words import day_of

# Tasks that are done on a page of their own, which closes them.
ELSEWHERE = {
    "review-emergency-access": "people:emergency-reviews",
    "name-privacy-lead": "accounts:duties",
    "decide-identity": "interchange:list",
}
# The same, of those whose page is that of what caused them.
OF_CAUSE = {"answer-contact-request": "contact:request"}
# Tasks whose person is met on another page of the chart than the first.
ON_PAGE = {
    "read-safety-plan-words-prescriber": "safety:plan",
    "read-safety-plan-words-therapist": "safety:plan",
    "read-handed-over-prescriber": "contact:of-person",
    "read-handed-over-therapist": "contact:of-person",
}


class CloseForm(DecisionForm):
    """What came of it."""

    note = forms.CharField(label=_("What came of it"), max_length=500, required=False)

    def __init__(self, request: HttpRequest, task_id: UUID, data: Any = None) -> None:
        """Each form of the page has its own names for its fields."""
        super().__init__(request, data)
        self.auto_id = f"task_{task_id}_%s"
        self.task_id = task_id


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The actor's open tasks."""
    return _page(request, None)


@require_POST
def close(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Close one of them."""
    form = CloseForm(request, task_id, request.POST)
    if not form.is_valid():
        return _page(request, form)
    command = work_on_tasks.Close(task_id, form.cleaned_data["note"])
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    outcome = form.send(lambda once: work_on_tasks.close(command, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        form.refuse(outcome)
        return _page(request, form)
    messages.success(request, gettext("The task is closed."))
    return redirect("tasks:list")


def elsewhere(task: TaskLine) -> str:
    """The page on which a task is done and closed; "" where it is closed among the tasks."""
    if task.kind in OF_CAUSE:
        return reverse(OF_CAUSE[task.kind], args=[task.cause_id])
    return reverse(ELSEWHERE[task.kind]) if task.kind in ELSEWHERE else ""


def _page(request: HttpRequest, wrong: CloseForm | None) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    route = "people:contact" if actor.acting_role == "coordinator" else "people:chart"
    lines = [
        {
            "title": task.title,
            "detail": task.detail,
            "name": task.patient_name,
            "phone": task.phone,
            "href": reverse(ON_PAGE.get(task.kind, route), args=[task.patient_id]) if task.patient_id else "",
            "due": day_of(task.due_at, actor.zone) if task.due_at else "",
            "late": task.due_at is not None and task.due_at < at,
            "id": task.task_id,
            "elsewhere": elsewhere(task),
            "form": wrong if wrong is not None and wrong.task_id == task.task_id else CloseForm(request, task.task_id),
        }
        for task in work_on_tasks.read(actor=actor, at=at)
        if not is_told_above(task.kind)
    ]
    context = {
        **harm_context(read_flags.read(actor=actor, at=at), at, actor.zone),
        "page_title": gettext("Tasks"),
        "lines": lines,
        "wrong": wrong,
        "has_errors": wrong is not None,
        "reads_contact": permits("intake.read-contact-requests", actor, "no-patient"),
        "reads_messages": permits("messages.list", actor, "no-patient"),
    }
    return render(request, "tasks/tasks.html", context, status=422 if wrong is not None else 200)
