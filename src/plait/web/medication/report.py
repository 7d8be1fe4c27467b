"""A treating clinician records what the person says they take beside the orders. It orders nothing."""

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
from plait.clinical.moment import PartialDate
from plait.coordination.medication import report_medication
from plait.coordination.medication.report_medication import Command
from plait.coordination.people.chart_header import Header
from plait.foundation.clock import now
from plait.knowledge.formulary import formulary
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import TakingForm
from plait.web.medication.search import found
from plait.web.medication.standing import back_to
from plait.web.medication.words import form_of, kind_words, name_of
from plait.web.people.chart_context import chart_context
from plait.web.problems.partial_date import PartialDateField

LONGEST_NAME = 200
SAID_AT_ONCE = frozenset({"allergy", "intolerance", "duplicate", "dose-above-range"})


class ReportForm(TakingForm):
    """What is taken, as told. Dose and rhythm may be unknown."""

    medicine_code = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    medicine_name = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_NAME, required=False)
    source = forms.ChoiceField(label=_("Where does it come from?"), widget=forms.RadioSelect)
    started = PartialDateField(label=_("Taken since"), required=False)
    informant = forms.CharField(
        label=_("Who told you?"), max_length=100, required=False, help_text=_("The person, a relative, a pharmacy")
    )
    field_order = ("source",)
    indication = forms.CharField(label=_("For what"), max_length=300, required=False)

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Nothing about the dose is required: what is not known is said to be not stated."""
        super().__init__(request, data, initial=initial)
        self.fields["source"].choices = [(kind, kind_words(kind)) for kind in report_medication.KINDS]
        self.fields["dose"].required = self.fields["kind"].required = self.fields["unit"].required = False
        self.fields["kind"].choices = [("", gettext("Not known")), *list(self.fields["kind"].choices)[1:]]


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Choose the medicine, or name one that is in no list; then say how it is taken."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    head = report_medication.choose(patient_id, actor=actor, at=at)
    kept = {} if request.method == "POST" else restore.kept(request) or {}
    asked = request.POST if request.method == "POST" else {**kept, **request.GET.dict()}
    code = (asked.get("medicine_code") or asked.get("medicine") or "")[:40]
    name = (asked.get("medicine_name") or asked.get("name") or "").strip()[:LONGEST_NAME]
    medicine = formulary().medicine(code) if code else Medicine(name, ()) if name else None
    if medicine is None:
        return _choose(request, head, unknown=bool(code))
    chosen = {"medicine_code": code, "medicine_name": "" if code else name}
    if request.method != "POST":
        form = ReportForm(request, initial={"informant": head.called, **kept, **chosen})
        return page(request, "medication/report.html", form, _context(request, head, medicine))
    form = ReportForm(request, request.POST)
    if form.is_valid():
        command = _command(form, patient_id, medicine)
        done = decide_unseen(
            request, form, lambda once: report_medication.commit(command, actor=actor, at=at, once=once)
        )
        if done is not None:
            messages.success(
                request, gettext("%(medicine)s is on the list as reported.") % {"medicine": name_of(medicine)}
            )
            for finding in done.answer.findings:
                if finding.kind in SAID_AT_ONCE:
                    messages.warning(request, f"{finding.what} {finding.why}")
            return redirect("medication:list", patient_id)
    return page(request, "medication/report.html", form, _context(request, head, medicine))


def _choose(request: HttpRequest, head: Header, *, unknown: bool) -> HttpResponse:
    context = {
        **chart_context(request, head, "medication"),
        "page_title": gettext("Report a medicine"),
        "back": back_to(head.patient_id),
        "reports": True,
        "unknown": unknown,
        **found(request.GET.get("q", "")),
    }
    return render(request, "medication/choose.html", context)


def _command(form: ReportForm, patient_id: UUID, medicine: Medicine) -> Command:
    data = form.cleaned_data
    dose, timing = form.taken
    started: PartialDate | None = data.get("started")
    return Command(
        patient_id=patient_id,
        kind=data["source"],
        medicine=medicine,
        dose=dose,
        timing=timing,
        started=started,
        informant=data.get("informant", "").strip(),
        indication=data.get("indication", "").strip(),
    )


def _context(request: HttpRequest, head: Header, medicine: Medicine) -> dict[str, Any]:
    return {
        **chart_context(request, head, "medication"),
        "page_title": gettext("Report %(medicine)s") % {"medicine": medicine.name},
        "medicine": {"name": name_of(medicine), "form": form_of(medicine), "listed": bool(medicine.ingredients)},
        "back": back_to(head.patient_id),
    }
