"""One request in the person's own words: note a try in one tap, register the person, or close it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from plait.clinical.moment import Instant
from plait.coordination.intake import answer_contact_request, flag_risk, link_person, read_contact_requests
from plait.coordination.intake.answer_contact_request import CLOSED, TRIED, Close, Try
from plait.coordination.intake.read_contact_requests import Request, RequestPage, Step
from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.web.contact.words import (
    closed_words,
    danger_words,
    language_words,
    part_words,
    seeks_words,
    tried_words,
    whom_words,
)
from plait.web.forms import DecisionForm
from plait.web.safety.flag_words import reach_line
from plait.web.safety.flag_words import whom_words as whom_harmed
from plait.web.words import day_of, role_words, time_of

NOTE = {"max_length": 1000, "required": False, "widget": forms.Textarea(attrs={"rows": 2})}


class TryForm(DecisionForm):
    """What was said, if anything; how it ended is the button that was tapped."""

    note = forms.CharField(label=_("What was said"), **NOTE)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Several forms stand on the page: each has names of its own."""
        super().__init__(request, data)
        self.auto_id = "try_%s"


class CloseForm(DecisionForm):
    """Why nobody has to answer any more."""

    reason = forms.ChoiceField(label=_("Why"), choices=(), widget=forms.RadioSelect)
    note = forms.CharField(label=_("In a few words"), **NOTE)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """The reasons in words."""
        super().__init__(request, data)
        self.auto_id = "close_%s"
        self.fields["reason"].choices = [(one, closed_words(one)) for one in CLOSED]


class FlagForm(DecisionForm):
    """What was said on the phone that speaks of harm."""

    whom = forms.ChoiceField(label=_("Who may come to harm"), choices=(), widget=forms.RadioSelect)
    words = forms.CharField(label=_("What was said or seen"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Who, in words."""
        super().__init__(request, data)
        self.auto_id = "flag_%s"
        self.fields["whom"].choices = [(one, whom_harmed(one)) for one in flag_risk.WHOM]


class LinkForm(DecisionForm):
    """Who of those in care here this is."""

    number = forms.CharField(
        label=_("Number of the person"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Its own names."""
        super().__init__(request, data)
        self.auto_id = "link_%s"


@require_safe
def request_page(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """The page of one request."""
    return _page(request, asked_id)


@require_POST
def attempt(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """Note a try."""
    form = TryForm(request, request.POST)
    how = request.POST.get("how", "")
    command = Try(asked_id, how, request.POST.get("note", "")[:1000])

    def decide(once: Once) -> Any:
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        asked = Once(once.key, f"{once.payload_hash[:50]}-{how[:12]}")  # the button is part of what was asked
        return answer_contact_request.note_attempt(command, actor=actor, at=at, once=asked)

    return _act(request, asked_id, form, decide, gettext("It is written down."), name="attempt")


@require_POST
def close(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """Close it."""
    form = CloseForm(request, request.POST)

    def decide(once: Once) -> Any:
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        command = Close(asked_id, form.cleaned_data["reason"], form.cleaned_data["note"])
        return answer_contact_request.close_contact_request(command, actor=actor, at=at, once=once)

    return _act(request, asked_id, form, decide, gettext("It is closed, and stays on record."), name="close")


@require_POST
def flag(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """Flag what was said."""
    form = FlagForm(request, request.POST)

    def decide(once: Once) -> Any:
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        command = flag_risk.Command(asked_id, form.cleaned_data["whom"], form.cleaned_data["words"])
        return flag_risk.commit(command, actor=actor, at=at, once=once)

    return _act(request, asked_id, form, decide, gettext("It is flagged. Call now: see above whom."), name="flag")


@require_POST
def link(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """Say that it is somebody who is in care here."""
    form = LinkForm(request, request.POST)

    def decide(once: Once) -> Any:
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        command = link_person.Command(asked_id, form.cleaned_data["number"])
        return link_person.commit(command, actor=actor, at=at, once=once)

    return _act(request, asked_id, form, decide, gettext("What they sent is on their record now."), name="link")


def _act(
    request: HttpRequest, request_id: UUID, form: DecisionForm, decide: Callable[[Once], Any], said: str, *, name: str
) -> HttpResponse:
    """Try what one form of the page says; refused, the page comes back with it."""
    if form.is_valid() and form.attempt(decide) is not None:
        messages.success(request, said)
        return redirect("contact:request", request_id)
    return _page(request, request_id, **{name: form})


def _page(request: HttpRequest, request_id: UUID, **wrong: DecisionForm) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_contact_requests.read_one(request_id, actor=actor, at=at)
    shown = next(iter(wrong.values()), None)
    context = {
        "page_title": gettext("%(name)s asked for contact") % {"name": read.request.asked.name},
        **sent_context(read.request, actor.zone),
        **_state(read, at, actor.zone),
        "attempt_form": wrong.get("attempt") or TryForm(request),
        "close_form": wrong.get("close") or CloseForm(request),
        "link_form": wrong.get("link") or LinkForm(request),
        "flag_form": wrong.get("flag") or FlagForm(request),
        "ways": [(how, tried_words(how)) for how in TRIED],
        "wrong": shown,
        "has_errors": bool(wrong),
    }
    return render(request, "contact/request.html", context, status=422 if wrong else 200)


def _state(read: RequestPage, at: Instant, zone: str) -> dict[str, Any]:
    line = read.request.line
    return {
        "request_id": line.request_id,
        "open": line.open,
        "due": day_of(line.answer_by, zone),
        "late": line.open and line.answer_by < at,
        "closed": closed_words(line.closed) if line.closed else "",
        "registered": line.patient_id is not None,
        "patient": read.patient,
        "harm": reach_line(read.harm) if read.harm is not None else None,
        "steps": [step_of(one, zone) for one in read.request.steps],
        "register": f"{reverse('people:register')}?asked={line.request_id}",
    }


def step_of(step: Step, zone: str) -> dict[str, str]:
    """What was done, by whom, when."""
    what = (
        tried_words(step.detail)
        if step.what == "tried"
        else gettext("closed: %(why)s") % {"why": closed_words(step.detail)}
    )
    who = f"{step.by}, {role_words(step.role)}" if step.role else step.by
    return {"what": what, "note": step.note, "who": who, "when": time_of(step.at, zone)}


def sent_context(request: Request, zone: str) -> dict[str, Any]:
    """What somebody sent, in their words, with what they allowed."""
    asked = request.asked
    return {
        "asked": asked,
        "asked_at": time_of(request.line.asked_at, zone),
        "who_for": whom_words(asked.whom),
        "seeks": seeks_words(asked.seeks),
        "language": language_words(asked.language),
        "danger": danger_words(asked.danger) if asked.danger not in {"", "no"} else "",
        "parts": [{"title": part_words(name), "lines": lines} for name, lines in asked.aid.parts] if asked.aid else [],
        "sheet_kept": request.line.has_aid and asked.aid is None,
        "aid_answered": time_of(asked.aid.answered_at, zone) if asked.aid else "",
        "aid_version": asked.aid.version if asked.aid else "",
    }
