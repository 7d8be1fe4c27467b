"""What files say that is about nobody: clinicians by name, and forms. Known again whoever's file brings it.

One of these is made for a run, so that a file about many people asks for each clinician once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination.interchange.columns import people as columns
from plait.coordination.interchange.columns.texts import key_of, stored_key
from plait.coordination.interchange.reading.practitioner import ReceivedPractitioner
from plait.coordination.interchange.reading.questionnaire import ReceivedQuestionnaire
from plait.coordination.interchange.versions import Incoming, beside
from plait.foundation.facts import Stamp
from plait.records.inbox import actions as inbox
from plait.records.inbox import queries as inbox_queries
from plait.records.people import actions as people

FORM = "Questionnaire"


@dataclass(slots=True)
class Shared:
    """What was asked for already. ``known`` holds only what is committed: a rolled back person leaves nothing here."""

    known: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    fresh: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    forms: dict[str, Mapping[str, object] | None] = field(default_factory=dict)

    def practitioners(self, at: Instant, received: Iterable[ReceivedPractitioner]) -> dict[str, UUID]:
        """Who each received clinician is here, by the stored key of the resource."""
        found: dict[str, UUID] = {}
        asked: dict[str, tuple[str, str]] = {}
        for one in received:
            key, name = columns.practitioner_key(one), columns.practitioner_name(one)
            before = self.known.get(key)
            if before is not None and before[1] == name:
                found[key_of(one.origin)] = before[0]
            else:
                asked[key_of(one.origin)] = (key, name)
        if asked:
            made = people.practitioners_for_origins(at, dict(asked.values()))
            for origin_key, (key, name) in asked.items():
                found[origin_key] = made[key]
                self.fresh[key] = (made[key], name)
        return found

    def committed(self) -> None:
        """The transaction of the last person is committed: what it made may be relied on."""
        self.known |= self.fresh
        self.fresh = {}

    def rolled_back(self) -> None:
        """It is not: what it made never was."""
        self.fresh = {}

    def form(self, address: str) -> Mapping[str, object] | None:
        """A form that came in before, by the canonical address that answers name."""
        if address not in self.forms:
            self.forms[address] = inbox_queries.definition(_canonical_key(address), FORM)
        return self.forms[address]

    def take_forms(self, stamp: Stamp, run_id: UUID, received: Iterable[ReceivedQuestionnaire]) -> dict[str, Incoming]:
        """Keep forms, each version once; says by the key of the reading what became of each."""
        asked = {definition_key(one): one for one in received}
        if not asked:
            return {}
        before = inbox_queries.definition_versions(asked)
        found = {one.origin.key: beside(one.origin, key, before.get(key)) for key, one in asked.items()}
        inbox.receive_definitions(
            stamp,
            run_id,
            [
                inbox.Resource(
                    one.key, one.sequence, "Questionnaire", one.origin.content_hash, one.origin.raw, "mapped"
                )
                for one in found.values()
                if one.counts
            ],
        )
        self.forms = {}
        return found


def definition_key(one: ReceivedQuestionnaire) -> str:
    """The name under which a form is known again: its canonical address, else the sender's id."""
    if one.url:
        return stored_key(f"{one.url}|{one.version}")
    return stored_key(f"{one.origin.system}||Questionnaire|{one.origin.resource_id}")


def _canonical_key(address: str) -> str:
    url, _, version = address.partition("|")
    return stored_key(f"{url}|{version}")
