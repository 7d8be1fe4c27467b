"""Two records of one person: choose the other one, look at both side by side, and merge."""

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
from django.views.decorators.http import require_http_methods, require_safe

from plait.coordination.people import merge_records
from plait.coordination.people.merge_records import Command, Side
from plait.coordination.people.registration import details_of
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen
from plait.web.medication.order_form import KeyedForm
from plait.web.people.words import side_by_side
from plait.web.words import partial_day, role_words


class MergeForm(KeyedForm):
    """Which record goes on, and why the two are one person."""

    surviving = forms.ChoiceField(
        label=_("Which record goes on?"),
        widget=forms.RadioSelect,
        help_text=_("Its name, birth date and number are shown from now on. Both numbers find it."),
    )
    reason = forms.CharField(
        label=_("How do you know that these are one person?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how you know that these two are one person.")},
    )

    def __init__(
        self, request: HttpRequest, sides: tuple[Side, Side], data: Any = None, *, initial: Any = None
    ) -> None:
        """Offer the two."""
        super().__init__(request, data, initial=initial)
        self.fields["surviving"].choices = [
            (str(side.patient.patient_id), f"{side.patient.name}, {side.patient.number}") for side in sides
        ]


@require_safe
def choose(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Those who may be the same, with the reasons, and a search for any other."""
    text = request.GET.get("q", "")[:100]
    read = merge_records.choose(patient_id, text, actor=request.actor, at=now())  # type: ignore[attr-defined]
    context = {
        "page_title": gettext("The same person twice?"),
        "patient": read.patient,
        "text": text,
        "alike": [
            {
                "name": line.name,
                "number": line.number,
                "born": partial_day(line.birth_date),
                "strong": likely.sure == "strong",
                "why": [gettext(words) for words in likely.why],
                "href": reverse("people:merge-with", args=[patient_id, line.patient_id]),
            }
            for likely, line in read.alike
        ],
        "found": [
            {
                "name": line.name,
                "number": line.number,
                "born": partial_day(line.birth_date),
                "href": reverse("people:merge-with", args=[patient_id, line.patient_id]),
            }
            for line in read.found
        ],
    }
    return render(request, "people/merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_with(request: HttpRequest, patient_id: UUID, other_id: UUID) -> HttpResponse:
    """Both side by side; then one record goes on, and the other is read under it."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    sides = merge_records.compare(patient_id, other_id, actor=actor, at=at)
    posted = request.method == "POST"
    kept = {} if posted else restore.kept(request) or {}
    form = MergeForm(request, sides, request.POST if posted else None, initial=kept)
    if posted and form.is_valid():
        surviving = UUID(form.cleaned_data["surviving"])
        merged = other_id if surviving == patient_id else patient_id
        command = Command(surviving, merged, form.cleaned_data["reason"])
        done = decide_unseen(request, form, lambda once: merge_records.commit(command, actor=actor, at=at, once=once))
        if done is not None:
            messages.success(request, gettext("The two records are read as one from now on. It can be undone below."))
            return redirect("people:contact", done)
    one, other = sides
    context = {
        "page_title": gettext("Are these one person?"),
        "form": form,
        "one": _side(one),
        "other": _side(other),
        "lines": side_by_side(details_of(one.patient), details_of(other.patient)),
        "back": reverse("people:merge", args=[patient_id]),
    }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "people/merge_with.html", context, status=422 if wrong else 200)


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.patient.name,
        "number": side.patient.number,
        "team": [f"{m.name}, {role_words(m.role).lower()}" for m in side.team],
        "relations": [f"{r.name}, {r.relationship or r.kind}" for r in side.relations],
        "under": [link.number for link in side.under],
    }
