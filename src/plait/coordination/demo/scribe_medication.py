"""Writing down what happens to medicines in a story: the rows of coordination/medication."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from plait.coordination.demo.event import Event
from plait.coordination.demo.rows import Row
from plait.coordination.demo.story import dose, timing
from plait.foundation.facts import Stamp
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.medication import actions

if TYPE_CHECKING:
    from plait.coordination.demo.scribe import Scribe


@cache
def _medicine(rxcui: str) -> Row:
    found = formulary().medicine(rxcui)
    if found is None:
        raise KeyError(f"no medicine {rxcui}")
    return actions.medicine_columns(found)


@cache
def _dose(amount: str, often: str) -> Row:
    return actions.dose_columns(dose(amount) if amount else None, timing(often) if often else None)


def _seen_and_decided(scribe: Scribe, stamp: Stamp, detail: str) -> None:
    """A preview, then the commit."""
    scribe.audited(stamp, "medication.order")
    scribe.audited(stamp, "medication.order", detail)


def start(scribe: Scribe, event: Event) -> None:
    """A prescriber starts a medicine."""
    stamp, medicine = Stamp(scribe.who(event), scribe.when(event)), _medicine(str(event["rxcui"]))
    row = scribe.begin(
        "lines",
        stamp,
        {
            "action": "start",
            "effective_at": scribe.effective(event).utc,
            "prescriber_id": stamp.actor.practitioner_id,
            "prescriber_name": stamp.actor.name,
            **medicine,
            **_dose(event.get("dose", ""), event.get("timing", "")),
            "route": event.get("route", "oral"),
            "indication": event.get("indication", ""),
            "target_symptom": event.get("target", ""),
            "reason_code": event["reason"],
            "reason_text": event.get("why", ""),
            "beside": event.get("beside", ""),
            "release": release().version,
        },
    )
    scribe.last["order", event.get("key", medicine["name"])] = row
    _seen_and_decided(scribe, stamp, medicine["name"])


def _step(scribe: Scribe, event: Event, action: str, terms: Row) -> None:
    stamp, prior = Stamp(scribe.who(event), scribe.when(event)), scribe.named("order", event)
    row = scribe.follow(
        "lines",
        prior,
        stamp,
        {
            "action": action,
            "effective_at": scribe.effective(event).utc,
            "prescriber_id": stamp.actor.practitioner_id,
            "prescriber_name": stamp.actor.name,
            "reason_code": event["reason"],
            "reason_text": event.get("why", ""),
            "release": release().version,
            **terms,
        },
    )
    scribe.last["order", event["key"]] = row
    _seen_and_decided(scribe, stamp, f"{action} {prior['name']}")


def change(scribe: Scribe, event: Event) -> None:
    """Another dose or another rhythm; what is not told stays."""
    prior = scribe.named("order", event)
    told = _dose(event.get("dose", ""), event.get("timing", ""))
    terms = {
        "indication": event.get("indication", prior["indication"]),
        "target_symptom": event.get("target", prior["target_symptom"]),
        **({"dose_value": told["dose_value"], "dose_unit": told["dose_unit"]} if "dose" in event else {}),
        **({"timing": told["timing"]} if "timing" in event else {}),
    }
    _step(scribe, event, "change", terms)


def hold(scribe: Scribe, event: Event) -> None:
    """Not taken for a while."""
    _step(scribe, event, "hold", {})


def resume(scribe: Scribe, event: Event) -> None:
    """Taken again as before the hold."""
    _step(scribe, event, "resume", {})


def stop(scribe: Scribe, event: Event) -> None:
    """The order ends."""
    _step(scribe, event, "stop", {})


def report(scribe: Scribe, event: Event) -> None:
    """The person says what else they take."""
    stamp, medicine = Stamp(scribe.who(event), scribe.when(event)), _medicine(str(event["rxcui"]))
    started = ""
    if "since" in event:
        started = str(scribe.calendar.partial(event.day("since", scribe.calendar), event.get("precision", "month")))
    row = scribe.begin(
        "statements",
        stamp,
        {
            **medicine,
            **_dose(event.get("dose", ""), event.get("timing", "")),
            "effective_at": stamp.at.utc,
            "kind": event["kind"],
            "informant": event.get("informant", "the person"),
            "indication": event.get("indication", ""),
            "started": started,
        },
    )
    scribe.last["statement", event.get("key", medicine["name"])] = row
    scribe.audited(stamp, "medication.report", medicine["name"])


def end_report(scribe: Scribe, event: Event) -> None:
    """What was reported is no longer taken."""
    stamp, prior = Stamp(scribe.who(event), scribe.when(event)), scribe.named("statement", event)
    changes = {"status": "stopped", "reason_text": event["why"], "effective_at": stamp.at.utc}
    scribe.last["statement", event["key"]] = scribe.follow("statements", prior, stamp, changes)
    scribe.audited(stamp, "medication.report", prior["name"])


EVENTS: dict[str, Callable[[Scribe, Event], None]] = {
    "start": start,
    "change": change,
    "hold": hold,
    "resume": resume,
    "stop": stop,
    "report": report,
    "end-report": end_report,
}
