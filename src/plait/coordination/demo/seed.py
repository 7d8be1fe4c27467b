"""Writes the demo practice into an empty database: its staff, then everybody's story. The same day, the same practice.

Twelve stories are written by hand and told through the decisions that staff use. The others are unfolded from the arcs
and written down as rows, because one decision after the other would take minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from plait.clinical.moment import Instant
from plait.coordination.demo import front_door, morning, public
from plait.coordination.demo.arcs import Arc, arcs, roles
from plait.coordination.demo.coming import Book, Met, Plan, Whose
from plait.coordination.demo.diary import Agreed, Diary, Due
from plait.coordination.demo.event import Event, events_of
from plait.coordination.demo.persona import Registry
from plait.coordination.demo.rows import Ids, Rows
from plait.coordination.demo.scribe import Scribe
from plait.coordination.demo.story import ZONE, Calendar, read, stories
from plait.coordination.demo.telling import Teller
from plait.coordination.demo.unfolding import Unfolding
from plait.coordination.door import NOBODY
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries as known
from plait.records.people import actions as people
from plait.records.people import bulk
from plait.records.therapy import queries as therapy
from plait.records.visits import queries as visits

OPENED_DAYS_AGO = 1500
SEED = 60
UNFOLDED = 48
RUNNING_SHARE = 80  # of a hundred courses of therapy in the demo have not ended yet
COORDINATORS = {"willow": "cole", "harbor": "bauer"}
FOLLOW_UP_DAYS, LONG_AGO_DAYS = 28, 100
SERVICES = {"couple": "couple", "family": "family"}


@dataclass
class Practice:
    """Everything that is being written."""

    calendar: Calendar
    at: Instant
    sites: dict[str, UUID]
    staff: dict[str, Actor]
    diary: Diary
    rows: Rows = field(default_factory=Rows)
    ids: Ids = field(init=False)
    book: Book = field(init=False)
    due: list[tuple[Whose, Due]] = field(default_factory=list)
    far_away: UUID = NOBODY  # somebody of the other site: for the emergency of last evening

    def __post_init__(self) -> None:
        """Ids and appointments of this day."""
        self.ids = Ids(SEED, self.calendar.moment(0, "00:00"))
        self.book = Book(self.calendar, self.staff, self.ids, self.rows, self.at)


def run(at: Instant | None = None) -> str:
    """Write everything in one transaction; returns a sentence about what there is now."""
    if known.any_user():
        return "There are people in this database already: nothing was written."
    at = at or now()
    calendar = Calendar(at.day(ZONE))
    with transaction.atomic():
        sites, staff = hire(calendar)
        practice = Practice(calendar, at, sites, staff, Diary(calendar))
        told = sum(_written(practice, name, story) for name, story in stories())
        told += _unfolded(practice)
        draw = Random(SEED)  # noqa: S311 - invented people, not secrets
        practice.book.days(Plan(practice.diary, draw).all(practice.due))
        practice.rows.write()
        morning.duties_named(calendar, staff)
        public.published(calendar, staff, sites)
        morning.arrivals(calendar, staff)
        morning.emergency(calendar, staff, practice.far_away)
        front_door.asked(at, staff[COORDINATORS["willow"]])
    return f"{len(stories()) + UNFOLDED + 1} people, {len(staff)} members of staff, {told} events."


def hire(calendar: Calendar) -> tuple[dict[str, UUID], dict[str, Actor]]:
    """The practice's sites and staff, as of the day it opened."""
    at = calendar.moment(-OPENED_DAYS_AGO)
    stamp, table = Stamp(SYSTEM, at), read("staff.toml")
    sites = {
        key: people.add_site(at, name=one["name"], state=one["state"], time_zone=ZONE)
        for key, one in table["site"].items()
    }
    staff = {}
    for key, one in table["staff"].items():
        site = sites[one["site"]]
        user = accounts.open_account(stamp, sign_in_name=key, name=one["name"], kind="staff")
        member = people.add_practitioner(at, name=one["name"], profession=one["profession"], site_id=site, user_id=user)
        for role in one["roles"]:
            people.give_role(stamp, member, role, calendar.day(-OPENED_DAYS_AGO))
        if "licence" in one:
            people.add_licence(
                stamp,
                member,
                state=table["site"][one["site"]]["state"],
                profession=one["profession"],
                number=one["licence"],
                starts_on=date(2015, 1, 1),
            )
        staff[key] = Actor("staff", user, one["name"], one["roles"][0], tuple(one["roles"]), member, site, ZONE)
    return sites, staff


def _written(practice: Practice, name: str, story: dict[str, Any]) -> int:
    """One story told through the decisions, with the appointments that its visits were."""
    teller = Teller(name, practice.calendar, practice.staff, practice.sites["willow"])
    told = teller.tell(story)
    whose = Whose(teller.patient, practice.sites["willow"], COORDINATORS["willow"])
    events = [e for e in events_of(story, practice.calendar) if e["do"] in {"visit", "session", "course", "end-course"}]
    agreed = [_agreed(practice, event, events) for event in events if event["do"] in {"visit", "session"}]
    for one in agreed:
        practice.diary.take_at(one.by, one.day, one.at, one.minutes)
    practice.book.past(whose, agreed, _met(teller.patient))
    treating = {member["who"] for member in story["team"] if "until" not in member}
    practice.due += [(whose, one) for one in _due(agreed, events) if one.by in treating]
    return told


