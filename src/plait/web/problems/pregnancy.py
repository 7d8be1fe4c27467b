"""A clinician records what was answered about pregnancy and breastfeeding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.problems import read_problems, record_pregnancy
from plait.coordination.problems.record_pregnancy import Command
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import KeyedForm
from plait.web.people.chart_context import chart_context, pregnancy_words


class PregnancyForm(KeyedForm):
    """The answer of today."""

    state = forms.ChoiceField(
        label=_("What was answered?"),
        widget=forms.RadioSelect,
        choices=[
            ("none", _("Not pregnant")),
            ("planning", _("Planning a pregnancy")),
            ("pregnant", _("Pregnant")),
            ("postpartum", _("Has given birth")),
            ("unknown", _("Asked, and not known")),
        ],
    )
    weeks = forms.IntegerField(
        label=_("Weeks"),
        required=False,
        min_value=0,
        max_value=record_pregnancy.MOST_WEEKS["postpartum"],
        help_text=_("Of the pregnancy, or since the birth"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    breastfeeding = forms.ChoiceField(
        label=_("Breastfeeding"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not asked"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pregnancy(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Ask, and record."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    posted = request.method == "POST"
    initial: dict[str, Any] = {"breastfeeding": "", **({} if posted else restore.kept(request) or {})}
    form = PregnancyForm(request, request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        data = form.cleaned_data
        feeding = {"yes": True, "no": False}.get(data.get("breastfeeding", ""))
        command = Command(patient_id, data["state"], data.get("weeks"), feeding)
        done = decide_unseen(
            request, form, lambda once: record_pregnancy.commit(command, actor=actor, at=at, once=once)
        )
        if done is not None:
            messages.success(request, gettext("The answer is on record."))
            return redirect("problems:list", patient_id)
    read = read_problems.read(patient_id, actor=actor, at=at)
    context = {
        **chart_context(request, read.header, "problems"),
        "page_title": gettext("Pregnancy"),
        "last": pregnancy_words(read.pregnancy, actor.zone),
    }
    return page(request, "problems/pregnancy.html", form, context)
