"""The way into the aid, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.intake.decision_aid import Criterion
from plait.web.intake.steps import furthest
from plait.web.intake.within import Visit, within_aid


@require_safe
@within_aid
def start(visit: Visit) -> HttpResponse:
    """What is decided, which ways there are, who made it, what it is not, and that nothing is kept."""
    aid, asked = visit.aid, visit.request.GET
    last = furthest(aid, visit.carried.answers, visit.steps)
    context: dict[str, Any] = {
        "page_title": visit.say(aid.title),
        "no_index": False,
        "title": visit.say(aid.title),
        "decision": visit.say(aid.decision),
        "no_diagnosis": visit.say(aid.no_diagnosis),
        "authors": [visit.say(one) for one in aid.authors],
        "funding": visit.say(aid.funding),
        "again": "again" in asked,
        "forgotten": "forgotten" in asked,
        "first": visit.href(1),
        "onward": visit.href("sheet" if visit.steps[last - 1].screen == "sheet" else last) if not visit.fresh else "",
        "forget": visit.href("forget"),
        "about": visit.href("about"),
        "of": len(visit.steps),
    }
    return visit.page("intake/start.html", context)


@require_safe
@within_aid
def about(visit: Visit) -> HttpResponse:
    """The paperwork of the aid: every criterion of IPDAS, met or not, sources, dates, funding, authors."""
    aid = visit.aid
    kinds = (
        ("qualifying", gettext("Is it a decision aid?")),
        ("certifying", gettext("Can it be trusted?")),
        ("quality", gettext("How good is it?")),
    )
    groups = [
        {"name": name, **_counted(visit, [one for one in aid.criteria if one.kind == kind])} for kind, name in kinds
    ]
    context: dict[str, Any] = {
        "page_title": gettext("About this aid"),
        "no_index": False,
        "groups": groups,
        "met": sum(one.met for one in aid.criteria),
        "of": len(aid.criteria),
        "authors": [visit.say(one) for one in aid.authors],
        "sources": sorted(aid.sources.values(), key=lambda one: one.title),
        "told": [
            (gettext("Who paid for it"), visit.say(aid.funding)),
            (gettext("How it is kept up to date"), visit.say(aid.update_policy)),
            (gettext("How the facts were chosen"), visit.say(aid.how_chosen)),
            (gettext("How easy it is to read"), visit.say(aid.reading)),
        ],
        "back": visit.href(),
    }
    return visit.page("intake/about.html", context)


def _counted(visit: Visit, criteria: Iterable[Criterion]) -> dict[str, Any]:
    told = [{"id": one.id, "asks": visit.say(one.asks), "met": one.met, "why": visit.say(one.why)} for one in criteria]
    return {"criteria": told, "met": sum(one["met"] for one in told), "of": len(told)}
