"""What a person is asked: ask for answers, pass the link on, remind, call off; and who did not answer by their day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plait.clinical.refusal import Refused
from plait.coordination.assessment import (
    call_off_request,
    note_reminder,
    read_requests,
    renew_request_link,
    request_measures,
    send_request_link,
)
from plait.coordination.assessment.read_requests import Measures
from plait.coordination.consequences.measure_requests import LINK, LINK_DAYS, MAIL, TABLET, Asked
from plait.coordination.messages.words import invitation
from plait.coordination.people.timeline_words import day_words
from plait.foundation import mail
from plait.foundation.clock import now
from plait.web.assessment.hand_over import hand_over_now
from plait.web.assessment.request_buttons import refused_page, send_button
from plait.web.assessment.request_words import due_row, mail_row, missed_row, request_row, why_words
from plait.web.forms import DateField, DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.words import instrument_words

USUAL_DAYS = 7
SHOW_LINK, TABLET_NOW = (LINK, _("Show the link to copy")), (TABLET, _("Hand over the tablet now"))
LANGUAGES = (("en", _("English")), ("es", _("Spanish")))


class AskForm(DecisionForm):
    """Which questionnaires, how, in which language, by when and why."""

    instruments = forms.MultipleChoiceField(label=_("What"), widget=forms.CheckboxSelectMultiple)
    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, initial=LINK)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en")
    due_on = DateField(label=_("Answer by"))
    why = forms.ChoiceField(label=_("Why"), initial="course")

    def __init__(
        self, request: HttpRequest, measures: Measures, data: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        """What can be answered by the person at all can be chosen; of the rest the page says why not."""
        super().__init__(request, data, initial=initial)
        lines = [
            (one.instrument.id, instrument_words(one.instrument.id)) for one in measures.choices if not one.in_room
        ]
        self.fields["instruments"].choices = lines  # type: ignore[attr-defined]
        self.fields["channel"].choices = _channels(measures)  # type: ignore[attr-defined]
        self.fields["why"].choices = why_words()  # type: ignore[attr-defined]
        self.fields["due_on"].initial = self.today + timedelta(days=USUAL_DAYS)


def _channels(measures: Measures) -> list[tuple[str, Any]]:
    """The ways that stand open: by e-mail only where we may write."""
    if isinstance(measures.by_mail, Refused):
        return [SHOW_LINK, TABLET_NOW]
    words = gettext("Send the link by e-mail to %(address)s") % {"address": measures.by_mail}
    return [(MAIL, words), SHOW_LINK, TABLET_NOW]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What the person is asked, and the form that asks."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_requests.read(patient_id, actor=actor, at=at)
    chosen = [one for one in request.GET.getlist("ask") if any(c.instrument.id == one for c in read.choices)]
    form = AskForm.opened(request, read, start=lambda: {"instruments": chosen})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        command = request_measures.Command(
            patient_id, tuple(told["instruments"]), told["why"], told["channel"], told["language"], told["due_on"]
        )
        asked = form.attempt(lambda once: request_measures.commit(command, actor=actor, at=at, once=once))
        if asked is not None and told["channel"] == MAIL:
            return _on_its_way(request, asked.patient_id)
        if asked is not None:
            return _passed_on(request, asked.patient_id, asked, told["channel"])
    return _page(request, read, form)


def _page(request: HttpRequest, read: Measures, form: AskForm) -> HttpResponse:
    today, zone = form.today, request.actor.zone  # type: ignore[attr-defined]
    context = {
        **chart_context(request, read.header, "scores"),
        "page_title": gettext("Ask for answers"),
        "form": form,
        "open": [{**request_row(one, today), **mail_row(read, one, zone, today)} for one in read.requests if one.open],
        "not_by_mail": gettext(read.by_mail.message) if isinstance(read.by_mail, Refused) else "",
        "done": [request_row(one, today) for one in read.requests if not one.open],
        "due": [due_row(one, today) for one in read.due],
        "not_by_link": [
            (instrument_words(one.instrument.id), gettext(one.by_link.message)) for one in read.choices if one.by_link
        ],
        "watched": read.watched,
        "once": DecisionForm(request)["once"],
    }
    return render(request, "assessment/measures.html", context, status=422 if form.errors else 200)


def _on_its_way(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The message waits for the worker; the page says what came of it."""
    if mail.state() == "demo":
        messages.success(request, gettext("This is a demo: the message is listed, and nothing leaves this machine."))
    else:
        messages.success(request, gettext("The message is on its way. What came of it stands beside the request."))
    return redirect("assessment:measures", patient_id)


@never_cache
@sensitive_variables("asked")
def _passed_on(request: HttpRequest, patient_id: UUID, asked: Asked, channel: str) -> HttpResponse:
    """The link, shown once, to be passed on; or the tablet, handed over."""
    if channel == TABLET and asked.token is not None:
        return hand_over_now(request, asked.token)
    address = reverse("assessment:answer", args=[asked.token]) if asked.token else ""
    link = request.build_absolute_uri(address) if address else ""
    context = {
        "page_title": gettext("The link"),
        "link": link,
        "message": invitation(link),
        "days": LINK_DAYS,
        "patient_id": patient_id,
    }
    return render(request, "assessment/request_link.html", context)


@never_cache
@require_POST
def new_link(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A new link for a request, or the tablet handed over for it."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    channel = TABLET if request.POST.get("channel") == TABLET else LINK
    outcome = send_button(
        request, lambda once: renew_request_link.commit(request_id, channel, actor=actor, at=at, once=once)
    )
    if isinstance(outcome, Refused):
        return refused_page(request, outcome)
    return _passed_on(request, outcome.patient_id, outcome, channel)


@require_POST
def send_by_mail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The link of a request, sent by e-mail once or once more."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    outcome = send_button(request, lambda once: send_request_link.commit(request_id, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        return refused_page(request, outcome)
    return _on_its_way(request, outcome)


@require_POST
def call_off(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Nothing is asked any more."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    outcome = send_button(request, lambda once: call_off_request.commit(request_id, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        return refused_page(request, outcome)
    messages.success(request, gettext("It is called off. Its link opens nothing any more."))
    return redirect("assessment:measures", outcome)


@require_POST
def reminded(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Somebody reminded the person."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    outcome = send_button(request, lambda once: note_reminder.commit(request_id, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        return refused_page(request, outcome)
    messages.success(request, gettext("The reminder is noted."))
    return redirect("assessment:measures", outcome)


@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """Who did not answer by their day."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = read_requests.missed(actor=actor, at=at)
    today = at.day(actor.zone)
    context = {"page_title": gettext("Not answered yet"), "rows": [missed_row(one, today) for one in found]}
    return render(request, "assessment/missed.html", {**context, "today": day_words(today)})
