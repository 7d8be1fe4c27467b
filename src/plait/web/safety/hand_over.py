"""Hand a sign of harm to a named clinician: for whoever looks after it, and for who was only told whom to call."""

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

from plait.coordination.safety import hand_over as decision
from plait.coordination.safety.hand_over import Prepared
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.safety.flag_words import call_words


class HandOverForm(DecisionForm):
    """To whom, and what was said."""

    to = forms.ChoiceField(label=_("Hand it to"), choices=())
    note = forms.CharField(
        label=_("What you told them"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, request: HttpRequest, read: Prepared, data: Any = None, initial: Any = None) -> None:
        """Offer the clinicians of the site."""
        super().__init__(request, data, initial=initial)
        offered = [(str(one.practitioner_id), one.name) for one in read.can_take]
        self.fields["to"].choices = [("", gettext("Choose")), *offered]


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """The page."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = decision.prepare(flag_id, actor=actor, at=at)
    form = HandOverForm.opened(request, read)
    if request.method == "POST" and form.is_valid():
        command = decision.Command(flag_id, UUID(form.cleaned_data["to"]), form.cleaned_data["note"])
        if form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once)) is not None:
            messages.success(request, gettext("It is handed over. It waits until they acknowledge it: call them too."))
            return redirect("safety:list")
    context = {
        "page_title": gettext("Hand over a sign of harm"),
        "form": form,
        "name": read.standing.line.name,
        "phone": read.standing.line.phone,
        "call": call_words(read.standing),
    }
    return render(request, "safety/hand_over.html", context, status=422 if form.errors else 200)
