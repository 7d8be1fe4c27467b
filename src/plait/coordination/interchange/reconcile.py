"""Clinicians go through what was imported about a person: one decision a line, with a reason where it is not plain.

All decisions of a page come together; each is taken or refused on its own, and what is left open stays. Somebody who
decided about a line that a colleague decided meanwhile is told. Nothing is overwritten: a decision is a fact, and what
it does is the usual next row of the entry. A later decision about the same line is another fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import interchange as consequences
from plait.coordination.consequences import reconcile_medicines as medicines
from plait.coordination.consequences import reconcile_problems as problems
from plait.coordination.consequences.medication import HALF
from plait.coordination.interchange.reconcile_lines import MEDICINES, Entry, Kind, Sides, sides
from plait.coordination.interchange.reconcile_waiting import ORDERS, OTHERS
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.inbox import reconciliation_actions as inbox

Decision = Literal["accept", "same-as", "not-current", "not-true", "discussed"]
OF_ANSWERS = frozenset({"discussed", "not-true"})
NEEDS_REASON = frozenset({"not-current", "not-true", "discussed"})
READ_AGAIN: tuple[Kind, ...] = ("order", "statement", "allergy")  # what one decision on the page changes for the next
NO_REASON = Refused("no-reason", _("Say why."), "reason")
NO_SUCH_LINE = Refused("no-such-line", _("There is no such imported line."))
NOT_THIS = Refused("choice", _("Choose from the list."), "decision")
CHANGED = Refused("changed", _("This line, or what is known here, changed since you looked. Look again, then decide."))


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided about one line. ``seen`` names the version of it, and of all that is known, that was shown."""

    kind: Kind
    thread: UUID
    decision: Decision
    seen: str
    same_as: UUID | None = None
    since: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """The decisions of one page."""

    patient_id: UUID
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each line: stored, or refused and why. ``left`` counts the lines that wait still."""

    done: tuple[UUID, ...]
    refused: Mapping[UUID, Refused]
    left: int


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Outcome:
    """Take each decision. About medicines only somebody decides who may order."""
    action = ORDERS if any(choice.kind in MEDICINES for choice in command.choices) else OTHERS
    with door.write(action, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return _replayed(visit.replayed)
        before = found = sides(visit.patient, at=at, zone=actor.zone)
        done: list[UUID] = []
        refused: dict[UUID, Refused] = {}
        for choice in command.choices:
            if done and choice.kind in READ_AGAIN:
                found = sides(visit.patient, at=at, zone=actor.zone)
            against = _against(before, choice, actor) or _decide(visit, found, choice, frozenset(done))
            if against is None:
                done.append(choice.thread)
            else:
                refused[choice.thread] = against
        left = consequences.close_what_is_decided(visit, visit.patient)
        visit.detail = f"{len(done)} decided"
        visit.outcome = "refused" if refused and not done else "done"
        outcome = Outcome(tuple(done), refused, left)
        door.keep_outcome(visit, once, _as_json(outcome))
        return outcome


def _against(found: Sides, choice: Choice, actor: Actor) -> Refused | None:
    """What speaks against a decision before its effect is looked at: it is no line, or not what was shown."""
    line = found.entries.get(choice.thread)
    if line is None or not line.imported or line.kind != choice.kind:
        return NO_SUCH_LINE
    version, _dot, seal = choice.seen.rpartition(".")
    if version != found.version(choice.thread):
        last = next((one for one in found.decisions if one.target == choice.thread), None)
        if last is None:
            return CHANGED
        words = gettext("%(who)s decided about this meanwhile. Look at it again.") % {"who": last.decided_by}
        return Refused("decided", words)
    if (line.kind == "response") != (choice.decision in OF_ANSWERS) and choice.decision != "not-true":
        return NOT_THIS
    if choice.decision in NEEDS_REASON and not choice.reason.strip():
        return NO_REASON
    sealed = choice.decision == "accept" and line.kind in MEDICINES
    if sealed and seal != medicines.look(found, line, actor=actor).seal[:HALF]:
        return CHANGED
    return None


def _decide(visit: door.Visit, found: Sides, choice: Choice, done: frozenset[UUID]) -> Refused | None:
    """Take one decision, on what is known now: what was decided before it on the page counts already."""
    line = found.entries.get(choice.thread)
    if line is None or choice.same_as in done:
        return CHANGED
    refused = _effect(visit, found, line, choice)
    if refused is None:
        inbox.decide(
            visit.stamp,
            patient_id=visit.patient,
            target_kind=line.kind,
            target=line.thread,
            decision=choice.decision,
            same_as=choice.same_as,
            reason=choice.reason.strip(),
        )
    return refused


def _effect(visit: door.Visit, found: Sides, line: Entry, choice: Choice) -> Refused | None:
    reason = choice.reason.strip()
    takes = line.kind in MEDICINES
    if choice.decision == "accept":
        return medicines.accept(visit, found, line, reason) if takes else problems.accept(visit, found, line, reason)
    if choice.decision == "same-as":
        if choice.same_as is None:
            return NOT_THIS
        if takes:
            return medicines.same_as(visit, found, line, choice.same_as, reason)
        return problems.same_as(visit, found, line, choice.same_as, reason)
    if choice.decision == "not-current":
        if takes:
            return medicines.not_current(visit, found, line, choice.since, reason)
        return problems.not_current(visit, found, line, choice.since)
    if choice.decision == "not-true":
        return medicines.not_true(visit, found, line, reason) if takes else problems.not_true(visit, line, reason)
    return None  # discussed: the answer stays as it was given, and the decision says what came of it


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "done": [str(thread) for thread in outcome.done],
        "refused": {str(thread): [r.reason, r.message, r.field] for thread, r in outcome.refused.items()},
        "left": outcome.left,
    }


def _replayed(kept: dict[str, Any]) -> Outcome:
    return Outcome(
        done=tuple(UUID(thread) for thread in kept["done"]),
        refused={UUID(thread): Refused(*said) for thread, said in kept["refused"].items()},
        left=kept["left"],
    )
