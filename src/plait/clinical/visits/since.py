"""What changed in somebody's care since a clinician last met them: the few lines read before they come in.

Pure: ``since_last`` takes what is known of one person (``Known``) and the moment of the last visit. It gives news in
the order in which they matter at the door: allergies, medicines, scores, results, sessions, what the person reported,
life. Nothing is judged here. A change counts from when it was written down, so that a late entry is news to who has not
seen it. Where the clinician has not met the person yet, what stands now is told instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import SETS_TERMS, OrderState, state
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.therapy.course import Course, Session


@dataclass(frozen=True, slots=True)
class Noted:
    """An allergy, a life event or a medicine from elsewhere, with when it was written down. ``gone``: no longer."""

    text: str
    recorded_at: Instant
    on: PartialDate | None = None
    gone: bool = False
    kind: str = ""  # of an allergy: allergy, intolerance, none-known


@dataclass(frozen=True, slots=True)
class Measured:
    """A result: one value with its UCUM unit, or words."""

    text: str
    value: Decimal | None
    unit: str
    value_text: str
    taken_at: Instant | None
    recorded_at: Instant


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person, as far as the line of a day's list turns on it."""

    orders: tuple[tuple[OrderRevision, ...], ...] = ()
    reported: tuple[Noted, ...] = ()
    courses: tuple[Course, ...] = ()
    sessions: tuple[Session, ...] = ()  # earliest first
    responses: tuple[Response, ...] = ()  # earliest first
    allergies: tuple[Noted, ...] = ()
    life_events: tuple[Noted, ...] = ()
    results: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class MedicineChanged:
    """An order began, changed, was held, resumed or stopped, once or several times: how it was and how it stands.

    ``line`` is the newest line, ``terms`` the newest that says what is taken; ``before`` said it at the last visit
    (None: the order was not there yet).
    """

    before: OrderRevision | None
    terms: OrderRevision
    line: OrderRevision


@dataclass(frozen=True, slots=True)
class TakesNow:
    """What the person takes at this moment, said where there was no visit before."""

    order: OrderState


@dataclass(frozen=True, slots=True)
class ScoreMoved:
    """An instrument was filled in again; ``before`` is the last total as of the last visit, where there is one."""

    instrument: str
    before: Response | None
    now: Response


@dataclass(frozen=True, slots=True)
class ResultsCame:
    """Results that were written down since, newest first."""

    results: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class SessionsHeld:
    """Sessions since: how many took place, how many were missed or cancelled late, and the last that took place."""

    attended: int
    missed: int
    last: Session | None


@dataclass(frozen=True, slots=True)
class AllergyNoted:
    """An allergy or intolerance was added, or no longer stands."""

    allergy: Noted


@dataclass(frozen=True, slots=True)
class MedicineReported:
    """A medicine from elsewhere was reported, or is no longer taken."""

    medicine: Noted


@dataclass(frozen=True, slots=True)
class LifeChanged:
    """Something happened in this life."""

    event: Noted


News = (
    MedicineChanged | TakesNow | ScoreMoved | ResultsCame | SessionsHeld | AllergyNoted | MedicineReported | LifeChanged
)


def since_last(known: Known, *, last: Instant | None, at: Instant, zone: str) -> tuple[News, ...]:
    """The news since the visit that began at ``last``; None: the first visit, so what stands now is told."""
    if last is None:
        return (*_standing(known, at), *_scores(known.responses, None, zone), *_sessions(known.sessions, None))
    return (
        *(AllergyNoted(a) for a in known.allergies if a.recorded_at >= last and a.kind != "none-known"),
        *_medicines(known.orders, last),
        *_scores(known.responses, last.day(zone), zone),
        *_results(known.results, last),
        *_sessions(known.sessions, last),
        *(MedicineReported(m) for m in known.reported if m.recorded_at >= last),
        *(LifeChanged(e) for e in known.life_events if e.recorded_at >= last),
    )


def _standing(known: Known, at: Instant) -> Iterator[TakesNow]:
    """What is taken now, by name."""
    states = (state(lines, at=at) for lines in known.orders)
    taken = [order for order in states if order is not None and order.status != "stopped" and order.confirmed]
    yield from (TakesNow(order) for order in sorted(taken, key=lambda o: (o.medicine.name.casefold(), o.order_id)))


def _medicines(orders: tuple[tuple[OrderRevision, ...], ...], last: Instant) -> list[MedicineChanged]:
    """Orders with lines written down since, the newest first; a line that was marked as an error is no news."""
    found = []
    for order in orders:
        standing = [line for line in order if line.entered_in_error_at is None]
        terms = [line for line in standing if line.action in SETS_TERMS]
        known = [line for line in terms if line.recorded_at < last]
        if terms and standing[-1].recorded_at >= last:
            found.append(MedicineChanged(known[-1] if known else None, terms[-1], standing[-1]))
    return sorted(found, key=lambda news: (news.line.recorded_at, news.line.revision_id), reverse=True)


def _scores(responses: tuple[Response, ...], seen_on: date | None, zone: str) -> Iterator[ScoreMoved]:
    """The newest total of each instrument after the day of the last visit, beside the last one known on that day."""
    totals = [response for response in responses if response.total is not None]
    for instrument in sorted({response.instrument for response in totals}):
        own = [response for response in totals if response.instrument == instrument]
        before = [r for r in own if seen_on is not None and r.taken_at.day(zone) <= seen_on]
        if own[-1] not in before:
            yield ScoreMoved(instrument, before[-1] if before else None, own[-1])


def _results(results: tuple[Measured, ...], last: Instant) -> Iterator[ResultsCame]:
    """All results since in one piece of news."""
    came = [result for result in results if result.recorded_at >= last]
    if came:
        yield ResultsCame(tuple(sorted(came, key=lambda r: (r.taken_at or r.recorded_at, r.text), reverse=True)))


def _sessions(sessions: tuple[Session, ...], last: Instant | None) -> Iterator[SessionsHeld]:
    """Sessions that began after the last visit did."""
    held = [session for session in sessions if last is None or session.held_at > last]
    attended = [session for session in held if session.attendance == "attended"]
    if held:
        yield SessionsHeld(len(attended), len(held) - len(attended), attended[-1] if attended else None)
