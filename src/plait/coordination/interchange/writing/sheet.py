"""Everything that one person's export is written from, and the references that its resources share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.medication.order import OrderRevision
from plait.clinical.moment import Instant
from plait.clinical.release import Release
from plait.coordination.interchange.writing.elements import Json, address_of, reference
from plait.foundation.whole import Thread
from plait.records.inbox.whole import AsReceived
from plait.records.people.whole import Named, Person

Written = tuple[Json, Sequence[Thread]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's whole record. ``at`` is the moment of the export, ``content_of`` gives the bytes of a document."""

    person: Person
    threads: Mapping[str, Sequence[Thread]]
    practitioners: Mapping[UUID, Named]
    orders: Mapping[UUID, tuple[OrderRevision, ...]]
    received: Sequence[AsReceived]
    at: Instant
    release: Release
    content_of: Callable[[UUID], bytes]

    @property
    def me(self) -> Json:
        """The person, as a reference."""
        return {"reference": address_of(self.person.patient_id)}

    def of(self, kind: str) -> Sequence[Thread]:
        """The threads of a kind."""
        return self.threads.get(kind, ())

    def under(self, kind: str, column: str, thread: Thread) -> list[Thread]:
        """The rows of a kind that belong to a thing: what happened to an appointment or a task."""
        return [one for one in self.of(kind) if one.last[column] == thread.id]

    def who(self, practitioner_id: UUID | None, name: str = "") -> Json | None:
        """A practitioner as a reference, or by name."""
        known = self.practitioners.get(practitioner_id) if practitioner_id is not None else None
        return reference(known.practitioner_id if known else None, name or (known.name if known else ""))

    def all_threads(self) -> Iterator[Thread]:
        """Every thread of the record."""
        for found in self.threads.values():
            yield from found


def in_error(thread: Thread) -> bool:
    """Whether it never was true."""
    return bool(thread.last["entered_in_error"])


def status_of(thread: Thread, otherwise: str) -> str:
    """FHIR's status of a resource: in error where it never was true, whatever else it would be."""
    return "entered-in-error" if in_error(thread) else otherwise


def each(sheet: Sheet, writers: Mapping[str, Callable[[Sheet, Thread], Json]]) -> Iterator[Written]:
    """One resource for each thread of these kinds, kind by kind."""
    for kind, write in writers.items():
        for thread in sheet.of(kind):
            yield write(sheet, thread), [thread]
