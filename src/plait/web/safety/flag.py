"""One sign of harm: take it, try to reach the person, hand it on, say what came of it, add words later."""

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
from plait.coordination.safety import close_flag, read_flag, work_on_flag
from plait.coordination.safety.close_flag import CONTACTS, DISPOSITIONS
from plait.coordination.safety.read_flag import FlagPage
from plait.foundation.actor import Actor
from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.web.contact.request import sent_context
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.safety.flag_words import (
    acting_words,
    contact_words,
    disposition_words,
    done_line,
    level_words,
    record_line,
    said_words,
    source_words,
    state_words,
    whom_words,
)
from plait.web.words import time_of

NOTE = {"max_length": 2000, "required": False, "widget": forms.Textarea(attrs={"rows": 2})}
Decide = Callable[[DecisionForm, Actor, Instant], Callable[[Once], Any]]


class ContactForm(DecisionForm):
    """How a try to reach the person ended."""

    how = forms.ChoiceField(label=_("How it ended"), choices=(), widget=forms.RadioSelect)
    note = forms.CharField(label=_("What was said"), **NOTE)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Several forms stand on the page: each has names of its own."""
        super().__init__(request, data)
        self.auto_id = "contact_%s"
        self.fields["how"].choices = [(how, contact_words(how)) for how in CONTACTS]


class CloseForm(DecisionForm):
    """What came of it."""

    disposition = forms.ChoiceField(label=_("What came of it"), choices=(), widget=forms.RadioSelect)
    note = forms.CharField(label=_("In a few words"), **NOTE)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """The dispositions in words."""
        super().__init__(request, data)
        self.auto_id = "close_%s"
        self.fields["disposition"].choices = [(one, disposition_words(one)) for one in DISPOSITIONS]


class AddForm(DecisionForm):
    """Words that belong to it."""

    note = forms.CharField(label=_("What is to be added"), **NOTE)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Its own names."""
        super().__init__(request, data)
        self.auto_id = "add_%s"


@require_safe
def flag(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """The page of one flag."""
    return _page(request, flag_id)


@require_POST
def acknowledge(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """Take it by name."""

    def decide(_form: DecisionForm, actor: Actor, at: Instant) -> Callable[[Once], Any]:
        command = work_on_flag.Acknowledge(flag_id)
        return lambda once: work_on_flag.acknowledge(command, actor=actor, at=at, once=once)

    said = gettext("It is yours now. Reach the person, then say what came of it.")
    return _act(request, flag_id, decide, said, acknowledge=DecisionForm(request, request.POST))


@require_POST
def contact(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """Write down a try to reach the person."""

    def decide(form: DecisionForm, actor: Actor, at: Instant) -> Callable[[Once], Any]:
        command = work_on_flag.Contact(flag_id, form.cleaned_data["how"], form.cleaned_data["note"])
        return lambda once: work_on_flag.note_contact(command, actor=actor, at=at, once=once)

    form = ContactForm(request, request.POST)
    return _act(request, flag_id, decide, gettext("It is written down."), contact=form)


@require_POST
def close(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """Close it."""

    def decide(form: DecisionForm, actor: Actor, at: Instant) -> Callable[[Once], Any]:
        command = close_flag.Command(flag_id, form.cleaned_data["disposition"], form.cleaned_data["note"])
        return lambda once: close_flag.commit(command, actor=actor, at=at, once=once)

    said = gettext("It is closed. What came of it stays on the chart.")
    return _act(request, flag_id, decide, said, close=CloseForm(request, request.POST))


@require_POST
def add(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """Add words."""

    def decide(form: DecisionForm, actor: Actor, at: Instant) -> Callable[[Once], Any]:
        command = work_on_flag.Add(flag_id, form.cleaned_data["note"])
        return lambda once: work_on_flag.add(command, actor=actor, at=at, once=once)

    form = AddForm(request, request.POST)
    return _act(request, flag_id, decide, gettext("It is written down."), add=form)


def _act(request: HttpRequest, flag_id: UUID, decide: Decide, said: str, **named: DecisionForm) -> HttpResponse:
    """Try what one form of the page says; refused, the page comes back with it."""
    form = next(iter(named.values()))
    if form.is_valid():
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        if form.attempt(decide(form, actor, at)) is not None:
            messages.success(request, said)
            return redirect("safety:flag", flag_id)
    return _page(request, flag_id, **named)


def _page(request: HttpRequest, flag_id: UUID, **wrong: DecisionForm) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_flag.read(flag_id, actor=actor, at=at)
    top: dict[str, Any] = {}
    if read.header is not None:
        top = chart_context(request, read.header, "harm")
    elif read.enquirer is not None:
        top = {**sent_context(read.enquirer, actor.zone), "called": read.enquirer.asked.name}
    context = {
        **top,
        "page_title": gettext("A sign of harm"),
        **_told(read, at, actor.zone),
        "acknowledge_form": wrong.get("acknowledge") or DecisionForm(request),
        "contact_form": wrong.get("contact") or ContactForm(request),
        "close_form": wrong.get("close") or CloseForm(request),
        "add_form": wrong.get("add") or AddForm(request),
        "wrong": next(iter(wrong.values()), None),
        "has_errors": bool(wrong),
    }
    template = "contact/flag.html" if read.header is None else "safety/flag.html"
    return render(request, template, context, status=422 if wrong else 200)


def _told(read: FlagPage, at: Instant, zone: str) -> dict[str, Any]:
    flag, standing = read.flag, read.standing
    waits = standing is not None and standing.reading.waiting
    screener = (
        reverse("assessment:submit", args=[flag.patient_id, read.screener]) if read.screener and flag.patient_id else ""
    )
    return {
        "flag_id": flag.flag_id,
        "what": said_words(flag.sign, zone),
        "words": flag.sign.words,
        "whom": whom_words(flag.sign.whom),
        "level": level_words(flag.sign.level),
        "usual": flag.running.opened.usual_until is not None,
        "source": source_words(flag.sign.source),
        "opened": time_of(flag.opened_at, zone),
        "opened_by": flag.opened_by,
        "open": flag.open,
        "waiting": waits,
        "late": standing is not None and standing.reading.late,
        "state": state_words(standing, at) if standing is not None else "",
        "acting": [acting_words(one) for one in standing.duty.acting] if standing is not None else [],
        "gap": standing is not None and standing.duty.gap,
        "phones": read.phones,
        "screener": screener,
        "done": [done_line(one, zone) for one in flag.done],
        "previous": [record_line(one, zone) for one in read.previous[:10]],
    }
