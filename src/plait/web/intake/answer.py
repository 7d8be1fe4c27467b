"""/aid/<number>: one screen at a time. An answer is sealed into the cookie, and the next screen is asked for.

A sign of danger is looked for after every answer. Where one is up that was not shown yet, its page stands at the next
address in place of that screen, so that no address, history or log tells of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.intake.decision_aid import AnswerRefused, checked
from plait.web.intake import asked, compared, flagged, scored, weighed
from plait.web.intake.carriage import TooMuch
from plait.web.intake.steps import Step, about, furthest, number_of
from plait.web.intake.within import Visit, within_aid

Shows = Callable[[Visit, Step], tuple[str, dict[str, Any]]]
SHOWS: dict[str, Shows] = {
    "ask": asked.shown,
    "score": scored.shown,
    "options": compared.options,
    "numbers": compared.numbers,
    "rows": compared.rows,
    "points": compared.points,
    "order": weighed.shown,
}
REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@within_aid
def answer(visit: Visit, number: int) -> HttpResponse:
    """Show one screen, or take what was sent from one."""
    if visit.request.method == "POST":
        return _taken(visit, number)
    every = visit.steps
    last = furthest(visit.aid, visit.carried.answers, every)
    if visit.fresh and number != 1:
        return visit.go("?again")
    if not 1 <= number <= last:
        return _at(visit, last)
    if visit.unseen:
        return flagged.page(visit, number)
    step = every[number - 1]
    return _at(visit, number) if step.screen == "sheet" else _shown(visit, step, number)


def _at(visit: Visit, number: int) -> HttpResponse:
    """To the screen of that number; the sheet has an address of its own."""
    sheet = visit.steps[number - 1].screen == "sheet"
    return visit.go("sheet" if sheet else number)


def _shown(visit: Visit, step: Step, number: int) -> HttpResponse:
    """The screen of a step."""
    template, context = SHOWS[step.screen](visit, step)
    return visit.page(template, context | _around(visit, number))


def _refused(visit: Visit, step: Step, number: int, sent: tuple[str, ...], why: str) -> HttpResponse:
    """The question once more, with what was chosen, and what is wrong with it."""
    template, context = asked.shown(visit, step, sent)
    errors = [{"text": why, "href": f"#{context['first_control']}"}]
    context |= {"has_errors": True, "errors": errors, "error": why}
    return visit.page(template, context | _around(visit, number), REFUSED)


def _around(visit: Visit, number: int) -> dict[str, Any]:
    place = about(visit.steps, number)
    return {
        "place": place,
        "page_title": gettext("Page %(number)s") % place,
        "back": visit.href(number - 1) if number > 1 else visit.href(),
        "here": visit.href(number),
        "onward": visit.href(number + 1),
    }


def _taken(visit: Visit, number: int) -> HttpResponse:
    """Take what was sent. The form says which page it was; its number may have moved since."""
    sent = visit.request.POST
    if visit.fresh and sent.get("page") != visit.steps[0].page.id:
        return visit.go("?again")
    if sent.get("step") == "seen":
        seen = tuple(dict.fromkeys([*visit.carried.seen, *(one.flag.id for one in visit.raised)]))
        return visit.keep(visit.go(number), replace(visit.carried, seen=seen, at=visit.at))
    place = number_of(visit.steps, sent.get("page", ""))
    if place is None:
        return _at(visit, furthest(visit.aid, visit.carried.answers, visit.steps))
    return _kept(visit, visit.steps[place - 1], place, sent)


def _kept(visit: Visit, step: Step, place: int, sent: QueryDict) -> HttpResponse:
    codes = () if sent.get("step") == "skip" and step.page.optional else asked.read(visit, step.page, sent)
    try:
        answered = checked(visit.aid, step.page.id, codes)
        after = replace(visit, carried=visit.carried.answered(step.page.id, answered, visit.at), fresh=False)
        return visit.keep(_at(after, min(place + 1, len(after.steps))), after.carried)
    except AnswerRefused as refused:
        return _refused(visit, step, place, codes, _why(visit, refused))
    except TooMuch:
        words = gettext("Your browser cannot carry more answers. Please choose fewer here.")
        return _refused(visit, step, place, codes, words)


def _why(visit: Visit, refused: AnswerRefused) -> str:
    return visit.say(visit.aid.refusals.get(refused.why)) or gettext("Please choose one of the answers.")
