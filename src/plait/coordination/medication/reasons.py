"""Why a step in an order is taken: a short coded list for each step, so that reasons can be counted and compared.

The code is stored with the line, the words are the reader's; free words may stand beside every code and must stand
beside "other". Lines that came from elsewhere may carry other codes: they are shown as they came.
"""

from __future__ import annotations

from django.utils.translation import gettext

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused

OTHER = "other"
WORDS: dict[str, str] = {
    "new-problem": _("New problem"),
    "planned-step": _("Planned step"),
    "partial-response": _("Partial response"),
    "no-response": _("No response"),
    "side-effect": _("Side effect"),
    "side-effect-of-other": _("Side effect of another medicine"),
    "person-prefers": _("The person prefers it"),
    "continued-from-elsewhere": _("Continued from elsewhere"),
    "well-and-tapering": _("Well, and tapering"),
    "well": _("Well without it"),
    "level": _("Blood level"),
    "correction": _("Correction of how it was ordered"),
    "confirmed-import": _("Confirmed after import"),
    "no-benefit": _("No benefit"),
    "interaction": _("Interaction"),
    "pregnancy": _("Pregnancy or breastfeeding"),
    "person-stopped": _("The person stopped it"),
    "procedure": _("Before a procedure"),
    "illness": _("Other illness"),
    "waiting-for-result": _("Waiting for a result"),
    "reason-over": _("The reason for the hold is over"),
    "result-in": _("The result is in"),
    "not-taken": _("Not taken any more"),
    "replaced": _("Replaced by another order"),
    "same-as-here": _("The same as another entry here"),
    "entered-in-error": _("Entered in error"),
    OTHER: _("Other"),
}
FOR: dict[str, tuple[str, ...]] = {
    "start": (
        "new-problem",
        "partial-response",
        "side-effect-of-other",
        "person-prefers",
        "continued-from-elsewhere",
        OTHER,
    ),
    "change": (
        "planned-step",
        "partial-response",
        "no-response",
        "side-effect",
        "well-and-tapering",
        "level",
        "person-prefers",
        "correction",
        "confirmed-import",
        OTHER,
    ),
    "hold": ("side-effect", "illness", "procedure", "waiting-for-result", "pregnancy", "person-prefers", OTHER),
    "resume": ("reason-over", "result-in", "person-prefers", OTHER),
    "stop": (
        "side-effect",
        "no-benefit",
        "well",
        "interaction",
        "pregnancy",
        "person-stopped",
        "replaced",
        "not-taken",
        OTHER,
    ),
}
NO_REASON = Refused("no-reason", _("Say why."), "reason_code")
NO_WORDS = Refused("no-words", _("Say why in your own words."), "reason_text")


def choices(action: str) -> list[tuple[str, str]]:
    """The reasons that fit a step, with their words."""
    return [(code, gettext(WORDS[code])) for code in FOR[action]]


def in_words(code: str) -> str:
    """What a coded reason is called; a code from elsewhere as it came."""
    return gettext(WORDS[code]) if code in WORDS else code.replace("-", " ")


def missing(code: str, text: str) -> tuple[Refused, ...]:
    """What a reason lacks: a code, or the words that "other" needs."""
    if not code:
        return (NO_REASON,)
    return (NO_WORDS,) if code == OTHER and not text.strip() else ()
