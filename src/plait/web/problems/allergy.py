"""A clinician records an allergy or an intolerance, or that none is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from plait.coordination.problems import read_problems, record_allergy
from plait.coordination.problems.record_allergy import Command
from plait.foundation.clock import now
from plait.knowledge.formulary import formulary
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import KeyedForm
from plait.web.medication.search import found
from plait.web.people.chart_context import chart_context
from plait.web.problems.problems import context_of


class AllergyForm(KeyedForm):
    """To what, what happened, how bad it was."""

    ingredient = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    substance = forms.CharField(label=_("To what?"), max_length=300)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            ("allergy", _("An allergy: hives, swelling, trouble breathing")),
            ("intolerance", _("An intolerance: a bad effect that is no allergy")),
        ],
    )
    reaction = forms.CharField(label=_("What happened"), max_length=300, required=False)
    severity = forms.ChoiceField(
        label=_("How bad was it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("mild", _("Mild")), ("moderate", _("Moderate")), ("severe", _("Severe")), ("", _("Not known"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def allergy(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Look the substance up, or type it; then say what happened."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    if request.method == "POST":
        form = AllergyForm(request, request.POST)
        if form.is_valid():
            command = _command(form, patient_id)
            done = decide_unseen(
                request, form, lambda once: record_allergy.commit(command, actor=actor, at=at, once=once)
            )
            if done is not None:
                messages.success(request, gettext("On record: %(substance)s.") % {"substance": command.substance})
                return redirect("problems:list", patient_id)
    else:
        kept = restore.kept(request) or {}
        form = AllergyForm(request, initial={"severity": "", **kept, **_chosen(request)})
    read = read_problems.read(patient_id, actor=actor, at=at)
    context = {
        **chart_context(request, read.header, "problems"),
        "page_title": gettext("Record an allergy"),
        **found(request.GET.get("q", "")),
    }
    return page(request, "problems/allergy.html", form, context)


@require_POST
def none_known(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Record that the person was asked, and none is known."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = KeyedForm(request, request.POST)
    if form.is_valid():
        command = Command(patient_id, "none-known")
        done = decide_unseen(request, form, lambda once: record_allergy.commit(command, actor=actor, at=at, once=once))
        if done is not None:
            messages.success(request, gettext("On record: no allergy is known."))
            return redirect("problems:list", patient_id)
    read = read_problems.read(patient_id, actor=actor, at=at)
    return render(request, "problems/problems.html", context_of(request, read, form), status=422)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """What was chosen from the list; a code only where it is one ingredient."""
    code = request.GET.get("medicine", "")[:40]
    medicine = formulary().medicine(code) if code else None
    if medicine is None:
        return {}
    ingredients = medicine.ingredients
    return {"substance": medicine.name, "ingredient": ingredients[0].rxcui if len(ingredients) == 1 else ""}


def _command(form: AllergyForm, patient_id: UUID) -> Command:
    """The code counts only while the words are still those of the list."""
    data = form.cleaned_data
    substance, code = data["substance"].strip(), data.get("ingredient", "")
    listed = formulary().medicine(code) if code else None
    same = listed is not None and listed.name.casefold() == substance.casefold()
    return Command(
        patient_id=patient_id,
        kind=data["kind"],
        substance=substance,
        ingredient=code if same else "",
        reaction=data.get("reaction", ""),
        severity=data.get("severity", ""),
    )
