"""The head of a chart as the templates want it, the same for every page of the chart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.clinical.situation import Allergy, Pregnancy
from plait.coordination.people.chart_header import FlagMark, Header, Risk, Standing
from plait.web.forms import DecisionForm
from plait.web.safety.flag_words import said_words
from plait.web.words import day_of, partial_day, role_words, short_name

TABS = (
    ("summary", "people:chart"),
    ("medication", "medication:list"),
    ("therapy", "therapy:list"),
    ("scores", "assessment:list"),
    ("problems", "problems:list"),
    ("contact", "people:contact"),
    ("who-looked", "people:who-looked"),
)
NOT_IN_EMERGENCY = frozenset({"who-looked"})


def chart_context(request: HttpRequest, header: Header, current: str) -> dict[str, Any]:
    """``header`` for base_chart.html, with the tab that is open."""
    zone = request.actor.zone  # type: ignore[attr-defined]
    return {
        "header": {
            "patient_id": header.patient_id,
            "name": header.name,
            "preferred_name": header.preferred_name,
            "pronouns": header.pronouns,
            "age": header.age,
            "birth_date": partial_day(header.birth_date),
            "number": header.number,
            "allergies": [allergy_words(allergy) for allergy in header.allergies],
            "allergy_state": header.allergy_state,
            "pregnancy": pregnancy_words(header.pregnancy, zone) if header.pregnancy_relevant else "",
            "risk": _risk(header.risk, header, zone) if header.risk else None,
            "plan": _plan(header),
            "flags": [_flag(mark, zone) for mark in header.flags],
            "harm_href": reverse("safety:of-person", args=[header.patient_id]),
            "care_team": [{"role": role_words(m.role), "name": m.name} for m in header.team],
            "tabs": [
                {"label": tab_words(name), "href": reverse(route, args=[header.patient_id]), "current": name == current}
                for name, route in TABS
                if name not in NOT_IN_EMERGENCY or not (header.emergency or header.covers)
            ],
        },
        "called": header.called,
        "emergency": _outside(request, header, zone),
    }


def _outside(request: HttpRequest, header: Header, zone: str) -> dict[str, Any] | None:
    """The banner of a chart that is open to somebody who is not on the care team: in an emergency, or covering."""
    if header.emergency is not None:
        return _emergency(request, header.emergency, zone)
    return {"covers": True} if header.covers else None


def _flag(mark: FlagMark, zone: str) -> dict[str, Any]:
    """A sign of harm that nobody has closed."""
    words = {"what": said_words(mark.sign, zone), "name": mark.acknowledged_by}
    state = gettext("%(what)s: nobody has acknowledged it yet") if mark.waiting else gettext("%(what)s: with %(name)s")
    return {
        "label": state % words,
        "tone": "alert" if mark.waiting else "caution",
        "href": reverse("safety:flag", args=[mark.flag_id]),
        "instrument": mark.sign.instrument,
    }


def _emergency(request: HttpRequest, standing: Standing, zone: str) -> dict[str, Any]:
    """The banner of a chart that is open in an emergency, with the form to leave it."""
    return {
        "until": f"{standing.ends_at.local(zone):%H:%M}",
        "href": reverse("people:leave-emergency", args=[standing.access_id]),
        "once": DecisionForm(request)["once"],
    }


def tab_words(name: str) -> str:
    """What a page of the chart is called."""
    return {
        "summary": gettext("Summary"),
        "medication": gettext("Medication"),
        "therapy": gettext("Therapy"),
        "scores": gettext("Scores"),
        "problems": gettext("Problems and results"),
        "contact": gettext("Contact and team"),
        "who-looked": gettext("Who looked"),
    }[name]


def allergy_words(allergy: Allergy) -> str:
    """An allergy as it stands in the head: "penicillin: hives, severe"."""
    more = ", ".join(part for part in (allergy.reaction, severity_words(allergy.severity)) if part)
    kind = gettext(" (intolerance)") if allergy.kind == "intolerance" else ""
    return f"{allergy.substance.text}{kind}: {more}" if more else f"{allergy.substance.text}{kind}"


def severity_words(severity: str) -> str:
    """How bad a reaction was."""
    return {"mild": gettext("mild"), "moderate": gettext("moderate"), "severe": gettext("severe")}.get(severity, "")


def pregnancy_words(pregnancy: Pregnancy | None, zone: str) -> str:
    """Pregnancy as it stands in the head, with the day it was asked."""
    if pregnancy is None:
        return gettext("not asked yet")
    state = {
        "none": gettext("not pregnant"),
        "planning": gettext("planning"),
        "pregnant": gettext("pregnant"),
        "postpartum": gettext("after birth"),
        "unknown": gettext("not known"),
    }[pregnancy.state]
    if pregnancy.weeks is not None:
        state += ngettext(", %(weeks)s week", ", %(weeks)s weeks", pregnancy.weeks) % {"weeks": pregnancy.weeks}
    if pregnancy.breastfeeding:
        state += gettext(", breastfeeding")
    if pregnancy.asked_at is None:
        return state
    return gettext("%(state)s, asked %(day)s") % {"state": state, "day": day_of(pregnancy.asked_at, zone)}


def _plan(header: Header) -> dict[str, str]:
    """The way to the safety plan, one tap from every page of the chart, and whether it waits to be reviewed."""
    standing, review = header.plan.state == "standing", header.plan.review
    if standing:
        label = gettext("review it: a sign of harm came in") if review else gettext("open")
    else:
        label = gettext("there is none, and a sign of harm came in") if review else gettext("none")
    return {
        "label": label,
        "tone": "caution" if review else "",
        "first": "first" if standing or review else "",
        "href": reverse("safety:plan", args=[header.patient_id]),
    }


def _risk(risk: Risk, header: Header, zone: str) -> dict[str, str]:
    words = {
        "values": ", ".join(str(value) for _item, value in risk.items),
        "instrument": short_name(risk.instrument),
        "day": partial_day(risk.taken_on) or day_of(risk.taken_at, zone),
    }
    if not risk.imported:
        label = gettext("answered %(values)s to the self-harm question, %(instrument)s, %(day)s")
    elif risk.loud:
        label = gettext("answered %(values)s to the self-harm question, %(instrument)s, %(day)s, imported")
    else:
        label = gettext("an earlier answer of %(values)s to the self-harm question, %(instrument)s, %(day)s, imported")
    return {
        "label": label % words,
        "tone": "alert" if risk.loud else "quiet",
        "href": reverse("assessment:list", args=[header.patient_id]) + "#risk",
    }
