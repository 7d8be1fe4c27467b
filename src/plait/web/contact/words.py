"""What is asked and answered about contact, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext, ngettext

from plait.clinical.moment import Instant


def danger_words(code: str) -> str:
    """The answers to the one question about danger."""
    return {
        "no": gettext("No"),
        "me": gettext("Yes, I am"),
        "somebody-else": gettext("Yes, somebody else is"),
        "both": gettext("Yes, I am and somebody else is"),
    }[code]


def whom_words(code: str) -> str:
    """Who it is for."""
    return {"me": gettext("For me"), "somebody-else": gettext("For somebody else")}[code]


def seeks_words(code: str) -> str:
    """What somebody looks for."""
    return {
        "medication": gettext("Medication"),
        "therapy": gettext("Therapy"),
        "both": gettext("Both"),
        "not-sure": gettext("I am not sure"),
    }[code]


def language_words(code: str) -> str:
    """A language by its own name."""
    return {"en": "English", "es": "Español"}[code]


def part_words(code: str) -> str:
    """The parts of a sheet that is handed over."""
    return {
        "situation": gettext("What is going on"),
        "scores": gettext("Questionnaires"),
        "matters": gettext("What matters"),
        "lean": gettext("Where it leans"),
        "words": gettext("In their own words"),
        "questions": gettext("Questions to ask"),
        "red_flags": gettext("Signs that need a look soon"),
    }[code]


def tried_words(code: str) -> str:
    """How a try to reach somebody ended."""
    return {
        "reached": gettext("reached"),
        "no-answer": gettext("no answer"),
        "message-left": gettext("left a message"),
        "wrong-number": gettext("the number is wrong"),
        "wrote": gettext("wrote an e-mail or a text"),
    }[code]


def closed_words(code: str) -> str:
    """Why a request was closed."""
    return {
        "answered": gettext("answered, nothing more is wanted"),
        "elsewhere": gettext("helped to find care elsewhere"),
        "not-reached": gettext("could not be reached"),
        "known": gettext("is in care here already"),
        "not-meant": gettext("not meant for the practice"),
    }[code]


def consent_lines() -> tuple[str, ...]:
    """What somebody agrees to, sentence by sentence, as it is shown and kept."""
    return (
        gettext("You keep what I wrote here and how to reach me."),
        gettext("Your front desk reads it and contacts me in the ways I allowed."),
        gettext(
            "If I become a patient, it becomes part of my record. If not, it is kept apart and used for nothing else."
        ),
        gettext("If something here says that somebody may come to harm, a clinician reads it too."),
    )


def answer_words(days: int | None) -> str:
    """By when the practice answers: its own promise of a call, not of an appointment."""
    if days is None:
        return gettext("Somebody from the practice answers on a working day. This is a call back, not an appointment.")
    words = ngettext(
        "Somebody from the practice answers within %(n)s working day. This is a call back, not an appointment.",
        "Somebody from the practice answers within %(n)s working days. This is a call back, not an appointment.",
        days,
    )
    return words % {"n": days}


def day_words(at: Instant, zone: str) -> str:
    """A day in words, in the language of the page."""
    local: datetime = at.local(zone)
    return in_words(local, gettext("l, j F"))
