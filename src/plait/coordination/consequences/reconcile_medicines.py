"""What a decision about an imported medicine does: the usual new line of its order, under the usual checks.

To take an order over is to confirm it by a change that says what it says already; what could harm is looked at as for a
start. A dose is never filled in: an order without one is confirmed on the page of its dose. "The same as ... here" ends
the imported order where the one here begins, so that what came before stays as history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from plait.clinical.finding import Finding
from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.dose_change import (
    Terms,
    check_change,
    check_entered_in_error,
    check_stop,
    same_ingredient,
)
from plait.clinical.medication.order import Action
from plait.clinical.medication.regimen import OrderState
from plait.clinical.moment import Instant, LocalDate
from plait.clinical.refusal import Refused
from plait.clinical.safety.check import check
from plait.clinical.situation import Medication
from plait.coordination import door, situation
from plait.coordination.consequences import medication as consequences
from plait.coordination.consequences.medication import Preview, Step
from plait.coordination.interchange.reconcile_lines import Entry, Sides
from plait.coordination.interchange.reconcile_waiting import shown_order
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.medication import actions

LOUD = frozenset({"contraindicated", "major"})
CONFIRMED, SAME, NOT_TAKEN = "confirmed-import", "same-as-here", "not-taken"
NO_DOSE = Refused("no-dose", _("The file states no dose that could be read. Confirm it on the page of its dose."))
SAME_INGREDIENT = Refused(
    "same-ingredient", _("This ingredient is taken here already: say why both are, or that it is the same."), "reason"
)
FINDINGS = Refused("findings", _("The checks found something: say why it is taken all the same."), "reason")
DOSES = Refused("doses", _("The doses differ: say why it is the same all the same."), "reason")
NOT_THERE = Refused("same-as", _("What you named is not there any more: look again."), "decision")


@dataclass(frozen=True, slots=True)
class Look:
    """What taking a medicine over would do: its preview, what is loud in it, what here shares an ingredient."""

    new: tuple[Finding, ...]
    seal: str
    refused: tuple[Refused, ...]
    shares: bool
    preview: Preview | None = None

    @property
    def loud(self) -> bool:
        """Whether something found must be answered with words."""
        return any(finding.severity in LOUD for finding in self.new)

    def against(self, reason: str) -> Refused | None:
        """The first reason not to take it over, with these words."""
        if self.refused:
            return self.refused[0]
        if reason.strip():
            return None
        return SAME_INGREDIENT if self.shares else FINDINGS if self.loud else None


def look(found: Sides, line: Entry, *, actor: Actor) -> Look:
    """What taking it over would do, before anybody does."""
    return _look_at_statement(found, line) if line.kind == "statement" else _look_at_order(found, line, actor=actor)


def _look_at_order(found: Sides, line: Entry, *, actor: Actor) -> Look:
    known, at = found.known, found.at
    order = _order(found, line)
    terms, effective_at = Terms.of(order.terms), max(at, order.started_at)
    held = order.status == "on-hold"
    born = known.patient.birth_date
    refused: tuple[Refused, ...] = ()
    if terms.dose is None or terms.timing is None:
        refused = (NO_DOSE,)
    elif not held:
        refused = check_change(known.lines, line.thread, terms, effective_at=effective_at, at=at, born=born)
    action: Action = "hold" if held else "change"
    step = Step(action, line.thread, effective_at, None if held else terms)
    preview = consequences.plan(known, step, actor=actor, at=at, refused=refused)
    others = tuple(one for one in known.lines if one.order_id != line.thread)
    question = same_ingredient(others, terms, effective_at=effective_at)
    shares = question is not None and any(one.confirmed for one in question.existing)
    new = tuple(one for one in preview.answer.findings if one not in preview.standing or one.severity in LOUD)
    return Look(new, preview.seal, refused, shares or _stated_here(found, line), preview)


def _look_at_statement(found: Sides, line: Entry) -> Look:
    known, own = found.known, found.statement(line.thread)
    others = replace(known, statements=tuple(one for one in known.statements if one.thread != line.thread))
    proposed = Medication(
        name=own.medicine.name,
        ingredients=tuple(one.rxcui for one in own.medicine.ingredients),
        status="proposed",
        product=own.medicine.product,
        form=own.medicine.form,
        dose=own.dose,
        timing=own.timing,
    )
    without = check(situation.situation(others, as_of=found.at), release())
    answer = check(situation.situation(others, as_of=found.at, proposed=(proposed,)), release())
    new = tuple(one for one in answer.findings if one not in without.findings)
    step = Step("change", line.thread, found.at)
    return Look(new, consequences.sealed(known, step, found.at), (), _stated_here(found, line))


def _stated_here(found: Sides, line: Entry) -> bool:
    return any(one.entry.standing and not one.entry.waits for one in found.besides(line))


def accept(visit: door.Visit, found: Sides, line: Entry, reason: str) -> Refused | None:
    """It is still true. A statement needs no further row; the decision itself says who confirmed it."""
    seen = look(found, line, actor=visit.stamp.actor)
    refused = seen.against(reason)
    if refused is not None or line.kind == "statement":
        return refused
    order, at = _order(found, line), visit.stamp.at
    held = order.status == "on-hold"
    columns = consequences.standing_columns(found.known, line.thread, max(at, order.started_at))
    _append(
        visit,
        line.thread,
        "hold" if held else "change",
        max(at, order.started_at),
        (CONFIRMED, reason),
        **{**columns, "confirmed": True},
        beside="part-of-regimen" if seen.shares else "",
    )
    return None


def same_as(visit: door.Visit, found: Sides, line: Entry, other_id: UUID, reason: str) -> Refused | None:
    """It is what stands here already: the imported one ends where the one here begins."""
    beside = next((one for one in found.besides(line) if one.entry.thread == other_id), None)
    if beside is None or not beside.entry.standing:
        return NOT_THERE
    if "dose" in beside.differs and not reason.strip():
        return DOSES
    other = beside.entry
    words = " · ".join(part for part in (f"{other.told.name} {other.told.dose}", reason.strip()) if part)
    begins = found.at
    if other.kind == "order":
        begins = min(_order(found, other).started_at, begins)
    return end(visit, found, line, begins, words, reason_code=SAME)


def not_current(visit: door.Visit, found: Sides, line: Entry, since: date | None, reason: str) -> Refused | None:
    """It is not taken any more, since a day or since now."""
    moment = found.at
    if since is not None and since != found.at.day(found.zone):
        moment = LocalDate(since, found.zone).start()
        if line.kind == "order" and since == _order(found, line).started_at.day(found.zone):
            moment = _order(found, line).started_at
    return end(visit, found, line, moment, reason, reason_code=NOT_TAKEN, exact=since is not None)


def end(
    visit: door.Visit,
    found: Sides,
    line: Entry,
    moment: Instant,
    reason: str,
    *,
    reason_code: str,
    exact: bool = False,
) -> Refused | None:
    """End it; without ``exact`` never before it began."""
    if line.kind == "statement":
        actions.revise_statement(
            visit.stamp, line.thread, status="stopped", reason_text=reason, effective_at=moment.utc
        )
        return None
    known = found.known
    effective_at = moment if exact else max(moment, _order(found, line).started_at)
    refused = check_stop(
        known.lines, line.thread, effective_at=effective_at, at=found.at, born=known.patient.birth_date
    )
    if refused:
        return replace(refused[0], field="since" if refused[0].field else "")
    # Whoever ends it has said what is true of it: it waits no more, on the timeline either.
    columns = {**consequences.standing_columns(known, line.thread, effective_at), "confirmed": True}
    _append(visit, line.thread, "stop", effective_at, (reason_code, reason), **columns)
    return None


def not_true(visit: door.Visit, found: Sides, line: Entry, reason: str) -> Refused | None:
    """It never was a medicine of this person: the whole order goes, and stays readable."""
    if line.kind == "statement":
        actions.revise_statement(visit.stamp, line.thread, entered_in_error=True, error_reason=reason[:500])
        return None
    start = next(one for one in found.known.order(line.thread) if one.action == "start")
    refused = check_entered_in_error(found.known.lines, start.revision_id, at=found.at)
    if refused:
        return refused[0]
    actions.mark_entered_in_error(visit.stamp, order_id=line.thread, revision_id=start.revision_id, reason_text=reason)
    return None


def _order(found: Sides, line: Entry) -> OrderState:
    order = shown_order(found.known.order(line.thread), found.at)
    if order is None:
        raise ValueError("an entry of an order has a state")
    return order


def _append(
    visit: door.Visit, order_id: UUID, action: Action, effective_at: Instant, why: tuple[str, str], **columns: object
) -> None:
    """The next line of an order. ``why``: the coded reason and the words."""
    actor = visit.stamp.actor
    actions.append_line(
        visit.stamp,
        order_id=order_id,
        action=action,
        effective_at=effective_at,
        reason_code=why[0],
        reason_text=why[1].strip(),
        prescriber_id=actor.practitioner_id,
        prescriber_name=actor.name,
        release=release().version,
        **columns,  # type: ignore[arg-type]
    )
