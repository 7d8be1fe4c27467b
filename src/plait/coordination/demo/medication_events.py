"""What happens to medicines in a story: orders with all their steps, and what is only reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from plait.clinical.medication.dose_change import Terms
from plait.clinical.medication.order import Action, Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.coordination.consequences.medication import Shown
from plait.coordination.demo.event import Event
from plait.coordination.demo.story import StoryError, dose, timing
from plait.coordination.medication import change_order, mark_entered_in_error, report_medication, start_medication
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id
from plait.knowledge.formulary import formulary
from plait.records.medication import queries

if TYPE_CHECKING:
    from plait.coordination.demo.telling import Teller


def once() -> Once:
    """A key of its own: a story says nothing twice."""
    return Once(new_id(), "")


def _medicine(event: Event) -> Medicine:
    found = formulary().medicine(str(event["rxcui"]))
    if found is None:
        raise StoryError(f"no medicine {event['rxcui']}")
    return found


def _dose(event: Event, otherwise: Dose | None = None) -> Dose | None:
    return dose(event["dose"]) if "dose" in event else otherwise


def _timing(event: Event, otherwise: Timing | None = None) -> Timing | None:
    return timing(event["timing"]) if "timing" in event else otherwise


def start(teller: Teller, event: Event) -> object:
    """A prescriber starts a medicine, with preview and commit."""
    at, actor, medicine = teller.when(event), teller.who(event), _medicine(event)
    terms = Terms(
        medicine,
        _dose(event),
        _timing(event),
        route=event.get("route", "oral"),
        indication=event.get("indication", ""),
        target_symptom=event.get("target", ""),
    )
    command = start_medication.Command(
        teller.patient, terms, teller.effective(event), event["reason"], event.get("why", ""), event.get("beside")
    )
    seen = start_medication.preview(command, actor=actor, at=at)
    outcome = start_medication.commit(command, actor=actor, at=at, shown=Shown(seen.seal, at), once=once())
    if not isinstance(outcome, Refused):
        teller.keep("order", event, medicine.name, outcome.order_id)
    return outcome


def _standing(order: UUID, teller: Teller, event: Event) -> OrderRevision:
    """The line that says what is taken when the step takes effect."""
    moment = teller.effective(event)
    lines = [line for line in queries.order(order) if line.effective_at <= moment and line.entered_in_error_at is None]
    if not lines:
        raise StoryError("the order has not begun by then")
    return max(lines, key=lambda line: (line.effective_at, line.sequence))


def change(teller: Teller, event: Event) -> object:
    """Another dose or another rhythm; what is not told stays."""
    last = _standing(teller.named("order", event), teller, event)
    terms = Terms(
        last.medicine,
        _dose(event, last.dose),
        _timing(event, last.timing),
        last.route,
        event.get("indication", last.indication),
        event.get("target", last.target_symptom),
    )
    return _step(teller, event, "change", terms)


def _step(teller: Teller, event: Event, action: Action, terms: Terms | None = None) -> object:
    at, actor = teller.when(event), teller.who(event)
    command = change_order.Command(
        teller.named("order", event), action, teller.effective(event), event["reason"], event.get("why", ""), terms
    )
    seen = change_order.preview(command, actor=actor, at=at)
    return change_order.commit(command, actor=actor, at=at, shown=Shown(seen.seal, at), once=once())


def hold(teller: Teller, event: Event) -> object:
    """Not taken for a while."""
    return _step(teller, event, "hold")


def resume(teller: Teller, event: Event) -> object:
    """Taken again as before the hold."""
    return _step(teller, event, "resume")


def stop(teller: Teller, event: Event) -> object:
    """The order ends."""
    return _step(teller, event, "stop")


def error(teller: Teller, event: Event) -> object:
    """The line recorded last in the order never was true."""
    at, actor, order = teller.when(event), teller.who(event), teller.named("order", event)
    last = max(queries.order(order), key=lambda line: line.sequence)
    command = mark_entered_in_error.Command(order, last.revision_id, event["why"])
    seen = mark_entered_in_error.preview(command, actor=actor, at=at)
    return mark_entered_in_error.commit(command, actor=actor, at=at, shown=Shown(seen.seal, at), once=once())


def report(teller: Teller, event: Event) -> object:
    """The person says what else they take. A dose that nobody could tell is left out."""
    medicine = _medicine(event)
    started = None
    if "since" in event:
        started = teller.calendar.partial(event.day("since", teller.calendar), event.get("precision", "month"))
    command = report_medication.Command(
        teller.patient,
        event["kind"],
        medicine,
        _dose(event),
        _timing(event),
        started,
        event.get("informant", "the person"),
        event.get("indication", ""),
    )
    outcome = report_medication.commit(command, actor=teller.who(event), at=teller.when(event), once=once())
    if not isinstance(outcome, Refused):
        teller.keep("statement", event, medicine.name, outcome.statement_id)
    return outcome


def end_report(teller: Teller, event: Event) -> object:
    """What was reported is no longer taken."""
    command = report_medication.End(teller.named("statement", event), event["why"])
    return report_medication.end(command, actor=teller.who(event), at=teller.when(event), once=once())


EVENTS: dict[str, Callable[[Teller, Event], object]] = {
    "start": start,
    "change": change,
    "hold": hold,
    "resume": resume,
    "stop": stop,
    "error": error,
    "report": report,
    "end-report": end_report,
}
