"""A safety plan in words: its parts, how its lines are shown, what a version changed, what happened to a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from plait.clinical.moment import Instant
from plait.clinical.safety.safety_plan import PARTS, Change, Line, SafetyPlan
from plait.coordination.people.timeline_words import said
from plait.coordination.safety.read_plan import Page, Told
from plait.web.words import day_of, role_words, time_of

BY_STAFF = frozenset({"given", "taken-back", "replaced"})


def title(part: str) -> str:
    """What a part is called, in the person's voice: it is their plan."""
    return {
        "signs": gettext("My warning signs"),
        "alone": gettext("What I can do myself"),
        "distraction": gettext("People and places that take my mind off it"),
        "people": gettext("People I can ask for help"),
        "professionals": gettext("Professionals and services"),
        "surroundings": gettext("Making my surroundings safe"),
        "reasons": gettext("What is worth living for"),
    }[part]


def hint(part: str) -> str:
    """What belongs into a part, for whoever writes it down."""
    return {
        "signs": gettext("Thoughts, moods, places or hours that tell me that it is getting hard. One on each line."),
        "alone": gettext("Things that have helped before, without anybody else. One on each line."),
        "distraction": gettext("To be among others; nobody needs to be told how bad it is."),
        "people": gettext("Who may know how bad it is, and their numbers."),
        "professionals": gettext("Clinicians and services with their numbers. 988 and 911 are always there."),
        "surroundings": gettext(
            "What could harm me, and what we do about it: who keeps the medicines, where a gun is locked away, who has"
            " the key. One on each line."
        ),
        "reasons": gettext("Only if I want it here. One on each line."),
    }[part]


def shown_line(line: Line) -> dict[str, str]:
    """A line: its words, and a number with what the telephone dials."""
    same = line.text == line.phone
    return {"text": "" if same else said(line.text), "phone": line.phone, "tel": line.dialled}


def shown_plan(plan: SafetyPlan) -> list[dict[str, Any]]:
    """The parts with their lines, in the order of use; parts without a line are left out."""
    return [
        {"name": name, "title": title(name), "lines": [shown_line(line) for line in lines]}
        for name, lines in plan.parts
        if lines or name == "professionals"
    ]


def practice_number() -> dict[str, str]:
    """The practice with its number, where one is set."""
    line = Line(settings.PRACTICE_NAME, settings.PRACTICE_PHONE)
    return {"name": line.text, "phone": line.phone, "tel": line.dialled} if line.dialled else {}


def line_words(line: Line | None) -> str:
    """A line as one piece of text."""
    if line is None:
        return ""
    return said(line.text) if line.phone in ("", line.text) else f"{said(line.text)}, {line.phone}"


def change_words(change: Change) -> dict[str, str]:
    """One difference: in which part, what happened, and the words before and after."""
    kind = {
        "added": gettext("added"),
        "removed": gettext("taken out"),
        "changed": gettext("changed"),
        "moved": gettext("moved"),
    }[change.kind]
    return {
        "part": title(change.part),
        "kind": change.kind,
        "words": kind,
        "before": line_words(change.before) if change.kind in {"removed", "changed"} else "",
        "after": line_words(change.after) if change.kind != "removed" else "",
    }


def what_words(what: str) -> str:
    """What a version did."""
    return {
        "made": gettext("Made"),
        "revised": gettext("Changed"),
        "reviewed": gettext("Reviewed: it still holds"),
        "declined": gettext("No plan wanted"),
    }.get(what, what)


def version_words(told: Told, zone: str) -> dict[str, Any]:
    """A version with what it changed."""
    one = told.version
    return {
        "what": what_words(one.what),
        "when": time_of(one.effective_at, zone),
        "by": by_words(one.by, one.role),
        "together": one.together,
        "note": said(one.note),
        "changes": [change_words(change) for change in told.changes],
    }


def by_words(name: str, role: str) -> str:
    """Who, and as what."""
    return f"{said(name)} ({role_words(role)})" if role else said(name)


def standing_words(page: Page, zone: str) -> dict[str, str]:
    """Who last changed the plan and who last looked at it, and when."""
    if page.now is None or page.written is None:
        return {}
    words = {"who": by_words(page.written.by, page.written.role), "day": day_of(page.written.effective_at, zone)}
    last = gettext("Last changed by %(who)s on %(day)s") % words
    if page.now.what != "reviewed":
        return {"last": last, "reviewed": ""}
    words = {"who": by_words(page.now.by, page.now.role), "day": day_of(page.now.effective_at, zone)}
    return {"last": last, "reviewed": gettext("Reviewed by %(who)s on %(day)s") % words}


def proposal_words(proposal: Any, zone: str) -> dict[str, Any]:
    """What the person would write differently, and what came of it."""
    answered = time_of(proposal.answered_at, zone) if proposal.answered_at else ""
    return {
        "id": proposal.proposal_id,
        "part": title(proposal.part) if proposal.part in PARTS else gettext("The whole plan"),
        "text": said(proposal.text),
        "when": time_of(proposal.said_at, zone),
        "waits": proposal.status == "proposed",
        "taken": proposal.status == "taken",
        "answer": said(proposal.answer),
        "by": said(proposal.answered_by),
        "answered": answered,
    }


def link_words(link: Any, zone: str, at: Instant) -> dict[str, Any]:
    """A link: whether it still opens the plan, and everything that happened to it."""
    events = {
        "given": gettext("given"),
        "opened": gettext("opened"),
        "wrong-birth-date": gettext("a wrong birth date"),
        "proposed": gettext("the person wrote about the plan"),
        "taken-back": gettext("taken back"),
        "replaced": gettext("ended, because a new one was given"),
        "closed": gettext("closed after too many wrong birth dates"),
    }
    opened = [when for what, when, _by in link.events if what == "opened"]
    return {
        "id": link.link_id,
        "good": link.good(at),
        "basis": gettext("after an answer") if link.basis == "after-answer" else gettext("given by a clinician"),
        "given": time_of(link.given_at, zone),
        "until": day_of(link.expires_at, zone),
        "opened": time_of(opened[0], zone) if opened else "",
        "events": [
            (time_of(when, zone), events.get(what, what), said(by) if what in BY_STAFF else "")
            for what, when, by in link.events
        ],
    }
