"""The duties of the practice in words: what each is, who holds it, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from plait.coordination.accounts.name_duty import Duty, Holder
from plait.coordination.consequences.emergency import Gaps
from plait.coordination.people.timeline_words import day_words

DUTY_WORDS: dict[str, Promise] = {
    "privacy-lead": gettext_lazy("Privacy lead"),
    "safety-lead": gettext_lazy("Safety lead"),
}
WHAT_FOR: dict[str, Promise] = {
    "privacy-lead": gettext_lazy(
        "Turn to them about who may see what, about a look that should not have been, or a request by a person for "
        "their data. They review every emergency access."
    ),
    "safety-lead": gettext_lazy(
        "Turn to them about anything that harmed somebody here or could have, Plait itself included."
    ),
}


def duty_context(duty: Duty, today: date) -> dict[str, Any]:
    """One duty as its card shows it."""
    holder = duty.holder
    return {
        "code": duty.duty,
        "name": DUTY_WORDS[duty.duty],
        "what_for": WHAT_FOR[duty.duty],
        "holder": holder,
        "since": gettext("since %(day)s") % {"day": day_words(holder.starts_on)} if holder else "",
        "planned": [_span(one) for one in duty.history if one.starts_on > today],
        "history": [_span(one) for one in duty.history if one.starts_on <= today],
    }


def _span(one: Holder) -> str:
    words = {"name": one.name, "start": day_words(one.starts_on)}
    if one.ends_on is None:
        return gettext("%(name)s, from %(start)s") % words
    return gettext("%(name)s, from %(start)s until %(end)s") % {**words, "end": day_words(one.ends_on)}


def gaps_context(gaps: Gaps) -> dict[str, Any]:
    """The standing notice of the administrator's page; empty where nothing is missing."""
    missing = {
        "privacy-lead": gettext("No privacy lead is named: nobody is told of an emergency access."),
        "safety-lead": gettext("No safety lead is named."),
    }
    lines = [missing[duty] for duty in gaps.nobody]
    if gaps.unreviewable:
        words = ngettext(
            "%(n)d emergency access waits, and nobody may review it: name somebody else as privacy lead.",
            "%(n)d emergency accesses wait, and nobody may review them: name somebody else as privacy lead.",
            gaps.unreviewable,
        )
        lines.append(words % {"n": gaps.unreviewable})
    return {"gaps": lines}
