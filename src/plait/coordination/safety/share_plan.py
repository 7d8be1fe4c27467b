"""A clinician gives the person a link to their own safety plan, sees when it was opened, and takes it back.

The link is shown once. It opens the plan after the birth date, for as long as was chosen; the one before it ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import safety_plan as consequences
from plait.coordination.consequences.safety_plan import REVISE
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.safety import plan_actions, plan_queries

DAYS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Command:
    """Whose plan, and for how many days the link opens it."""

    patient_id: UUID
    days: int


@dataclass(frozen=True, slots=True)
class Given:
    """A link, whole only at the moment when it is made; ``token`` is None when the same request comes again."""

    link_id: UUID
    token: str | None = field(repr=False)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Given | Refused:
    """Make the link; the ones given before end."""
    with door.write(REVISE, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Given(UUID(visit.replayed["link"]), None)
        patient = people.patient(visit.patient)
        if command.days not in DAYS:
            return visit.refuse(Refused("choice", _("Choose from the list."), "days"))
        if plan_queries.mark(visit.patient).state != "standing":
            return visit.refuse(Refused("none", _("There is no plan yet that a link could open.")))
        if patient is None or patient.birth_date is None or patient.birth_date.day is None:
            return visit.refuse(
                Refused("birth-date", _("The link asks for the birth date, and no full one is on record."))
            )
        for link in plan_queries.links(visit.patient):
            if link.basis == consequences.GIVEN and link.good(at):
                plan_actions.end_link(visit.stamp, link.link_id, "replaced")
        link_id, token = consequences.new_link(visit, visit.patient, expires_at=at.plus(days=command.days))
        visit.detail = "link given"
        door.keep_outcome(visit, once, {"link": str(link_id)})
        return Given(link_id, token)


def take_back(link_id: UUID, *, actor: Actor, at: Instant, once: Once | None) -> UUID:
    """End a link, also one that has ended already; returns whose plan it opened."""
    whose = partial(plan_queries.patient_of_link, link_id)
    with door.write(REVISE, actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return visit.patient
        plan_actions.end_link(visit.stamp, link_id, "taken-back")
        visit.detail = "link taken back"
        door.keep_outcome(visit, once, {"link": str(link_id)})
        return visit.patient
