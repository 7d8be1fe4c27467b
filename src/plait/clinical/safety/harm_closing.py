"""When a flag may be closed: somebody acknowledged it, and says what came of it.

A disposition is a code and a note. Whoever could not be reached is not closed without a contact that was tried and the
next step in words. Source: plait (docs/decisions/0021-one-risk-path.md).
"""

from __future__ import annotations

from collections.abc import Collection

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm_clock import Running

NOT_REACHED = "not-reached"
CORRECTED = "sender-corrected"  # of an import: written by the path itself, offered to nobody
DISPOSITIONS = ("safe", "plan-reviewed", "emergency-care", "other-care", NOT_REACHED, "by-mistake")
CONTACTS = ("reached", "no-answer", "message-left", "wrong-number")


def refuse_closing(state: Running, *, disposition: str, note: str, contacts: Collection[str]) -> Refused | None:
    """Why a flag may not be closed like this; None where it may. ``contacts``: how each contact tried has ended."""
    if state.closed_at is not None:
        return Refused("closed", _("Somebody has closed this already."))
    if state.waiting_since is not None:
        return Refused("not-acknowledged", _("Acknowledge it first: then it is known who looked after it."))
    if disposition not in DISPOSITIONS:
        return Refused("disposition", _("Choose what came of it."), "disposition")
    if not note.strip():
        return Refused("note", _("Say in a few words what came of it."), "note")
    if disposition == NOT_REACHED and not contacts:
        return Refused("no-contact", _("Write down first how you tried to reach the person."), "disposition")
    return None
