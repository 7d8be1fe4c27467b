"""What an export reads: the whole records of some people, in a fixed number of queries however many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.interchange.writing.sheet import Sheet
from plait.foundation.whole import Kind, Thread, threads_of
from plait.records.assessment import whole as assessment
from plait.records.careplan import whole as careplan
from plait.records.documents import whole as documents
from plait.records.inbox import whole as inbox
from plait.records.intake import whole as intake
from plait.records.medication import whole as medication
from plait.records.monitoring import whole as monitoring
from plait.records.people import whole as people
from plait.records.problems import whole as problems
from plait.records.safety import whole as safety
from plait.records.tasks import whole as tasks
from plait.records.therapy import whole as therapy
from plait.records.visits import whole as visits

KINDS: tuple[Kind, ...] = (
    *people.KINDS,
    *problems.KINDS,
    *medication.KINDS,
    *therapy.KINDS,
    *assessment.KINDS,
    *visits.KINDS,
    *monitoring.KINDS,
    *safety.KINDS,
    *intake.KINDS,
    *careplan.KINDS,
    *documents.KINDS,
    *tasks.KINDS,
    *inbox.KINDS,
)
BY_WHOM = ("practitioner_id", "prescriber_id", "therapist_id", "owner_id", "to_id")


def sheets(patient_ids: Sequence[UUID], *, at: Instant, release: Release) -> Iterator[Sheet]:
    """The records of these people; one that is read under another's comes with that one."""
    persons = people.persons(patient_ids)
    under = {one.patient_id: one.patient_id for one in persons}
    under |= {other: one.patient_id for one in persons for other in one.merged}
    ids = list(under)
    threads: dict[UUID, dict[str, list[Thread]]] = {one.patient_id: {} for one in persons}
    for kind in KINDS:
        for thread in threads_of(kind, ids):
            threads[under[thread.patient_id]].setdefault(thread.kind, []).append(thread)
    received: dict[UUID, list[inbox.AsReceived]] = {one.patient_id: [] for one in persons}
    for version in inbox.as_received(ids):
        received[under[version.patient_id]].append(version)
    orders = medication.histories(ids)
    named = people.practitioners(_whom(threads), [one.key for found in received.values() for one in found])
    for person in persons:
        own = threads[person.patient_id]
        wanted = _whom({person.patient_id: own})
        keys = {one.key for one in received[person.patient_id]}
        yield Sheet(
            person=person,
            threads=own,
            practitioners={pk: one for pk, one in named.items() if pk in wanted or one.origin_key in keys},
            orders=orders,
            received=received[person.patient_id],
            at=at,
            release=release,
            content_of=documents.content,
        )


def _whom(threads: dict[UUID, dict[str, list[Thread]]]) -> set[UUID]:
    """Every practitioner whom a line names."""
    return {
        line[name]
        for found in threads.values()
        for kind in found.values()
        for thread in kind
        for line in thread.lines
        for name in BY_WHOM
        if line.get(name) is not None
    }
