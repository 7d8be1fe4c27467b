"""Undo a merge: see what was written since, say why, and each record stands on its own again."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.people import merge_undo
from plait.coordination.people.merge_undo import Command, Undoing
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen
from plait.web.medication.order_form import KeyedForm
from plait.web.people.words import kind_words
from plait.web.words import day_of, time_of


class UndoForm(KeyedForm):
    """Why these are two people after all."""

    reason = forms.CharField(
        label=_("How do you know that these are two people?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how you know that these are two people.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, patient_id: UUID, link: UUID) -> HttpResponse:
    """What will stand where, and the reason."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = UndoForm(request, request.POST if posted else None, initial={} if posted else restore.kept(request))
    if posted and form.is_valid():
        command = Command(patient_id, link, form.cleaned_data["reason"])
        done = decide_unseen(request, form, lambda once: merge_undo.commit(command, actor=actor, at=at, once=once))
        if done is not None:
            messages.success(
                request,
                gettext("The records stand on their own again. Who treats them was asked to look over both."),
            )
            return redirect("people:contact", patient_id)
    read = merge_undo.look(patient_id, link, actor=actor, at=at)
    context = {
        "page_title": gettext("Undo a merge"),
        "form": form,
        "person": read.person,
        "other": read.other,
        "merged": {
            "by": read.link.by,
            "at": time_of(read.link.at, actor.zone),
            "reason": read.link.reason,
        },
        "meanwhile": _meanwhile(read, actor.zone),
        "back": reverse("people:contact", args=[patient_id]),
    }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "people/merge_undo.html", context, status=422 if wrong else 200)


def _meanwhile(read: Undoing, zone: str) -> list[dict[str, Any]]:
    """What was written, by record, day and author; several of a kind on one line."""
    counted = Counter(
        (read.numbers.get(one.patient_id, ""), day_of(one.at, zone), one.by, kind_words(one.kind))
        for one in read.meanwhile
    )
    return [
        {"number": number, "day": day, "by": by, "kind": kind, "count": count}
        for (number, day, by, kind), count in counted.items()
    ]
