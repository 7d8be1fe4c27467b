"""What a decision about an imported allergy, problem or answer about harm does: one more row of the same entry.

Until somebody decides, an imported allergy counts for every check. "The same as ... here" never loses what a check
needs: where the entry here lacks a code or a reaction, it takes over the imported one.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import LocalDate
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.interchange.reconcile_lines import Beside, Entry, Sides
from plait.records.assessment import actions as assessment
from plait.records.problems import actions

SEVERITIES = ("", "mild", "moderate", "severe")
LONGEST_ERROR = 500
CONTRADICTION = Refused(
    "contradiction",
    _("Allergies are known here, so this cannot be true as well. Say that it is no longer or was never true."),
    "decision",
)
ALIKE = Refused("alike", _("Something here looks the same: say why both stand, or that it is the same."), "reason")
GRAVER = Refused("graver", _("The imported reaction is graver than the one here: say why it is the same."), "reason")
NOT_THERE = Refused("same-as", _("What you named is not there any more: look again."), "decision")
FUTURE = Refused("future", _("This is in the future."), "since")
TRUE: dict[str, Any] = {"entered_in_error": False, "error_reason": ""}


def accept(visit: door.Visit, found: Sides, line: Entry, reason: str) -> Refused | None:
    """It is still true."""
    if line.kind == "allergy" and found.allergy(line.thread).kind == "none-known":
        return _accept_none_known(visit, found, line)
    if not reason.strip() and any(one.entry.standing and not one.entry.waits for one in found.besides(line)):
        return ALIKE
    if line.kind == "condition":
        _revise(visit, line, clinical_status="active", verification_status="confirmed", **TRUE)
        return None
    for thread in found.none_known_here():
        actions.revise_allergy(visit.stamp, thread, clinical_status="inactive")
    if not line.standing:
        _revise(visit, line, clinical_status="active", **TRUE)
    return None


def _accept_none_known(visit: door.Visit, found: Sides, line: Entry) -> Refused | None:
    if found.known.allergies.known:
        return CONTRADICTION
    if not line.standing:
        _revise(visit, line, clinical_status="active", **TRUE)
    return None


def same_as(visit: door.Visit, found: Sides, line: Entry, other_id: UUID, reason: str) -> Refused | None:
    """It stands here already: the imported entry goes, and the one here keeps what only the other said."""
    beside = next((one for one in found.besides(line) if one.entry.thread == other_id), None)
    if beside is None or not beside.entry.standing:
        return NOT_THERE
    if line.kind == "allergy":
        if _graver(line, beside) and not reason.strip():
            return GRAVER
        _keep_what_is_missing(visit, found, line, other_id)
    words = " · ".join(part for part in (f"The same as {beside.entry.told.name} here.", reason.strip()) if part)
    _revise(visit, line, entered_in_error=True, error_reason=words[:LONGEST_ERROR])
    return None


def _graver(line: Entry, beside: Beside) -> bool:
    return SEVERITIES.index(line.told.severity) > SEVERITIES.index(beside.entry.told.severity)


def _keep_what_is_missing(visit: door.Visit, found: Sides, line: Entry, other_id: UUID) -> None:
    came, here = found.allergy(line.thread), found.allergy(other_id)
    blanks = {
        name: getattr(came, name)
        for name in ("ingredient", "reaction", "severity")
        if getattr(came, name) and not getattr(here, name)
    }
    if came.words.codings and not here.words.codings:
        blanks["codings"] = [[one.system, one.code, one.display] for one in came.words.codings]
    if blanks:
        actions.revise_allergy(visit.stamp, other_id, **blanks)


def not_current(visit: door.Visit, found: Sides, line: Entry, since: date | None) -> Refused | None:
    """It was true and is not any more."""
    today = found.at.day(found.zone)
    if since is not None and since > today:
        return FUTURE
    if line.kind == "condition":
        _revise(visit, line, clinical_status="resolved", abated=str(since or ""), **TRUE)
        return None
    moment = found.at if since in {None, today} else LocalDate(since or today, found.zone).start()
    _revise(visit, line, clinical_status="resolved", effective_at=moment.utc, **TRUE)
    return None


def not_true(visit: door.Visit, line: Entry, reason: str) -> Refused | None:
    """It never was true of this person."""
    _revise(visit, line, entered_in_error=True, error_reason=reason.strip()[:LONGEST_ERROR])
    return None


def _revise(visit: door.Visit, line: Entry, **changes: Any) -> None:
    if line.kind == "response":
        if changes.get("entered_in_error"):
            assessment.mark_entered_in_error(visit.stamp, line.thread, changes["error_reason"])
    elif line.kind == "condition":
        actions.revise_condition(visit.stamp, line.thread, **changes)
    else:
        actions.revise_allergy(visit.stamp, line.thread, **changes)
