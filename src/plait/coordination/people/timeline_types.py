"""What stands on the timeline: the history it is made from, and the timeline itself, both frozen.

``History`` gathers the clinical types that record queries return. ``Timeline`` is what the renderers draw: strands cut
to one time frame, every mark tied to an ``Event``, which is also a row of the table twin, in the same words.
Shares are ``Decimal`` from 0 to 1: the part of this person's own highest daily dose of that medicine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.quantity import Dose
from plait.clinical.therapy.course import Attendance, Course, Place, Session
from plait.clinical.visits.encounter import Encounter

Period = Literal["3", "12", "36", "all"]
PERIODS: tuple[Period, ...] = ("3", "12", "36", "all")
Strand = Literal["medication", "therapy", "person", "contact"]
Standing = Literal["confirmed", "unconfirmed", "reported"]
LayerKind = Literal["scheduled", "as-needed", "once", "hold", "not-stated"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A medicine that is only reported: another prescriber's, over the counter, herbal (FHIR MedicationStatement)."""

    statement_id: UUID
    medicine: Medicine
    noted_at: Instant
    dose: Dose | None = None
    timing: Timing | None = None
    started: PartialDate | None = None  # None: not known; drawn from the day it was noted
    ended: PartialDate | None = None
    stopped_at: Instant | None = None  # where the end is known to the moment; wins over ``ended``
    kind: str = ""  # other-prescriber | over-the-counter | herbal
    informant: str = ""
    indication: str = ""
    reason_text: str = ""  # why it is no longer taken
    dose_text: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A moment when the clinicians who treat this person spoke or wrote to each other about the plan."""

    exchange_id: UUID
    at: Instant
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A booked appointment that lies ahead; ``course_id`` names the course of therapy that it belongs to."""

    appointment_id: UUID
    at: Instant
    text: str = ""
    practitioner: str = ""
    course_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class History:
    """All that the timeline is made from. ``orders`` holds one tuple of revisions for each order."""

    orders: tuple[tuple[OrderRevision, ...], ...] = ()
    statements: tuple[Statement, ...] = ()
    courses: tuple[Course, ...] = ()
    sessions: tuple[Session, ...] = ()
    responses: tuple[Response, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    life_events: tuple[LifeEvent, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    planned: tuple[Planned, ...] = ()
    called: str = ""  # the name the person goes by; heads the person's own strand
    main_instrument: str = ""  # id; empty: the one with most totals in the frame
    episode_started_at: Instant | None = None  # the baseline is the first total from then on


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the time axis; without a label it is a fine line only."""

    at: Instant
    label: str = ""
    brief: str = ""  # for a narrow drawing


@dataclass(frozen=True, slots=True)
class Frame:
    """The stretch of time that is shown, with the moment that counts as today."""

    period: Period
    zone: str
    start: Instant
    now: Instant
    end: Instant
    ticks: tuple[Tick, ...] = ()

    def covers(self, at: Instant, until: Instant | None = None) -> bool:
        """Whether a moment, or any part of a stretch, lies inside."""
        return at < self.end and (at if until is None else until) >= self.start


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened or is planned: a mark in the drawing and a row of the table, in the same words."""

    anchor: str  # id of its row on the page
    strand: Strand
    kind: str
    subject: UUID  # the record it tells of
    at: Instant
    date: str  # in words, as exact as known
    what: str
    why: str = ""
    who: str = ""
    until: Instant | None = None  # end of the span that a partial date can mean
    ahead: bool = False
    alert: bool = False
    sentence: str = ""  # all of it in one line
    brief: tuple[str, str] = ("", "")  # the few words that a narrow drawing has room for; the first may be shortened


@dataclass(frozen=True, slots=True)
class Layer:
    """One order's part of a band. ``base`` and ``share`` are parts of the lane's height; ``amount`` is a day's."""

    order_id: UUID
    kind: LayerKind
    base: Decimal
    share: Decimal
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a lane in which nothing changes. ``daily`` is the one total of what is taken regularly."""

    start: Instant
    end: Instant
    layers: tuple[Layer, ...]
    label: str
    event: Event
    daily: Dose | None = None
    uncertain: bool = False  # inside the span that a partial date leaves open


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The usual daily dose of a checked fact, as parts of the lane's height; a part above 1 lies outside it."""

    low: Decimal
    high: Decimal
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One medicine. ``marks`` are the changes inside the frame, in order of time."""

    name: str
    detail: str
    standing: Standing
    segments: tuple[Segment, ...]
    marks: tuple[Event, ...]
    highest: Dose | None = None  # the most on a day that full height stands for
    usual: UsualRange | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class SessionMark:
    """One session on a course's line."""

    event: Event
    attendance: Attendance
    place: Place


@dataclass(frozen=True, slots=True)
class CourseLane:
    """A course of therapy: from when to when, and its sessions. ``ahead`` are booked or expected ones."""

    name: str
    detail: str
    start: Instant
    end: Instant
    event: Event | None
    marks: tuple[SessionMark, ...]
    ahead: tuple[Event, ...] = ()
    ended: Event | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A total of an instrument. ``harm`` holds the words where an answer spoke of self-harm."""

    event: Event
    total: Decimal
    harm: str = ""


@dataclass(frozen=True, slots=True)
class Untotalled:
    """A filled-in instrument without a total: it has a day, but no height. ``why``: "item 4 left out"."""

    event: Event
    harm: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class SeverityBand:
    """A named range of totals, from ``low`` up to and without ``high``."""

    low: Decimal
    high: Decimal
    name: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A line to reach: response or remission."""

    kind: Literal["response", "remission"]
    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The scores of one instrument. ``bands`` and ``targets`` are there for the main one only."""

    instrument: str
    name: str
    detail: str
    lowest: Decimal
    highest: Decimal
    points: tuple[Point, ...]
    untotalled: tuple[Untotalled, ...] = ()
    bands: tuple[SeverityBand, ...] = ()
    targets: tuple[Target, ...] = ()
    baseline: Point | None = None
    range_known: bool = True
    unchecked: str = ""  # what is said where bands or lines are not checked


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that is drawn and told, cut to the frame. ``quiet`` holds a sentence for each strand that is empty."""

    frame: Frame
    lanes: tuple[Lane, ...]
    courses: tuple[CourseLane, ...]
    panels: tuple[Panel, ...]
    visits: tuple[Event, ...]
    life_events: tuple[Event, ...]
    exchanges: tuple[Event, ...]
    events: tuple[Event, ...]  # newest first
    called: str
    summary: str
    quiet: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw in this frame."""
        return not self.events
