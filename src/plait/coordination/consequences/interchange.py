"""What follows after an import: who may open the chart, who has to go through what came in, and when that is done."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext, ngettext

from plait.coordination.consequences import risk_answers
from plait.coordination.door import Visit
from plait.coordination.interchange.reconcile_waiting import Lines, Waiting, waiting_among
from plait.records.assessment import queries as assessment
from plait.records.inbox.queries import Run
from plait.records.medication import queries as medication
from plait.records.people import actions as people
from plait.records.people import queries as people_queries
from plait.records.problems import queries as problems
from plait.records.tasks import actions as tasks
from plait.records.tasks import by_person

CAUSE, CAUSE_OF_MANY = "import-run", "received-resource"
RECONCILE = "reconcile-medication"
RECONCILE_OTHERS = "reconcile-imported"
FIND_PRESCRIBER = "find-prescriber"
Team = dict[str, list[UUID]]


def assign(visit: Visit, run: Run, patient_id: UUID) -> None:
    """Put those who were chosen at upload on the care team, from this moment; who stands on it stays as they are."""
    for one in run.assign_to:
        people.join_care_team(
            visit.stamp,
            patient_id=patient_id,
            practitioner_id=UUID(one["practitioner"]),
            role=one["role"],
            starts_at=visit.stamp.at,
            basis="import",
        )


def ask_to_reconcile(visit: Visit, run: Run, patient_id: UUID, brought: int, *, cause: UUID | None = None) -> None:
    """Open the tasks to go through what came in; ``brought`` says how many medicines among it wait.

    Medicines are the prescriber's; where there is none, the coordinator finds one. The rest is the therapist's where
    there is one, else the prescriber's. An answer about harm that is fresh has tasks of its own. ``cause``: the
    received resource that stands for this person where a run is about many.
    """
    risk_answers.heed(visit, patient_id)
    because = (CAUSE, run.run_id) if cause is None else (CAUSE_OF_MANY, cause)
    found, team = _waiting(visit, patient_id), _team(visit, patient_id)
    if found.medicines and (brought or not by_person.open_of(patient_id, (RECONCILE,))):
        words = ngettext(
            "%(n)d imported medicine to reconcile", "%(n)d imported medicines to reconcile", found.medicines
        )
        _open(visit, because, patient_id, RECONCILE, words % {"n": found.medicines}, whose=("prescriber", team))
        if not team["prescriber"]:
            title = gettext("A file was imported: a prescriber is needed on the care team")
            _open(visit, because, patient_id, FIND_PRESCRIBER, title, whose=("coordinator", {}))
    if found.others and not by_person.open_of(patient_id, (RECONCILE_OTHERS,)):
        role = "therapist" if team["therapist"] else "prescriber"
        _open(visit, because, patient_id, RECONCILE_OTHERS, _what_waits(found), whose=(role, team))


def close_what_is_decided(visit: Visit, patient_id: UUID) -> int:
    """Close the tasks for which nothing waits any more; returns how many lines wait still."""
    found = _waiting(visit, patient_id)
    note = gettext("Everything that was imported was gone through.")
    if not found.medicines:
        by_person.complete_of(visit.stamp, patient_id, (RECONCILE, FIND_PRESCRIBER), note)
    if not found.others:
        by_person.complete_of(visit.stamp, patient_id, (RECONCILE_OTHERS,), note)
    return found.count


def _waiting(visit: Visit, patient_id: UUID) -> Waiting:
    """Reads no more than it needs: an import asks it about everybody."""
    lines = Lines(
        patient_id=patient_id,
        orders=medication.orders(patient_id),
        allergies=problems.allergies(patient_id),
        responses=assessment.responses(patient_id),
    )
    return waiting_among(lines, at=visit.stamp.at, zone=visit.stamp.actor.zone)


def _what_waits(found: Waiting) -> str:
    """What there is to go through, answers about harm first."""
    if found.answers:
        words = ngettext(
            "%(n)d earlier imported answer about self-harm to look at",
            "%(n)d earlier imported answers about self-harm to look at",
            len(found.answers),
        )
        return str(words % {"n": len(found.answers)})
    words = ngettext(
        "%(n)d imported allergy or problem to go through",
        "%(n)d imported allergies or problems to go through",
        found.others,
    )
    return str(words % {"n": found.others})


def _team(visit: Visit, patient_id: UUID) -> Team:
    """Who treats the person now, by role."""
    team: Team = {"prescriber": [], "therapist": []}
    for member in people_queries.care_team(patient_id):
        if member.role in team and member.at(visit.stamp.at):
            team[member.role].append(member.practitioner_id)
    return team


def _open(
    visit: Visit, because: tuple[str, UUID], patient_id: UUID, kind: str, title: str, *, whose: tuple[str, Team]
) -> None:
    """Open a task for a role: by name where one person alone has it."""
    role, team = whose
    named = team.get(role, [])
    tasks.open_task(
        visit.stamp,
        kind=kind,
        cause_kind=because[0],
        cause_id=because[1],
        title=title,
        patient_id=patient_id,
        owner_role=role,
        owner_id=named[0] if len(named) == 1 else None,
    )
