"""A clinician gives the person a link to their own safety plan, and sees whether it was opened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from plait.coordination.safety import read_plan, share_plan
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.safety.plan_words import link_words
from plait.web.safety.qr import drawn


class LinkForm(DecisionForm):
    """For how long."""

    days = forms.TypedChoiceField(label=_("It opens the plan for"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Thirty days, unless somebody says otherwise."""
        super().__init__(request, data, initial={"days": share_plan.DAYS[1], **(initial or {})})
        self.fields["days"].choices = [
            (days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in share_plan.DAYS
        ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan_link(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Make one; it is shown on the answer, and never again."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = LinkForm.opened(request)
    made: share_plan.Given | None = None
    if request.method == "POST" and form.is_valid():
        command = share_plan.Command(patient_id, form.cleaned_data["days"])
        made = form.attempt(lambda once: share_plan.commit(command, actor=actor, at=at, once=once))
    page = read_plan.read(patient_id, actor=actor, at=at, revising=True)
    address = _address(request, made.token) if made is not None and made.token else ""
    context = {
        **chart_context(request, page.header, ""),
        "page_title": gettext("Link to the safety plan"),
        "form": form,
        "made": made,
        "address": address,
        "qr": drawn(address) if address else "",
        "links": [link_words(one, actor.zone, at) for one in page.links],
        "has_plan": not page.plan.empty,
        "once": DecisionForm(request)["once"],
    }
    wrong = request.method == "POST" and made is None
    return render(request, "safety/plan_link.html", context, status=422 if wrong else 200)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("safety:own-plan", args=[token]))


@require_POST
def plan_link_end(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Take a link back."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = DecisionForm(request, request.POST)
    once = form.once_of() if form.is_valid() else None
    whose = share_plan.take_back(link_id, actor=actor, at=at, once=once)
    messages.success(request, gettext("The link opens nothing any more."))
    return redirect("safety:plan-link", whose)
