"""Say who an imported person is: somebody here, a new person, or nobody whose data should come in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plait.coordination.interchange import decide_identity
from plait.coordination.interchange.decide_identity import Beside, Command, Described, Held
from plait.coordination.people.timeline_words import said
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.words import partial_day

NEW, DISCARD = "new", "discard"


class DecideForm(DecisionForm):
    """Who it is, and how one knows."""

    who = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: asked the person by phone. It stands in the audit trail with your name."),
        max_length=decide_identity.LONGEST_REASON,
    )

    def __init__(self, request: HttpRequest, held: Held, data: Any = None, initial: Any = None) -> None:
        """Offer those who may be seen, a new person, and to let it be."""
        super().__init__(request, data, initial=initial)
        self.fields["who"].choices = [
            *((str(one.patient_id), _same(one)) for one in held.beside if one.patient_id is not None),
            (NEW, gettext("A new person: none of these")),
            (DISCARD, gettext("Discard it: nothing is taken in")),
        ]

    def command(self, run_id: UUID) -> Command:
        """What was decided."""
        who, reason = self.cleaned_data["who"], self.cleaned_data["reason"]
        if who in {NEW, DISCARD}:
            return Command(run_id, who, reason)
        return Command(run_id, "same", reason, UUID(who))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Both side by side, and the decision."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    held = decide_identity.read(run_id, actor=actor, at=at)
    form = DecideForm.opened(request, held)
    if request.method == "POST" and form.is_valid():
        command = form.command(run_id)
        outcome = form.attempt(lambda once: decide_identity.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("It is decided. The import goes on by itself."))
            return redirect("interchange:list")
    context = {
        "page_title": gettext("Who is this?"),
        "form": form,
        "name": said(held.person.name) or gettext("without a name"),
        "file": said(held.run.file_name),
        "brought": gettext("In the file"),
        "beside": [_side(held.person, one) for one in held.beside if one.described is not None],
        "elsewhere": sorted({one.site for one in held.beside if one.described is None}),
        "has_errors": bool(form.errors),
    }
    return render(request, "interchange/decide.html", context, status=422 if form.errors else 200)


def _same(one: Beside) -> str:
    name = one.described.name if one.described else ""
    return gettext("The same person as %(name)s, %(number)s") % {"name": said(name), "number": one.number}


def _side(person: Described, one: Beside) -> dict[str, Any]:
    """The two line by line; what differs is said, not only shown."""
    here = one.described or person
    lines = [
        {"label": label, "one": first or "–", "other": second or "–", "differs": bool(second) and first != second}
        for label, first, second in (
            (gettext("Name"), said(person.name), said(here.name)),
            (gettext("Called"), said(person.preferred_name), said(here.preferred_name)),
            (gettext("Born"), _born(person), _born(here)),
            (gettext("Phone"), said(", ".join(person.phones)), said(", ".join(here.phones))),
            (gettext("E-mail"), said(", ".join(person.emails)), said(", ".join(here.emails))),
            (gettext("Address"), said(person.address), said(here.address)),
            (gettext("Numbers elsewhere"), said(", ".join(person.identifiers)), said(", ".join(here.identifiers))),
        )
        if first or second
    ]
    return {
        "name": said(here.name),
        "number": one.number,
        "sure": one.sure,
        "why": [gettext(word) for word in one.why],
        "lines": lines,
    }


def _born(one: Described) -> str:
    return partial_day(one.birth_date) if one.birth_date is not None else ""
