"""A prescriber starts a medicine: choose it, say how it is taken, look at what will change, confirm."""

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

from plait.clinical.medication.order import Medicine
from plait.clinical.moment import Instant
from plait.coordination.medication import start_medication
from plait.coordination.medication.start_medication import Command
from plait.coordination.people.chart_header import Header
from plait.foundation.clock import now
from plait.knowledge.formulary import formulary
from plait.web.documents import restore
from plait.web.forms import instant_of
from plait.web.medication.deciding import decide, page, wants_commit, wants_preview_alone
from plait.web.medication.dose_facts import dose_facts
from plait.web.medication.order_form import TermsForm
from plait.web.medication.search import found
from plait.web.medication.shown import shown
from plait.web.medication.standing import back_to
from plait.web.medication.words import dose_words, name_of
from plait.web.people.chart_context import chart_context


class StartForm(TermsForm):
    """A new order. Nothing is filled in for the dose."""

    action = "start"
    medicine_code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    beside = forms.ChoiceField(
        label=_("Replace, or part of one regimen?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("part-of-regimen", ""), ("replace", "")],
    )
    TERMS = (*TermsForm.TERMS, "beside")

    def ask(self, together: str, replaced: str) -> None:
        """Put the question, each answer with what a day comes to."""
        self.fields["beside"].required = True
        self.fields["beside"].choices = [
            ("part-of-regimen", gettext("Part of one regimen, all are taken: %(total)s") % {"total": together}),
            ("replace", gettext("Replace, the new order ends the others: %(total)s") % {"total": replaced}),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Step 1 chooses the medicine, step 2 says how it is taken."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    if request.method == "POST":
        code = request.POST.get("medicine_code", "")[:40]
        medicine = formulary().medicine(code)
        if medicine is not None:
            return _order(request, patient_id, medicine, StartForm(request, medicine, request.POST), at)
        return _choose(request, start_medication.choose(patient_id, actor=actor, at=at))
    head = start_medication.choose(patient_id, actor=actor, at=at)
    kept = restore.kept(request) or {}
    code = request.GET.get("medicine") or kept.get("medicine_code", "")
    medicine = formulary().medicine(code[:40]) if code else None
    if medicine is None:
        return _choose(request, head, unknown=bool(code))
    form = StartForm(request, medicine, initial={**kept, "medicine_code": code[:40]})
    return page(request, "medication/start.html", form, _context(request, head, medicine, None))


def _choose(request: HttpRequest, head: Header, *, unknown: bool = False) -> HttpResponse:
    context = {
        **chart_context(request, head, "medication"),
        "page_title": gettext("Start a medicine"),
        "back": back_to(head.patient_id),
        "unknown": unknown,
        **found(request.GET.get("q", "")),
    }
    return render(request, "medication/choose.html", context)


def _order(request: HttpRequest, patient_id: UUID, medicine: Medicine, form: StartForm, at: Instant) -> HttpResponse:
    actor = form.actor
    form.full_clean()
    told, head, command = None, None, None
    if form.ready:
        command = _command(form, patient_id, at)
        preview = start_medication.preview(command, actor=actor, at=at)
        words = {"medicine": medicine.name, "dose": dose_words(*form.taken)}
        told = shown(preview, zone=actor.zone, at=at, confirm=gettext("Start %(medicine)s %(dose)s") % words)
        head = preview.header
        if told["question"]:
            form.ask(told["question"]["together"], told["question"]["replaced"])
    if head is None:
        head = start_medication.choose(patient_id, actor=actor, at=at)
    if wants_preview_alone(request):
        return render(request, "medication/preview.html", {"form": form, "preview": told})
    if wants_commit(request) and form.is_valid() and command is not None:
        done = decide(
            request,
            form,
            lambda seen, once: start_medication.commit(command, actor=actor, at=at, shown=seen, once=once),
        )
        if done is not None:
            words = {"medicine": name_of(medicine), "dose": dose_words(*form.taken)}
            messages.success(request, gettext("%(medicine)s started: %(dose)s.") % words)
            return redirect("medication:list", patient_id)
    return page(request, "medication/start.html", form, _context(request, head, medicine, told))


def _command(form: StartForm, patient_id: UUID, at: Instant) -> Command:
    data = form.cleaned_data
    return Command(
        patient_id=patient_id,
        terms=form.terms(),
        effective_at=instant_of(data["effective_at"], form.actor.zone, at=at),
        reason_code=data.get("reason_code", ""),
        reason_text=data.get("reason_text", "").strip(),
        beside=data.get("beside") or None,
    )


def _context(request: HttpRequest, head: Header, medicine: Medicine, told: dict[str, Any] | None) -> dict[str, Any]:
    return {
        **chart_context(request, head, "medication"),
        "page_title": gettext("Start %(medicine)s") % {"medicine": medicine.name},
        "facts": dose_facts(medicine),
        "back": back_to(head.patient_id),
        "preview": told,
    }
