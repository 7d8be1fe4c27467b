"""A clinician reads the safety plan: as it stands, with every version that was, and what the person said about it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.safety.safety_plan import Change, Line, SafetyPlan, changes
from plait.coordination import door, policy, situation
from plait.coordination.consequences.safety_plan import REVISE
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.safety import plan_queries
from plait.records.safety.plan_queries import LinkLine, Mark, Proposal, Version

ACTION = "safety.read-plan"
TREATING = ("prescriber", "therapist")
PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Page:
    """The plan's page. ``written`` is the row that last changed the words; ``now`` the last row of all."""

    header: Header
    now: Version | None
    written: Version | None
    mark: Mark
    proposals: tuple[Proposal, ...]
    links: tuple[LinkLine, ...]
    may_revise: bool

    @property
    def plan(self) -> SafetyPlan:
        """The words that hold; nothing where no plan stands."""
        return self.now.plan if self.now is not None else SafetyPlan()


@dataclass(frozen=True, slots=True)
class Told:
    """A version with what it changed of the one before."""

    version: Version
    changes: tuple[Change, ...]


def read(patient_id: UUID, *, actor: Actor, at: Instant, printed: bool = False, revising: bool = False) -> Page:
    """The plan of a person. ``printed``: for paper, which the audit trail says; ``revising``: about to be changed."""
    with door.read(REVISE if revising else ACTION, actor=actor, at=at, patient=patient_id) as visit:
        visit.detail = PRINTED if printed else ""
        known = situation.gather(patient_id)
        return page_of(visit, header(known, visit, actor=actor, at=at))


def page_of(visit: door.Visit, top: Header) -> Page:
    """What stands on the page, inside a passage through the door."""
    rows = plan_queries.versions(visit.patient)
    words = (row for row in rows if row.what in {"made", "revised", "declined"})
    return Page(
        header=top,
        now=rows[0] if rows else None,
        written=next(words, None),
        mark=plan_queries.mark(visit.patient),
        proposals=plan_queries.proposals(visit.patient),
        links=plan_queries.links(visit.patient),
        may_revise=policy.permits(REVISE, visit.stamp.actor, visit.relation),
    )


def history(patient_id: UUID, *, actor: Actor, at: Instant) -> tuple[Header, tuple[Told, ...]]:
    """Every version, the newest first, each with what it changed."""
    with door.read(ACTION, actor=actor, at=at, patient=patient_id) as visit:
        top = header(situation.gather(patient_id), visit, actor=actor, at=at)
        return top, told(plan_queries.versions(visit.patient))


def told(rows: tuple[Version, ...]) -> tuple[Told, ...]:
    """Versions (newest first) with what each changed of the one before it."""
    first = tuple(Told(row, changes(SafetyPlan(), row.plan)) for row in rows[-1:])
    return tuple(Told(new, changes(old.plan, new.plan)) for new, old in pairwise(rows)) + first


def begun(page: Page, phone: str, *, at: Instant) -> SafetyPlan:
    """What a plan that nobody made yet begins with: the clinicians who treat the person, at the practice's number."""
    team = [member.name for member in page.header.team if member.role in TREATING and member.at(at)]
    return SafetyPlan(professionals=tuple(Line(name, phone) for name in dict.fromkeys(team)))
