"""The roster: when the clinic reads what comes in, who is away, who covers, and how long a sign of harm may wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from plait.clinical.moment import LocalDate
from plait.clinical.safety.harm_clock import Lengths
from plait.coordination.safety import read_roster, set_roster
from plait.coordination.safety.read_roster import RosterPage
from plait.foundation.clock import now
from plait.foundation.idempotency import Once
from plait.web.forms import DateField, DecisionForm, TimeField
from plait.web.safety.flag_words import level_words
from plait.web.words import time_of

LEVELS = ("high", "moderate", "low", "usual")


class HoursForm(DecisionForm):
    """Hours of a weekday."""

    site = forms.ChoiceField(label=_("Site"), choices=())
    weekday = forms.ChoiceField(label=_("Weekday"), choices=list(WEEKDAYS.items()))
    opens = TimeField(label=_("Reads from"))
    closes = TimeField(label=_("Until"))

    def __init__(self, request: HttpRequest, read: RosterPage, data: Any = None) -> None:
        """Its own names; all sites."""
        super().__init__(request, data)
        self.auto_id = "hours_%s"
        self.fields["site"].choices = [(str(site), name) for site, name in read.sites]


class CoverForm(DecisionForm):
    """Who covers, for whom, from when to when. The last day is included."""

    whom = forms.ChoiceField(label=_("Covered"), choices=())
    covered_by = forms.ChoiceField(label=_("Who covers"), choices=())
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    def __init__(self, request: HttpRequest, read: RosterPage, data: Any = None) -> None:
        """A colleague who is away, or a site after hours."""
        super().__init__(request, data)
        self.auto_id = "cover_%s"
        staff = [(str(one.practitioner_id), one.name) for one in read.clinicians]
        away = [(f"leave/{pk}", gettext("%(name)s is away") % {"name": name}) for pk, name in staff]
        after = [(f"after-hours/{pk}", gettext("After hours: %(site)s") % {"site": name}) for pk, name in read.sites]
        self.fields["whom"].choices = [("", gettext("Choose")), *away, *after]
        self.fields["covered_by"].choices = [("", gettext("Choose")), *staff]

    def command(self, zone: str) -> set_roster.Cover:
        """What was typed, as moments of the practice's clock."""
        said: dict[str, Any] = self.cleaned_data
        kind, _slash, whom = said["whom"].partition("/")
        first: date = said["starts_on"]
        return set_roster.Cover(
            kind=kind,
            covered_by=UUID(said["covered_by"]),
            starts_at=LocalDate(first, zone).start(),
            ends_at=LocalDate(said["ends_on"], zone).end(),
            site_id=UUID(whom) if kind == "after-hours" else None,
            away=UUID(whom) if kind == "leave" else None,
        )


class ClockForm(DecisionForm):
    """How long a sign of harm of one level may wait, in minutes."""

    level = forms.ChoiceField(label=_("A sign of harm that says"), choices=())
    wider = forms.IntegerField(label=_("Minutes until the whole team, the coordinators and the safety lead are told"))
    everybody = forms.IntegerField(label=_("Minutes until everybody sees that it waits"))
    close = forms.IntegerField(label=_("Minutes from acknowledging until it should be closed"))

    def __init__(self, request: HttpRequest, _read: RosterPage, data: Any = None) -> None:
        """The levels in words."""
        super().__init__(request, data)
        self.auto_id = "clock_%s"
        self.fields["level"].choices = [(level, level_words(level)) for level in LEVELS]


@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """The page for everybody."""
    return _page(request)


@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """Enter hours."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = HoursForm(request, read_roster.read(actor=actor, at=at, setting=True), request.POST)

    def decide(once: Once) -> Any:
        said = form.cleaned_data
        command = set_roster.Open(UUID(said["site"]), int(said["weekday"]), said["opens"], said["closes"])
        return set_roster.open_hours(command, actor=actor, at=at, once=once)

    return _set(request, form, "hours", decide)


@require_POST
def cover(request: HttpRequest) -> HttpResponse:
    """Enter who covers."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = CoverForm(request, read_roster.read(actor=actor, at=at, setting=True), request.POST)
    return _set(
        request,
        form,
        "cover",
        lambda once: set_roster.cover(form.command(actor.zone), actor=actor, at=at, once=once),
    )


@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Set the lengths of a level."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = ClockForm(request, read_roster.read(actor=actor, at=at, setting=True), request.POST)

    def decide(once: Once) -> Any:
        said = form.cleaned_data
        lengths = Lengths(said["wider"], said["everybody"], said["close"])
        return set_roster.set_clock(set_roster.SetClock(said["level"], lengths), actor=actor, at=at, once=once)

    return _set(request, form, "clock", decide)


@require_POST
def withdraw(request: HttpRequest, thread: UUID) -> HttpResponse:
    """End hours or a cover."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = DecisionForm(request, request.POST)
    read_roster.read(actor=actor, at=at, setting=True)
    if form.is_valid():
        command = set_roster.Withdraw(thread, hours="hours" in request.POST)
        form.attempt(lambda once: set_roster.withdraw(command, actor=actor, at=at, once=once))
    return redirect("safety:roster")


def _set(request: HttpRequest, form: DecisionForm, name: str, decide: Callable[[Once], Any]) -> HttpResponse:
    if form.is_valid() and form.attempt(decide) is not None:
        messages.success(request, gettext("The roster is changed."))
        return redirect("safety:roster")
    return _page(request, **{name: form})


def _page(request: HttpRequest, **wrong: DecisionForm) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_roster.read(actor=actor, at=at)
    sites = dict(read.sites)
    context = {
        "page_title": gettext("Roster"),
        "sites": [
            {
                "name": name,
                "hours": [
                    {
                        "thread": one.thread,
                        "words": f"{WEEKDAYS[one.weekday]} {one.opens:%H:%M}–{one.closes:%H:%M}",
                        "once": DecisionForm(request)["once"],
                    }
                    for one in read.hours
                    if one.site_id == site
                ],
            }
            for site, name in read.sites
        ],
        "covers": [
            {
                "thread": one.thread,
                "words": gettext("%(name)s covers for %(whom)s")
                % {"name": one.by_name, "whom": one.away_name or sites.get(one.site_id, "")},  # type: ignore[arg-type]
                "after_hours": not one.away_name,
                "span": f"{time_of(one.starts_at, actor.zone)} – {time_of(one.ends_at, actor.zone)}",
                "once": DecisionForm(request)["once"],
            }
            for one in read.covers
        ],
        "clock": [{"level": level_words(level), "lengths": read.clocks.of(level)} for level in LEVELS],
        "may_set": read.may_set,
        "hours_form": wrong.get("hours") or HoursForm(request, read),
        "cover_form": wrong.get("cover") or CoverForm(request, read),
        "clock_form": wrong.get("clock") or ClockForm(request, read),
        "wrong": next(iter(wrong.values()), None),
        "has_errors": bool(wrong),
    }
    return render(request, "safety/roster.html", context, status=422 if wrong else 200)