def _agreed(practice: Practice, event: Event, events: list[Event]) -> Agreed:
    """The appointment that a visit or session was."""
    day, at, by = event.day("day", practice.calendar), event.get("at", "10:00"), event["by"]
    if event["do"] == "visit":
        service = "evaluation" if event.get("kind") == "evaluation" else "follow-up"
        role = event.get("as", practice.staff[by].roles[0])
        return Agreed(day, at, by, service, event.get("minutes", 30), role=role)
    attendance = event.get("attendance", "attended")
    status = {"attended": "fulfilled", "no-show": "noshow"}.get(attendance, "cancelled")
    place = event.get("place", "in-person")
    mode = place if place in {"in-person", "video", "phone"} else "in-person"
    reason = "Called off late" if status == "cancelled" else ""
    service = SERVICES.get(_course_of(event, events).get("format", "individual"), "session")
    return Agreed(day, at, by, service, event.get("minutes", 50), mode, status, reason, role="therapist")


def _course_of(event: Event, events: list[Event]) -> Event:
    return next(e for e in events if e["do"] == "course" and e.get("key", e.get("modality")) == event["key"])


def _met(patient: UUID) -> dict[datetime, Met]:
    """The visits and sessions on record, by when they began."""
    found: dict[datetime, Met] = {e.started_at.utc: ("encounter", e.encounter_id) for e in visits.encounters(patient)}
    return found | {s.held_at.utc: ("session", s.session_id) for s in therapy.sessions(patient)}


def _due(agreed: list[Agreed], events: list[Event]) -> list[Due]:
    """When those who treat would see the person next: after the last visit, the last session of a running course."""
    ended = {(e["by"], e["key"]) for e in events if e["do"] == "end-course"}
    running = {
        e["by"]: e.get("rhythm", 7)
        for e in events
        if e["do"] == "course" and (e["by"], e.get("key", e.get("modality"))) not in ended
    }
    last = {(one.by, one.role): one for one in agreed if one.day > -LONG_AGO_DAYS}
    found = []
    for (by, role), one in last.items():
        if role == "prescriber":
            found.append(Due(max(0, one.day + FOLLOW_UP_DAYS), by, "follow-up", 30, wish=4))
        elif by in running and one.service != "evaluation":
            every = running[by]
            wish = 4 + (one.minutes > 60)
            found.append(Due(max(0, one.day + every), by, one.service, one.minutes, one.mode, wish, role, every))
    return found


def _unfolded(practice: Practice) -> int:
    """The others: every arc once, then those with therapy again, so that each clinician's day is full."""
    draw = Random(SEED)  # noqa: S311 - invented people, not secrets
    registry = Registry(draw, distinct=True, taken={story["person"]["family"] for _name, story in stories()})
    numbers, load = bulk.numbers(UNFOLDED), dict.fromkeys(practice.staff, 0)
    told = 0
    for number, arc in zip(numbers, _chosen(draw), strict=True):
        site = "harbor" if draw.randrange(100) < 30 else "willow"
        crew = _crew(practice, site, load)
        one = Unfolding(_still_running(arc, draw), draw, practice.diary, crew)
        scribe = Scribe(practice.calendar, practice.staff, practice.sites[site], practice.ids, practice.rows, number)
        told += scribe.tell(one.story(registry))
        whose = Whose(scribe.patient, practice.sites[site], COORDINATORS[site])
        practice.book.past(whose, one.agreed, scribe.met)
        practice.due += [(whose, each) for each in one.due]
        if site == "harbor" and "prescriber" in roles(arc):
            practice.far_away = scribe.patient
        for role in roles(arc):
            load[crew[role]] += 1
    return told


def _chosen(draw: Random) -> list[Arc]:
    again = [arc for arc in arcs() if "therapist" in roles(arc)]
    found = [*arcs(), *draw.choices(again, [arc["weight"] for arc in again], k=max(0, UNFOLDED - len(arcs())))]
    draw.shuffle(found)
    return found[:UNFOLDED]


def _still_running(arc: Arc, draw: Random) -> Arc:
    """Most courses of the demo began so late that they have not ended."""
    if "therapy" not in arc or draw.randrange(100) >= RUNNING_SHARE:
        return arc
    course = arc["therapy"]
    longest = course["begins"][0] + course["planned"][0] * course["rhythm"] * 8 // 10
    fewest, most = arc["days"]
    latest = max(longest, course["begins"][1] + 14)
    return {**arc, "days": [min(fewest, latest - 7), min(most, latest)]}


def _crew(practice: Practice, site: str, load: dict[str, int]) -> dict[str, str]:
    """Those of the site who have the fewest people so far."""
    here = {key: actor for key, actor in practice.staff.items() if actor.site_id == practice.sites[site]}
    least = {
        role: min((key for key, actor in here.items() if role in actor.roles), key=lambda key: load[key])
        for role in ("prescriber", "therapist")
    }
    return {**least, "coordinator": COORDINATORS[site]}
