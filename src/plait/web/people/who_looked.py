"""Who looked at this chart, and what each of them did."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from plait.coordination.interchange.export_person import LOOKED
from plait.coordination.people import who_looked as decision
from plait.coordination.people.who_looked import Look
from plait.foundation.clock import now
from plait.web.interchange.export_words import REASONS as EXPORT_REASONS
from plait.web.parameters import page_of
from plait.web.people.chart_context import chart_context
from plait.web.people.emergency_words import finding_words, reason_words
from plait.web.words import attendance_words, modality_words, role_words, short_name, time_of


@require_safe
def who_looked(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """One page of looks, newest first; this look is among them the next time."""
    actor = request.actor  # type: ignore[attr-defined]
    read = decision.read(patient_id, actor=actor, at=now(), page=page_of(request))
    rows = [_row(list(looks), actor.zone) for _same, looks in groupby(read.looks, key=_what)]
    columns = (gettext("When"), gettext("Who"), gettext("What"), gettext("Result"))
    context = {
        **chart_context(request, read.header, "who-looked"),
        "page_title": gettext("Who looked"),
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        "previous": read.page - 1,
        "next": read.page + 1 if read.more else 0,
    }
    return render(request, "people/who_looked.html", context)


def _what(look: Look) -> tuple[str, ...]:
    """Who did what: neighbours that are alike stand on one line, with how many they were."""
    return (look.name, look.role, look.action, look.outcome, look.detail, look.purpose)


def _row(looks: list[Look], zone: str) -> list[str]:
    last, first = looks[0], looks[-1]
    when = time_of(last.at, zone)
    if len(looks) > 1:
        words = {"first": time_of(first.at, zone), "last": when, "times": len(looks)}
        apart = words["first"] != words["last"]
        sentence = gettext("%(first)s to %(last)s, %(times)s times") if apart else gettext("%(last)s, %(times)s times")
        when = sentence % words
    who = f"{last.name}, {role_words(last.role)}" if last.role else last.name
    urgent = {"emergency": gettext("in an emergency"), "coverage": gettext("covering")}.get(last.purpose, "")
    parts = (urgent, outcome_words(last.outcome), detail_words(last.action, last.detail))
    result = ", ".join(part for part in parts if part)
    return [when, who, action_words(last.action), result]


def action_words(action: str) -> str:
    """An action of the policy in words."""
    return {
        "people.find": gettext("Saw in a list"),
        "people.open-chart": gettext("Opened the chart"),
        "people.open-contact": gettext("Opened contact and team"),
        "people.assign-care-team": gettext("Changed the care team"),
        "people.open-in-emergency": gettext("Opened the chart in an emergency"),
        "people.end-emergency-access": gettext("Left the chart before the hour was over"),
        "people.review-emergency-access": gettext("Reviewed an emergency access"),
        "people.who-looked": gettext("Read who looked"),
        "medication.read": gettext("Read the medicines"),
        "medication.order": gettext("Worked on an order"),
        "medication.report": gettext("Reported a medicine"),
        "therapy.read": gettext("Read the sessions"),
        "therapy.conduct": gettext("Worked on a course of therapy"),
        "assessment.read": gettext("Read the scores"),
        "assessment.submit": gettext("Filled in an instrument"),
        "assessment.request": gettext("Asked for answers"),
        "assessment.answer": gettext("Answered questions"),
        "assessment.missed": gettext("Saw who has not answered"),
        "assessment.follow-up": gettext("Followed up a request"),
        "messages.permit": gettext("Noted whether we may write"),
        "messages.list": gettext("Saw in the list of messages"),
        "messages.send": gettext("Sent a message"),
        "problems.read": gettext("Read problems and results"),
        "problems.record": gettext("Recorded a problem, allergy or event"),
        "safety.read-plan": gettext("Read the safety plan"),
        "safety.revise-plan": gettext("Worked on the safety plan"),
        "safety.own-plan": gettext("Followed the link to the safety plan"),
        "safety.list": gettext("Saw in the list of signs of harm"),
        "safety.read": gettext("Read a sign of harm"),
        "safety.act": gettext("Worked on a sign of harm"),
        "safety.hand-over": gettext("Handed over a sign of harm"),
        "safety.set-flag": gettext("Flagged a risk"),
        "safety.set-threshold": gettext("Set what is usual for the person"),
        "tasks.read": gettext("Saw in a task list"),
        "tasks.close": gettext("Closed a task"),
        "people.print-chart": gettext("Printed the chart"),
        "interchange.export-person": gettext("Gave the record out"),
        "interchange.import": gettext("Imported a file"),
        "interchange.read": gettext("Read an import"),
        "interchange.decide-identity": gettext("Decided who an imported person is"),
        "interchange.reconcile": gettext("Went through imported lines"),
        "interchange.reconcile-medicines": gettext("Went through imported medicines"),
    }.get(action, action)


def outcome_words(outcome: str) -> str:
    """How it ended; nothing where it simply went well."""
    return {"denied": gettext("denied"), "refused": gettext("refused")}.get(outcome, "")


def export_words(detail: str) -> str:
    """Why a record was given out, and to whom; somebody who only saw the page gave nothing out."""
    if detail == LOOKED:
        return gettext("saw the page, took no file")
    code, _, words = detail.partition(": ")
    return ": ".join(part for part in (str(EXPORT_REASONS.get(code, code)), words) if part)


def detail_words(action: str, detail: str) -> str:
    """What an event adds, in words; what people wrote stays as they wrote it."""
    if action == "people.open-in-emergency":
        return reason_words(detail)
    if action == "people.review-emergency-access":
        return finding_words(detail)
    if action == "interchange.export-person":
        return export_words(detail)
    if action == "assessment.submit":
        return short_name(detail)
    if action == "therapy.conduct":
        return attendance_words(modality_words(detail))
    if action == "medication.order":
        step, _space, medicine = detail.partition(" ")
        words = STEPS.get(step)
        return gettext(words) % {"medicine": medicine} if words else detail
    if action == "problems.record":
        return gettext(RECORDED[detail]) if detail in RECORDED else detail
    if action.startswith("safety."):
        return gettext(PLAN[detail]) if detail in PLAN else detail
    return gettext(CLOSED[detail]) if detail in CLOSED else detail


STEPS = {
    "change": _("%(medicine)s changed"),
    "hold": _("%(medicine)s held"),
    "resume": _("%(medicine)s resumed"),
    "stop": _("%(medicine)s stopped"),
}
RECORDED = {
    "allergy": _("an allergy"),
    "intolerance": _("an intolerance"),
    "none-known": _("no allergies known"),
    "none": _("not pregnant"),
    "planning": _("planning a pregnancy"),
    "pregnant": _("pregnant"),
    "postpartum": _("after birth"),
    "unknown": _("pregnancy not known"),
}
PLAN = {
    "printed": _("printed it"),
    "made": _("made it"),
    "revised": _("changed it"),
    "reviewed": _("reviewed it: it still holds"),
    "declined": _("none is wanted"),
    "link given": _("gave a link to it"),
    "link taken back": _("took a link back"),
    "answered what the person wrote": _("answered what the person wrote"),
    "link followed": _("before the birth date"),
    "opened by birth date": _("opened by the birth date"),
    "wrong birth date": _("a wrong birth date"),
    "read": _("read it"),
    "about to write": _("read it, to write about it"),
    "taken as a file": _("kept a copy"),
    "wrote about the plan": _("wrote about it"),
}
CLOSED = {"completed": _("done"), "cancelled": _("not to be done")}
