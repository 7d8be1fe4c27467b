"""A sign of danger: shown at once, calmly, with a way to help one tap away, and why it is shown.

The numbers to press are those that the sign's own words name, in their order, so that words and buttons agree.

It stands in place of the next screen, at that screen's own address. Nothing is sent to anybody: the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext

from plait.clinical.intake.decision_aid import Raised
from plait.web.assessment.questions import said
from plait.web.intake.steps import number_of
from plait.web.intake.within import Visit

HASTE = ("now", "today", "soon")
CRISIS_LINE, EMERGENCY = "988", "911"
NUMBER = re.compile(r"\b(988|911|1-\d{3}-\d{3}-\d{4})\b")


def page(visit: Visit, tail: int | str) -> HttpResponse:
    """The page of every sign that was not shown yet, the most urgent first."""
    raised = visit.unseen
    back = number_of(visit.steps, raised[0].page)
    context = {
        "page_title": gettext("Before you go on"),
        "signs": (signs := [_sign(visit, one) for one in raised]),
        "ways": list(_ways(visit, (one["do"] for one in signs))),
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
        "chosen": chosen(visit, raised),
    }


def _ways(visit: Visit, told: Iterable[str]) -> Iterable[dict[str, str]]:
    spanish = visit.language == "es"
    for number in dict.fromkeys(NUMBER.findall(" ".join(told))):
        if number == CRISIS_LINE:
            hint = gettext("Press 2 for Spanish.") if spanish else gettext("Free, day and night.")
            yield _way("tel:988", gettext("Call 988"), hint)
            word = gettext("Text AYUDA to 988") if spanish else gettext("Text 988")
            yield _way("sms:988?&body=AYUDA" if spanish else "sms:988", word, gettext("If you cannot talk aloud."))
        elif number == EMERGENCY:
            yield _way("tel:911", gettext("Call 911"), gettext("If a life is in danger now."), "danger")
        else:
            yield _way(f"tel:{number.replace('-', '')}", gettext("Call %(number)s") % {"number": number}, "")
    own = settings.PRACTICE_PHONE
    if own and not any(one.flag.level == HASTE[0] for one in visit.unseen):
        yield _way(f"tel:{own.replace(' ', '')}", gettext("Call us"), own, "calm")


def _way(href: str, name: str, hint: str, tone: str = "") -> dict[str, str]:
    return {"href": href, "name": name, "hint": hint, "tone": tone}


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
