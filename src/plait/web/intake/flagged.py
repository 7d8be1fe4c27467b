"""A sign of danger: shown at once, calmly, with a way to help one tap away, and why it is shown.

It stands in place of the next screen, at that screen's own address. Nothing is sent to anybody: the page says so.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext

from plait.clinical.intake.decision_aid import Raised
from plait.web.assessment.questions import said
from plait.web.intake.steps import number_of
from plait.web.intake.within import Visit

HASTE = ("now", "today", "soon")


def page(visit: Visit, tail: int | str) -> HttpResponse:
    """The page of every sign that was not shown yet, the most urgent first."""
    raised = visit.unseen
    back = number_of(visit.steps, raised[0].page)
    context = {
        "page_title": gettext("Before you go on"),
        "signs": [_sign(visit, one) for one in raised],
        "level": min((one.flag.level for one in raised), key=HASTE.index),
        "here": visit.href(tail if isinstance(tail, int) else len(visit.steps)),
        "back": visit.href(back) if back else visit.href(),
    }
    return visit.page("intake/flag.html", context)


def _sign(visit: Visit, raised: Raised) -> dict[str, Any]:
    flag = raised.flag
    return {
        "title": visit.say(flag.title),
        "why": visit.say(flag.why),
        "do": visit.say(flag.do),
        "level": flag.level,
        "whom": flag.whom,
        "chosen": chosen(visit, raised),
    }


def chosen(visit: Visit, raised: Raised) -> str:
    """The words of the answer that raised it; of a questionnaire, the question."""
    page = visit.aid.page(raised.page)
    if page is None:
        return ""
    if page.kind == "instrument":
        item = visit.aid.instruments[page.instrument].item(raised.code)
        return said(item.text, visit.language) if item is not None else ""
    choice = page.choice(raised.code)
    return visit.say(choice.words) if choice is not None else ""
