"""Requests in words: what is asked of whom, how late it is, and what is gentle to do next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from plait.clinical.assessment.schedule import Due, human_due, reminder_due
from plait.clinical.refusal import Refused
from plait.coordination.assessment.read_requests import Measures, Missed, Request
from plait.coordination.consequences.messages import REMINDER
from plait.coordination.people.timeline_words import day_words
from plait.web.messages.words import message_row
from plait.web.words import instrument_words, short_name


def why_words() -> list[tuple[str, str]]:
    """The reasons to ask, with their codes."""
    return [
        ("first", gettext("A first measure, before treatment")),
        ("before-visit", gettext("Before the next visit")),
        ("course", gettext("To see how it goes")),
        ("other", gettext("Another reason")),
    ]


def request_row(one: Request, today: date) -> dict[str, Any]:
    """A request as it stands on the person's page."""
    return {
        "id": one.request_id,
        "what": ", ".join(instrument_words(name) for name in one.instruments),
        "why": dict(why_words()).get(one.why, ""),
        "by": one.asked_by,
        "due": day_words(one.due_on),
        "channel": channel_words(one.channel),
        "state": state_words(one),
        "late": today > one.due_on,
        "next": next_words(one, today),
        "reminder": reminder_due(one.due_on, one.reminders, today),
    }


def mail_row(read: Measures, request: Request, zone: str, today: date) -> dict[str, Any]:
    """What became of the messages about a request, the last first, and whether one can be sent now.

    Where the reminder that is due goes out by itself, nobody is told to send it by hand.
    """
    told = read.messages.get(request.request_id, ())
    rows = [message_row(one, zone) for one in reversed(told)]
    may = not isinstance(read.by_mail, Refused) and all(one.ended for one in told)
    left = any(one.last is not None and one.last.what in {"sent", "unknown"} for one in told)
    number = reminder_due(request.due_on, request.reminders, today)
    tried = any((one.kind, one.number) == (REMINDER, number) and one.ended for one in told)
    itself = not isinstance(read.by_mail, Refused) and request.channel == "link" and number is not None and not tried
    by_itself = {"next": gettext("A reminder goes out by itself in the daytime.")} if itself else {}
    return {"messages": rows, "may_mail": may, "mailed": left, **by_itself}


def channel_words(channel: str) -> str:
    """By which way it is answered."""
    return {"link": gettext("by link"), "tablet": gettext("on the tablet")}.get(channel, channel)


def state_words(one: Request) -> str:
    """How far it is."""
    if one.status == "requested":
        return gettext("begun, not sent") if one.so_far or one.kept else gettext("waiting for answers")
    return {"completed": gettext("answered"), "cancelled": gettext("called off")}.get(one.status, one.status)


def next_words(one: Request, today: date) -> str:
    """What is gentle to do about it now."""
    if human_due(one.due_on, today):
        return gettext("Call the person and ask how they are.")
    number = reminder_due(one.due_on, one.reminders, today)
    return {1: gettext("Remind them once."), 2: gettext("Remind them a second time.")}.get(number or 0, "")


def due_row(one: Due, today: date) -> dict[str, Any]:
    """What is due next by its rhythm."""
    if one.within:
        words = gettext("asked within %(whole)s") % {"whole": short_name(one.within)}
    elif one.visit is not None:
        words = gettext("ask on %(day)s, before the visit on %(visit)s")
        words %= {"day": day_words(one.on), "visit": day_words(one.visit)}
    elif one.on <= today:
        words = gettext("ask now")
    else:
        words = gettext("ask on %(day)s") % {"day": day_words(one.on)}
    return {"id": one.instrument, "what": instrument_words(one.instrument), "when": words, "now": one.on <= today}


def missed_row(one: Missed, today: date) -> dict[str, Any]:
    """One line of the list of those who did not answer."""
    return {
        **request_row(one.request, today),
        "name": one.name,
        "href": reverse("assessment:measures", args=[one.request.patient_id]),
        "days": (today - one.request.due_on).days,
    }
