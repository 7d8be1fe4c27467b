"""Emergency access in words: reasons, findings, and how one stands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

REASONS: dict[str, Promise] = {
    "at-risk": gettext_lazy("The person is here, or on the phone, and at risk"),
    "covering": gettext_lazy("A colleague for whom I cover asks me to"),
    "warned": gettext_lazy("Somebody else tells us of a danger to the person"),
    "other": gettext_lazy("Another reason"),
}
FINDINGS: dict[str, Promise] = {
    "appropriate": gettext_lazy("Appropriate"),
    "question": gettext_lazy("A question is open"),
    "not-appropriate": gettext_lazy("Not appropriate"),
}


def reason_words(reason: str) -> str:
    """Why a chart was opened."""
    return str(REASONS.get(reason, reason))


def finding_words(finding: str) -> str:
    """What a review found."""
    return str(FINDINGS.get(finding, finding))
