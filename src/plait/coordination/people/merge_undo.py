"""A merge turns out to be wrong, and is undone: each record is again what it was, with exactly its own facts.

What was written while the two were read as one stays on the record on which it was written, since nobody but a human
can say whom it is about. It is listed, by kind, record, day and author, and those who treat either person are asked
to look it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences.people import SEPARATED, ask_to_look_over
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.foundation.written import Written, written_since
from plait.records.assessment import whole as assessment
from plait.records.careplan import whole as careplan
from plait.records.documents import whole as documents
from plait.records.medication import whole as medication
from plait.records.monitoring import whole as monitoring
from plait.records.people import actions, linking, one_person, queries
from plait.records.people import whole as people
from plait.records.people.linking import Link
from plait.records.people.types import PatientRecord
from plait.records.problems import whole as problems
from plait.records.safety import whole as safety
from plait.records.therapy import whole as therapy
from plait.records.visits import whole as visits

ACTION = "people.merge"
ROOMS = (people, problems, visits, documents, assessment, therapy, medication, monitoring, safety, careplan)


@dataclass(frozen=True, slots=True)
class Command:
    """Which merge is undone, on whose record, and why."""

    person: UUID
    link: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What somebody sees who is about to undo a merge. ``numbers`` names each record that was written on."""

    person: PatientRecord
    other: PatientRecord
    link: Link
    meanwhile: tuple[Written, ...]
    numbers: dict[UUID, str]


def look(person: UUID, link: UUID, *, actor: Actor, at: Instant) -> Undoing:
    """The merge, and what was written since."""
    with door.read(ACTION, actor=actor, at=at, patient=person):
        merge, own = _standing(person, link), queries.patient(person)
        other = queries.patient(merge.patient_id) if merge else None
        if merge is None or own is None or other is None:
            raise door.Denied(str(link))
        records = one_person.records_of(person)
        kinds = [kind for room in ROOMS for kind in room.KINDS]
        known = [queries.patient(record_id) for record_id in records]
        return Undoing(
            own,
            other,
            merge,
            tuple(written_since(kinds, records, merge.at)),
            {one.patient_id: one.number for one in known if one is not None},
        )


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Undo the merge; returns the record that stands on its own again."""
    with door.write(ACTION, actor=actor, at=at, patient=command.person, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["record"])
        merge = _standing(command.person, command.link)
        if merge is None:
            return visit.refuse(Refused("undone", _("This merge does not stand: it was undone already.")))
        if not command.reason.strip():
            return visit.refuse(Refused("reason", _("Say how you know that these are two people."), "reason"))
        linking.unlink_records(visit.stamp, command.link, reason=command.reason.strip())
        actions.refresh_people([command.person, merge.patient_id])
        ask_to_look_over(visit, command.link, command.person, merge.patient_id, kind=SEPARATED)
        visit.detail = "merge undone"
        door.keep_outcome(visit, once, {"record": str(merge.patient_id)})
        return merge.patient_id


def _standing(person: UUID, link: UUID) -> Link | None:
    return next((one for one in linking.links_under(person) if one.thread == link), None)
