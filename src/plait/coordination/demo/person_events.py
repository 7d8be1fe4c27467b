"""What a person lives with in a story: problems, allergies, pregnancy, life events, episodes of care."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from plait.clinical.coding import ICD10CM
from plait.clinical.moment import PartialDate
from plait.coordination.demo.event import Event
from plait.coordination.demo.medication_events import once
from plait.coordination.demo.story import Calendar
from plait.coordination.problems import record_allergy, record_life_event, record_pregnancy
from plait.records.problems import actions as problems

if TYPE_CHECKING:
    from plait.coordination.demo.telling import Teller


def allergy(teller: Teller, event: Event) -> object:
    """An allergy, or that none is known."""
    command = record_allergy.Command(
        teller.patient,
        event.get("kind", "allergy"),
        event.get("substance", ""),
        str(event.get("rxcui", "")),
        event.get("reaction", ""),
        event.get("severity", ""),
    )
    return record_allergy.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def pregnancy(teller: Teller, event: Event) -> object:
    """What was answered when somebody asked."""
    command = record_pregnancy.Command(teller.patient, event["state"], event.get("weeks"), event.get("breastfeeding"))
    return record_pregnancy.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def life(teller: Teller, event: Event) -> object:
    """Something happened in this life, as exactly dated as the person knows it."""
    command = record_life_event.Command(teller.patient, event["text"], day_of_life(event, teller.calendar))
    return record_life_event.commit(command, actor=teller.who(event), at=teller.when(event), once=once())


def condition(teller: Teller, event: Event) -> object:
    """A problem is put on the list."""
    thread = problems.record_condition(
        teller.stamp(event),
        patient_id=teller.patient,
        effective_at=teller.when(event),
        **problem_columns(event, teller.calendar),
    )
    teller.keep("condition", event, event["text"], thread)
    return thread


def end_condition(teller: Teller, event: Event) -> object:
    """A problem is over, or turned out to be another: it stays on the list of what was."""
    problems.revise_condition(
        teller.stamp(event),
        teller.named("condition", event),
        **end_columns(event, teller.calendar),
    )
    return None


def episode(teller: Teller, event: Event) -> object:
    """An episode of care begins: baselines count from here."""
    thread = problems.start_episode(
        teller.stamp(event), patient_id=teller.patient, effective_at=teller.when(event), title=event["title"]
    )
    teller.threads["episode", "now"] = thread
    return thread


def step(teller: Teller, event: Event) -> object:
    """Another plan of treatment begins inside the episode."""
    return problems.start_step(
        teller.stamp(event),
        patient_id=teller.patient,
        episode_id=teller.threads["episode", "now"],
        effective_at=teller.when(event),
        title=event["title"],
    )


def day_of_life(event: Event, calendar: Calendar) -> PartialDate:
    """When something happened in a life, as exactly as it is told."""
    return calendar.partial(event.day("on" if "on" in event else "day", calendar), event.get("precision", "day"))


def problem_columns(event: Event, calendar: Calendar) -> dict[str, Any]:
    """What is said of a problem when it is put on the list."""
    return {
        "text": event["text"],
        "codings": [[ICD10CM, event["icd"], event["text"]]] if "icd" in event else [],
        "onset": str(calendar.partial(event.day("since", calendar), "year")) if "since" in event else "",
    }


def end_columns(event: Event, calendar: Calendar) -> dict[str, Any]:
    """What is said of a problem when it is over."""
    return {
        "clinical_status": event.get("status", "inactive"),
        "abated": str(calendar.partial(event.day("day", calendar), "day")),
    }


EVENTS: dict[str, Callable[[Teller, Event], object]] = {
    "allergy": allergy,
    "pregnancy": pregnancy,
    "life": life,
    "condition": condition,
    "end-condition": end_condition,
    "episode": episode,
    "step": step,
}
