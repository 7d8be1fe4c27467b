"""Words that many screens share: days, roles, modalities, what a score is called."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from plait.clinical.moment import Instant, PartialDate
from plait.coordination.people.timeline_words import day_words, partial_words
from plait.knowledge.loader import release


def day_of(moment: Instant, zone: str) -> str:
    """The day on which something happened, "12 Jan 2026"."""
    return day_words(moment.day(zone))


def time_of(moment: Instant, zone: str) -> str:
    """Day and time, "12 Jan 2026, 14:05"."""
    local = moment.local(zone)
    return f"{day_words(local.date())}, {local:%H:%M}"


def partial_day(when: PartialDate | None) -> str:
    """As much of a date as is known; empty where none is."""
    return partial_words(when) if when else ""


def role_words(role: str) -> str:
    """What a role is called."""
    return {
        "prescriber": gettext("Prescriber"),
        "therapist": gettext("Therapist"),
        "coordinator": gettext("Coordinator"),
        "administrator": gettext("Administrator"),
    }.get(role, role)


def instrument_words(instrument: str) -> str:
    """The title of an instrument in the reader's language; its id where it is not known."""
    known = release().instruments.get(instrument)
    if known is None:
        return instrument.upper()
    return known.title.get((get_language() or "en")[:2]) or known.title["en"]


def short_name(instrument: str) -> str:
    """An instrument as the clinic calls it in passing: "PHQ-9"; a form of our own by its title."""
    known = release().instruments.get(instrument)
    return instrument.upper() if known is None or known.validated else instrument_words(instrument)


def modality_words(modality: str) -> str:
    """What a kind of therapy is called."""
    return {
        "cbt": gettext("CBT"),
        "behavioural-activation": gettext("Behavioural activation"),
        "dbt": gettext("DBT"),
        "psychodynamic": gettext("Psychodynamic therapy"),
        "trauma-focused": gettext("Trauma-focused therapy"),
        "emdr": gettext("EMDR"),
        "erp": gettext("Exposure and response prevention"),
        "act": gettext("ACT"),
        "ipt": gettext("Interpersonal therapy"),
        "cbt-i": gettext("CBT for insomnia"),
        "problem-solving": gettext("Problem-solving therapy"),
        "motivational-interviewing": gettext("Motivational interviewing"),
        "couples": gettext("Couples therapy"),
        "family": gettext("Family therapy"),
        "supportive": gettext("Supportive therapy"),
    }.get(modality, modality)


def format_words(name: str) -> str:
    """Who is in the room."""
    return {
        "individual": gettext("individual"),
        "couple": gettext("couple"),
        "family": gettext("family"),
        "group": gettext("group"),
    }.get(name, name)


def attendance_words(attendance: str) -> str:
    """Whether the person came."""
    return {
        "attended": gettext("Attended"),
        "late-cancellation": gettext("Cancelled late"),
        "no-show": gettext("Did not come"),
    }.get(attendance, attendance)


def place_words(place: str) -> str:
    """Where they met."""
    return {"in-person": gettext("in person"), "video": gettext("video"), "phone": gettext("phone")}.get(place, place)


def rhythm_words(days: int | None) -> str:
    """How often sessions are."""
    if days is None:
        return ""
    weeks = {
        7: gettext("weekly"),
        14: gettext("every 2 weeks"),
        21: gettext("every 3 weeks"),
        28: gettext("every 4 weeks"),
    }
    return weeks.get(days) or gettext("every %(days)s days") % {"days": days}


def unit_words(unit: str) -> str:
    """A UCUM unit as the clinic writes it; unknown ones as they came, annotations in braces left out."""
    known = {
        "10*3/uL": "×10³/µL",
        "10*6/uL": "×10⁶/µL",
        "10*9/L": "×10⁹/L",
        "mm[Hg]": "mmHg",
        "meq/L": "mEq/L",
        "ug/mL": "µg/mL",
        "[in_i]": "in",
        "[lb_av]": "lb",
        "Cel": "°C",
        "[degF]": "°F",
        "/min": gettext("a minute"),
    }
    return known.get(unit) or ("" if unit.startswith("{") else unit)
