"""What severities and marks are called on screen."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

SEVERITY_WORDS = {
    "contraindicated": gettext_lazy("Contraindicated"),
    "major": gettext_lazy("Serious"),
    "moderate": gettext_lazy("Watch"),
    "info": gettext_lazy("Good to know"),
}
MARK_WORDS = {
    "verified": gettext_lazy("Checked against its source"),
    "corroborated": gettext_lazy("Two sources agree"),
}


def severity_word(severity: str) -> str:
    """The word that stands before a finding, so that colour never says it alone."""
    return str(SEVERITY_WORDS.get(severity, severity))


def mark_word(mark: str) -> str:
    """How well a fact is known."""
    return str(MARK_WORDS.get(mark) or gettext("Not yet checked against a source"))
