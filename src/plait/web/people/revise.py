"""Revise what a person is called and how to reach them; every earlier revision stays to be read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.coordination.people import revise_details
from plait.coordination.people.revise_details import Command, Meanwhile, Revising, Revision
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.people.chart_context import chart_context
from plait.web.people.details_form import RevisionForm, typed
from plait.web.people.words import beside_words, detail_words, value_words
from plait.web.words import time_of


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The form with what holds, or with what was typed over what somebody else wrote meanwhile."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    changed: list[Revision] = []
    if request.method == "POST":
        form = RevisionForm(request, request.POST)
        if form.is_valid():
            command = Command(patient_id, form.cleaned_data["seen"], form.details(), form.beside())
            done = form.attempt(lambda once: revise_details.commit(command, actor=actor, at=at, once=once))
            if isinstance(done, UUID):
                messages.success(request, gettext("The details were revised. What they were before stays to be read."))
                return redirect("people:contact", patient_id)
            if isinstance(done, Meanwhile):
                changed = [one for one in done.revising.revisions if one.sequence > command.seen]
                _take_over(form, done)
        return _page(request, form, revise_details.read(patient_id, actor=actor, at=at), changed)
    read = revise_details.read(patient_id, actor=actor, at=at)
    kept = restore.kept(request) or {}
    form = RevisionForm(request, initial={**typed(read.details), "seen": read.sequence, **kept})
    return _page(request, form, read, changed)


def _take_over(form: RevisionForm, meanwhile: Meanwhile) -> None:
    """What was typed stays; what was not touched takes over what the other one wrote; the next try has seen it."""
    form.data = form.data.copy()
    for name, value in typed(meanwhile.details).items():
        form.data[name] = value if isinstance(value, str) else "on" if value else ""
    form.data["seen"] = str(meanwhile.revising.sequence)
    form.add_error(None, gettext("Somebody else revised these details while you did. Look at both, then save again."))


def _page(request: HttpRequest, form: RevisionForm, read: Revising, changed: list[Revision]) -> HttpResponse:
    zone = request.actor.zone  # type: ignore[attr-defined]
    context = {
        "page_title": gettext("Revise details"),
        "form": form,
        "patient": read.patient,
        "changed": [_revision(one, zone) for one in changed],
        "revisions": [_revision(one, zone) for one in read.revisions],
        "relations": [
            {"name": r.name, "kind": beside_words(r.kind), "more": r.relationship, "phone": r.phone}
            for r in read.relations
        ],
        "frame": "base_chart.html" if read.header else "base.html",
        **(chart_context(request, read.header, "contact") if read.header else {}),
    }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "people/revise.html", context, status=422 if wrong else 200)


def _revision(one: Revision, zone: str) -> dict[str, Any]:
    return {
        "by": one.by,
        "at": time_of(one.at, zone),
        "first": one.sequence == 1,
        "changes": [
            {
                "label": detail_words(change.name),
                "before": value_words(change.name, change.before),
                "after": value_words(change.name, change.after),
            }
            for change in one.changes
        ],
    }
