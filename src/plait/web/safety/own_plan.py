"""The person's own way to their safety plan: a link, their birth date, and then the numbers, one tap away.

No JavaScript, nothing kept by the browser, no account. Whoever entered has a signed cookie for this one link, for half
an hour; leaving takes it away. 988 and 911 stand on every one of these pages, also before the birth date.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from plait.clinical.refusal import Refused
from plait.clinical.safety.safety_plan import PARTS
from plait.coordination.consequences.safety_plan import PURPOSE
from plait.coordination.door import Denied
from plait.coordination.safety import own_plan as decision
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.link_entry import BirthDateForm, LinkEntry
from plait.web.safety.plan_print import paper_of, pdf_response
from plait.web.safety.plan_words import practice_number, proposal_words, shown_plan, title
from plait.web.site.access import public
from plait.web.words import day_of

ELSEWHERE = "https://www.weather.gov/"  # what somebody who looks over a shoulder may see
ENTRY = LinkEntry(
    name="own_plan",
    purpose=PURPOSE,
    path="/my-plan/",
    seconds=30 * 60,
    dead_page="safety/own_plan_dead.html",
    samesite="Strict",
    dead_context=lambda: {"practice_number": practice_number()},
)


class WordsForm(DecisionForm):
    """What the person would write differently."""

    part = forms.ChoiceField(label=_("Which part?"), required=False)
    text = forms.CharField(
        label=_("How would you write it?"),
        error_messages={"required": _("Write what you would change.")},
        max_length=decision.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In your own words. They go to the people who treat you, just as you write them."),
    )

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Any part, or all of it."""
        super().__init__(request, data, initial=initial)
        self.fields["part"].choices = [("", gettext("The whole plan")), *((part, title(part)) for part in PARTS)]


@ENTRY.guarded
@require_http_methods(["GET", "HEAD", "POST"])
def own_plan(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the birth date; to whoever gave it, show the plan."""
    at = now()
    entered = ENTRY.entered_by(request)
    if request.method != "POST" and entered is not None:
        return _shown(request, token, entered)
    decision.knock(token, at=at)
    form = BirthDateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.born is not None:
        outcome = decision.enter(token, form.born, at=at)
        if not isinstance(outcome, Refused):
            return ENTRY.let_in(redirect("safety:own-plan", token), request, outcome)
        form.add_error(None, gettext(outcome.message))
    # 200 also for a wrong entry: Django writes the address of a 4xx answer into the log, and this one is a secret.
    return render(request, "safety/own_plan_birth_date.html", {"token": token, "form": form})


def _shown(request: HttpRequest, token: str, entered: UUID) -> HttpResponse:
    at = now()
    try:
        own = decision.read(token, entered, at=at)
    except Denied:  # entered by another link: this one asks anew
        decision.knock(token, at=at)
        return render(request, "safety/own_plan_birth_date.html", {"token": token, "form": BirthDateForm()})
    context = {
        "token": token,
        "called": own.called,
        "parts": shown_plan(own.now.plan),
        "practice_number": practice_number(),
        "day": day_of(own.now.effective_at, own.zone),
        "until": day_of(own.expires_at, own.zone),
        "words": [proposal_words(one, own.zone) for one in own.proposals],
    }
    return render(request, "safety/own_plan.html", context)


@ENTRY.guarded
@require_http_methods(["GET", "HEAD", "POST"])
def own_plan_words(request: HttpRequest, token: str) -> HttpResponse:
    """Write what one would write differently; kept as it is written, and read by those who treat the person."""
    at, entered = now(), ENTRY.entered_by(request)
    if entered is None:
        return redirect("safety:own-plan", token)
    decision.read(token, entered, at=at, detail="about to write")
    form = WordsForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = decision.Words(form.cleaned_data["part"], form.cleaned_data["text"])
        kept = form.attempt(lambda once: decision.propose(words, token, entered, at=at, once=once))
        if kept is not None:
            return redirect("safety:own-plan", token)
    # 200 also for a wrong entry, as on the page before.
    return render(request, "safety/own_plan_words.html", {"token": token, "form": form})


@ENTRY.guarded
@require_safe
def own_plan_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The plan to keep: it opens without a net."""
    entered = ENTRY.entered_by(request)
    if entered is None:
        return redirect("safety:own-plan", token)
    own = decision.read(token, entered, at=now(), detail="taken as a file")
    told = paper_of(own.called, own.now.plan, day_of(own.now.effective_at, own.zone))
    return pdf_response(request, told, request.GET.get("size", ""), keep=True)


@public
@never_cache
@require_safe
def own_plan_leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Away from here at once, to a page that says nothing; whoever comes back is asked for the birth date again."""
    response = ENTRY.forget(HttpResponseRedirect(ELSEWHERE))
    response["Clear-Site-Data"] = '"cache"'
    response["Referrer-Policy"] = "no-referrer"
    return response
