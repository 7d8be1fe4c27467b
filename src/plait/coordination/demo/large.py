"""A practice of tens of thousands of invented people, for trying out size: unfolded from the arcs, written by COPY.

Deterministic: the same seed, number and day give the same practice, ids included. One transaction: there is never half
of it. Where the numbers come from: a prescriber has about 700 people with some fifteen visits a day, a therapist about
35 running courses; eighteen months reach back from today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from random import Random
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.demo.arcs import Arc, arcs, roles
from plait.coordination.demo.coming import Book, Plan, Whose
from plait.coordination.demo.diary import Diary, Due
from plait.coordination.demo.persona import Registry
from plait.coordination.demo.rows import Ids, Rows
from plait.coordination.demo.scribe import Scribe
from plait.coordination.demo.story import ZONE, Calendar
from plait.coordination.demo.unfolding import Unfolding
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.foundation.patience import allow_seconds
from plait.records.accounts import actions as accounts
from plait.records.accounts import queries as known
from plait.records.people import actions as people
from plait.records.people import bulk

OPENED_DAYS_AGO = 1500
PEOPLE_OF_ONE_CLINICIAN = 417
PRESCRIBERS_OF_A_HUNDRED = 55
COORDINATORS_OF_A_SITE = 4
PEOPLE_OF_A_SITE = 17_000
THERAPY_SHARE = 33  # of a hundred arcs with therapy, one in three is drawn: there are only so many therapists
BATCH = 100  # people; small enough that the open transaction is never idle for long
PATIENCE_SECONDS = 300  # between two statements, on a slow machine
OCCUPIED = Refused("occupied", _("There are people in this database already: nothing was written."))
SITES = ("Willow Street", "Harbor Road", "Foundry Square", "Orchard Hill", "Quarry Gate", "Mill Pond")


@dataclass(frozen=True, slots=True)
class Command:
    """How many people, and from which seed."""

    people: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What there is now."""

    people: int
    staff: int
    facts: int


@dataclass
class Crew:
    """The staff of one site, taken in turn."""

    site: UUID
    prescribers: list[str] = field(default_factory=list)
    therapists: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)

    def turns(self) -> Iterator[tuple[str, str, str]]:
        """Prescriber, therapist and coordinator of the next person, for ever."""
        return zip(cycle(self.prescribers), cycle(self.therapists), cycle(self.coordinators), strict=False)


@dataclass
class Practice:
    """What is being written."""

    calendar: Calendar
    draw: Random
    ids: Ids
    staff: dict[str, Actor] = field(default_factory=dict)
    crews: list[Crew] = field(default_factory=list)


def seed(
    command: Command, *, actor: Actor, at: Instant, say: Callable[[int, int], object] = lambda _people, _facts: None
) -> Written | Refused:
    """Write it into an empty database. ``say`` is told from time to time how many people and facts there are."""
    with door.write("upkeep.seed", actor=actor, at=at) as visit:
        if known.any_user():
            return visit.refuse(OCCUPIED)
        allow_seconds(PATIENCE_SECONDS)
        calendar = Calendar(at.day(ZONE))
        practice = Practice(calendar, Random(command.seed), Ids(command.seed, calendar.moment(0, "00:00")))  # noqa: S311 - invented people, not secrets
        _hire(practice, command.people)
        facts = _fill(practice, command.people, at, say)
        visit.detail = f"{command.people} invented people, seed {command.seed}"
        return Written(command.people, len(practice.staff), facts)


def _hire(practice: Practice, count: int) -> None:
    """Sites with their staff, as many as so many people need."""
    at = practice.calendar.moment(-OPENED_DAYS_AGO)
    sites = min(len(SITES), 1 + count // PEOPLE_OF_A_SITE)
    clinicians = max(4 * sites, round(count / PEOPLE_OF_ONE_CLINICIAN))
    crews = [Crew(people.add_site(at, name=name, state="NY", time_zone=ZONE)) for name in SITES[:sites]]
    registry = Registry(practice.draw)
    for number, crew in zip(range(clinicians), cycle(crews), strict=False):
        prescribes = (number // sites) * PRESCRIBERS_OF_A_HUNDRED % 100 < PRESCRIBERS_OF_A_HUNDRED
        role, profession = ("prescriber", "psychiatrist") if prescribes else ("therapist", "psychologist")
        own = crew.prescribers if prescribes else crew.therapists
        own.append(_member(practice, registry, crew.site, number, (role, profession)))
    number = clinicians
    for crew in crews:
        for _one in range(COORDINATORS_OF_A_SITE):
            post = ("coordinator", "care coordinator")
            crew.coordinators.append(_member(practice, registry, crew.site, number, post))
            number += 1
    _member(practice, registry, crews[0].site, number, ("administrator", "practice manager"))
    practice.crews = crews


def _member(practice: Practice, registry: Registry, site: UUID, number: int, post: tuple[str, str]) -> str:
    """A member of staff with an account that nobody can sign in to by password."""
    role, profession = post
    at = practice.calendar.moment(-OPENED_DAYS_AGO)
    stamp = Stamp(SYSTEM, at)
    drawn = registry.person({"ages": [30, 64]})
    title = "Dr. " if role in {"prescriber", "therapist"} else ""
    key, name = f"{role}-{number + 1}", f"{title}{drawn['given']} {drawn['family']}"
    user = accounts.open_account(stamp, sign_in_name=key, name=name, kind="staff")
    member = people.add_practitioner(at, name=name, profession=profession, site_id=site, user_id=user)
    people.give_role(stamp, member, role, practice.calendar.day(-OPENED_DAYS_AGO))
    if title:
        licence = {"state": "NY", "profession": profession, "number": f"invented-{number + 1:04d}"}
        people.add_licence(stamp, member, starts_on=date(2015, 1, 1), **licence)
    practice.staff[key] = Actor("staff", user, name, role, (role,), member, site, ZONE)
    return key


def _fill(practice: Practice, count: int, now: Instant, say: Callable[[int, int], object]) -> int:
    """Person after person, written in batches; then the appointments that are still ahead."""
    rows, diary = Rows(), Diary(practice.calendar)
    book = Book(practice.calendar, practice.staff, practice.ids, rows, now)
    registry, weights = Registry(practice.draw), [_weight(arc) for arc in arcs()]
    turns = [crew.turns() for crew in practice.crews]
    due: list[tuple[Whose, Due]] = []
    written = 0
    numbers: list[str] = []
    for number in range(count):
        if not numbers:
            numbers = bulk.numbers(min(BATCH, count - number))[::-1]
        which = number % len(turns)
        prescriber, therapist, coordinator = next(turns[which])
        crew = {"prescriber": prescriber, "therapist": therapist, "coordinator": coordinator}
        one = Unfolding(practice.draw.choices(arcs(), weights)[0], practice.draw, diary, crew)
        scribe = Scribe(
            practice.calendar, practice.staff, practice.crews[which].site, practice.ids, rows, numbers.pop()
        )
        scribe.tell(one.story(registry))
        whose = Whose(scribe.patient, practice.crews[which].site, coordinator)
        book.past(whose, one.agreed, scribe.met)
        due += [(whose, each) for each in one.due]
        if number % BATCH == BATCH - 1:
            written += rows.write()
            say(number + 1, written)
    book.days(Plan(diary, practice.draw).all(due))
    return written + rows.write()


def _weight(arc: Arc) -> int:
    """How often an arc is drawn."""
    weight: int = arc["weight"] * 100
    return weight * THERAPY_SHARE // 100 if "therapist" in roles(arc) else weight
