"""Register a person: one calm page, and whoever may be here already is shown before anything is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.people import register_person
from plait.coordination.people.register_person import Alike, Command, Registered
from plait.coordination.people.registration import details_of, may_be_a_minor
from plait.foundation.clock import now
from plait.web.contact.registering import asked_before
from plait.web.people.details_form import DetailsForm
from plait.web.people.words import side_by_side
from plait.web.words import role_words


class RegisterForm(DetailsForm):
    """The details, who will treat the person, and, where somebody is alike, why this is another person."""

    treating = forms.MultipleChoiceField(
        label=_("Who will treat them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can open the chart from then on. It can be changed later on the contact page."),
    )
    another = forms.CharField(
        label=_("How do you know that this is another person?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    asked = forms.UUIDField(widget=forms.HiddenInput, required=False)  # whose request for contact this is

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Offer the staff of the site, each in each of their roles."""
        super().__init__(request, data, initial=initial)
        self.site, members = register_person.offer(actor=self.actor, at=now())
        self.fields["treating"].choices = [
            (f"{m.practitioner_id}:{role}", f"{m.name}, {role_words(role).lower()}")
            for m in members
            for role in m.roles
            if role in register_person.TEAM_ROLES
        ]

    def command(self) -> Command:
        """What is asked."""
        chosen = (one.split(":") for one in self.cleaned_data["treating"])
        return Command(
            details=self.details(),
            beside=self.beside(),
            treating=tuple((UUID(practitioner), role) for practitioner, role in chosen),
            another=self.cleaned_data["another"],
            seen=self.cleaned_data["seal"],
            asked=self.cleaned_data["asked"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Fill in, look at who is alike, and register."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = RegisterForm.opened(request, start=lambda: asked_before(request))
    alike = None
    if request.method == "POST" and form.is_valid():
        command = form.command()
        done = form.attempt(lambda once: register_person.commit(command, actor=actor, at=at, once=once))
        if isinstance(done, Registered):
            return _registered(request, done, command)
        if isinstance(done, Alike):
            alike = done
            _ask_again(form, alike, asked_before=command.seen == alike.seal)
    context = {
        "page_title": gettext("Register a person"),
        "form": form,
        "site": form.site,
        "alike": _shown(alike, form, request) if alike else None,
        "clinical": actor.clinical,
        "wrong": form.is_bound and any(name != "another" for name in form.errors),
    }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "people/register.html", context, status=422 if wrong else 200)


def _registered(request: HttpRequest, done: Registered, command: Command) -> HttpResponse:
    words = gettext("%(name)s is registered with the number %(number)s.")
    name = f"{command.details.given} {command.details.family}".strip()
    messages.success(request, words % {"name": name, "number": done.number})
    today = now().day(request.actor.zone)  # type: ignore[attr-defined]
    if command.beside is None and may_be_a_minor(command.details.birth_date, today):
        messages.warning(request, gettext("By the birth date this may be a minor. Is there a guardian to write down?"))
    return redirect("people:contact", done.patient_id)


def _ask_again(form: RegisterForm, alike: Alike, *, asked_before: bool) -> None:
    """The same form with the same key, sealed with who was shown; an empty answer is said once it was asked for."""
    form.data = form.data.copy()
    form.data["seal"] = alike.seal
    if asked_before:
        form.add_error("another", gettext("Say how you know, or open the person who is here already."))


def _shown(alike: Alike, form: RegisterForm, request: HttpRequest) -> dict[str, Any]:
    details = form.details()
    route = "people:contact" if request.actor.acting_role == "coordinator" else "people:chart"  # type: ignore[attr-defined]
    return {
        "shown": [
            {
                "name": record.name,
                "number": record.number,
                "strong": likely.sure == "strong",
                "why": [gettext(words) for words in likely.why],
                "lines": side_by_side(details, details_of(record)),
                "href": reverse(route, args=[likely.patient_id]),
            }
            for likely, record in alike.shown
        ],
        "elsewhere": alike.elsewhere,
        "own_site": form.site,
    }
