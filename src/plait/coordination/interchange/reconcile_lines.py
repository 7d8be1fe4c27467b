"""Imported lines beside what is known here that could be the same, with what differs between the two.

Two medicines could be the same where they share an ingredient (unknown ones: the name); two allergies where ingredient,
a code or the words agree; two problems where a code or the words agree. Nothing is judged here: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.coding import CodeableConcept
from plait.clinical.medication.regimen import OrderState
from plait.clinical.medication.words import dose_in_words
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.situation import CURRENT
from plait.coordination import situation
from plait.coordination.interchange.reconcile_waiting import Waiting, shown_order, waiting
from plait.coordination.situation import Known
from plait.foundation.received_threads import ReceivedThread
from plait.records.assessment import imported as imported_responses
from plait.records.inbox import reconciliation_queries as inbox
from plait.records.inbox.reconciliation_queries import Decision, Source
from plait.records.medication import imported as imported_medicines
from plait.records.medication.queries import Statement
from plait.records.problems import imported as imported_problems
from plait.records.problems.imported import AllergyLine, ConditionLine

Kind = Literal["order", "statement", "allergy", "condition", "response"]
MEDICINES: tuple[Kind, ...] = ("order", "statement")
IN_ERROR = "entered-in-error"
MOST_PAST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says, each part as text or date, empty where it is not stated: what is laid side by side."""

    name: str = ""
    dose: str = ""
    form: str = ""
    status: str = ""
    reaction: str = ""
    severity: str = ""
    since: PartialDate | Instant | None = None
    until: PartialDate | Instant | None = None
    who: str = ""
    codes: str = ""

    def differs(self, other: Told) -> frozenset[str]:
        """The parts that are not the same in both. Words that differ only in capitals are the same.

        Who noted an entry here is no difference beside a file that does not say who did there.
        """
        parts = {part.name for part in fields(self)} - ({"who"} if not self.who else set())
        return frozenset(part for part in parts if _plain(getattr(self, part)) != _plain(getattr(other, part)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the record. ``standing``: it says that something is true now. ``waits``: imported, undecided."""

    kind: Kind
    thread: UUID
    told: Told
    standing: bool
    waits: bool
    imported: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """An entry here that could be the same, and the parts that differ."""

    entry: Entry
    differs: frozenset[str]


@dataclass(frozen=True)
class Sides:
    """Everything that is laid side by side, read in one transaction."""

    known: Known
    waits: Waiting
    allergies: tuple[AllergyLine, ...]
    conditions: tuple[ConditionLine, ...]
    orders_from: dict[UUID, ReceivedThread]
    statements_from: dict[UUID, ReceivedThread]
    responses_from: dict[UUID, ReceivedThread]
    decisions: tuple[Decision, ...]
    at: Instant
    zone: str

    @cached_property
    def entries(self) -> dict[UUID, Entry]:
        """Every entry, by thread."""
        made = (*self._orders(), *self._statements(), *self._allergies(), *self._conditions(), *self._responses())
        return {entry.thread: entry for entry in made}

    def version(self, thread: UUID) -> str:
        """Which version of an entry somebody looks at: how many rows it has, and how often it was decided."""
        decided = sum(one.target == thread for one in self.decisions)
        return f"{self._rows(thread)}.{decided}"

    def lines(self, *kinds: Kind) -> list[Entry]:
        """The imported entries of these kinds that wait."""
        return [entry for entry in self.entries.values() if entry.kind in kinds and entry.waits]

    def sources(self, threads: Iterable[UUID]) -> dict[UUID, Source]:
        """The file that last brought each entry."""
        keys = {thread: key for thread in threads if (key := self._origin(thread))}
        found = inbox.sources(self.known.patient.patient_id, keys.values())
        return {thread: found[key] for thread, key in keys.items() if key in found}

    def besides(self, line: Entry) -> tuple[Beside, ...]:
        """What is known here that could be the same: what stands, then a little of what is over."""
        alike = [other for other in self.entries.values() if other.thread != line.thread and self._alike(line, other)]
        alike.sort(key=lambda other: (not other.standing, other.waits))
        standing = [other for other in alike if other.standing]
        past = [other for other in alike if not other.standing]
        return tuple(Beside(other, line.told.differs(other.told)) for other in (*standing, *past[:MOST_PAST]))

    def allergy(self, thread: UUID) -> AllergyLine:
        """One allergy."""
        return next(line for line in self.allergies if line.thread == thread)

    def statement(self, thread: UUID) -> Statement:
        """One statement."""
        return next(line for line in self.known.statements if line.thread == thread)

    def none_known_here(self) -> tuple[UUID, ...]:
        """The statements, ours or decided, that no allergy is known."""
        return tuple(
            line.thread
            for line in self.allergies
            if line.kind == "none-known" and self.entries[line.thread].standing and not self.entries[line.thread].waits
        )

    def _alike(self, one: Entry, other: Entry) -> bool:
        if one.kind in MEDICINES:
            return other.kind in MEDICINES and not self._key(one).isdisjoint(self._key(other))
        if one.kind != other.kind or one.kind == "response":
            return False
        if one.kind == "allergy":
            mine, theirs = self.allergy(one.thread), self.allergy(other.thread)
            if "none-known" in (mine.kind, theirs.kind):
                return mine.kind == theirs.kind
            same = bool(mine.ingredient) and mine.ingredient == theirs.ingredient
            return same or _same_words(mine.words, theirs.words)
        by_thread = {line.thread: line for line in self.conditions}
        return _same_words(by_thread[one.thread].words, by_thread[other.thread].words)

    def _key(self, entry: Entry) -> set[str]:
        if entry.kind == "statement":
            return set(self.statement(entry.thread).medicine.key)
        return set(self.known.order(entry.thread)[-1].medicine.key)

    def _rows(self, thread: UUID) -> int:
        for came in (self.orders_from, self.statements_from, self.responses_from):
            if thread in came:
                return came[thread].sequence
        return next((one.sequence for one in (*self.allergies, *self.conditions) if one.thread == thread), 0)

    def _origin(self, thread: UUID) -> str:
        for came in (self.orders_from, self.statements_from, self.responses_from):
            if thread in came:
                return came[thread].origin_key
        own = next((one for one in (*self.allergies, *self.conditions) if one.thread == thread), None)
        return own.received.origin_key if own is not None and own.received is not None else ""

    def _orders(self) -> Iterator[Entry]:
        for lines in self.known.orders:
            order = shown_order(lines, self.at)
            if order is not None:
                thread = order.order_id
                waits, came = thread in self.waits.orders, thread in self.orders_from
                yield Entry("order", thread, _told_of_order(order), order.status != "stopped", waits, came)

    def _statements(self) -> Iterator[Entry]:
        for one in self.known.statements:
            waits, came = one.thread in self.waits.statements, one.thread in self.statements_from
            yield Entry("statement", one.thread, _told_of_statement(one), one.status == "active", waits, came)

    def _allergies(self) -> Iterator[Entry]:
        for one in self.allergies:
            since = None if one.effective_at == one.first_recorded_at else one.effective_at
            told = Told(reaction=one.reaction, severity=one.severity, form=one.kind, since=since)
            yield _problem("allergy", one, told, waits=one.thread in self.waits.allergies)

    def _conditions(self) -> Iterator[Entry]:
        for one in self.conditions:
            told = Told(
                form=one.verification_status,
                since=PartialDate.parse(one.onset) if one.onset else None,
                until=PartialDate.parse(one.abated) if one.abated else None,
            )
            yield _problem("condition", one, told, waits=one.thread in self.waits.conditions)

    def _responses(self) -> Iterator[Entry]:
        for one in self.known.responses:
            if one.source == "import" and one.risk:
                thread = one.response_id
                values = ", ".join(str(value) for _item, value in one.risk)
                told = Told(name=one.instrument, dose=values, since=one.taken_on or one.taken_at)
                waits = thread in self.waits.answers
                yield Entry("response", thread, told, standing=True, waits=waits, imported=True)


def _problem(kind: Kind, one: AllergyLine | ConditionLine, told: Told, *, waits: bool) -> Entry:
    """An allergy or a problem with what both say; ``told`` is what is its own."""
    came = one.received is not None
    shared = replace(
        told,
        name=one.words.text,
        status=IN_ERROR if one.in_error else one.clinical_status,
        who="" if came else one.recorded_by,
        codes=_codes(one.words),
    )
    standing = one.clinical_status in CURRENT and not one.in_error
    return Entry(kind, one.thread, shared, standing, waits, came)


def sides(patient_id: UUID, *, at: Instant, zone: str) -> Sides:
    """Read both sides."""
    known = situation.gather(patient_id)
    return Sides(
        known=known,
        waits=waiting(known, at=at, zone=zone),
        allergies=imported_problems.allergies(patient_id),
        conditions=imported_problems.conditions(patient_id),
        orders_from=imported_medicines.orders(patient_id),
        statements_from=imported_medicines.statements(patient_id),
        responses_from=imported_responses.responses(patient_id),
        decisions=inbox.decisions(patient_id),
        at=at,
        zone=zone,
    )


def _told_of_order(order: OrderState) -> Told:
    terms = order.terms
    return Told(
        name=order.medicine.name,
        dose=_dose(dose_in_words(order.dose, order.timing, gettext), terms.dose_text if order.dose is None else ""),
        form=order.medicine.form,
        status=order.status,
        since=order.started_at,
        until=order.since if order.status == "stopped" else None,
        who=terms.prescriber,
    )


def _told_of_statement(one: Statement) -> Told:
    return Told(
        name=one.medicine.name,
        dose=_dose(dose_in_words(one.dose, one.timing, gettext), one.dose_text if one.dose is None else ""),
        form=one.medicine.form,
        status=one.status,
        since=one.started or one.effective_at,
        who=one.informant or one.recorded_by,
    )


def _dose(words: str, came_as: str) -> str:
    return gettext("%(dose)s; it came as “%(words)s”") % {"dose": words, "words": came_as} if came_as else words


def _codes(words: CodeableConcept) -> str:
    return ", ".join(dict.fromkeys(coding.code for coding in words.codings))


def _same_words(one: CodeableConcept, other: CodeableConcept) -> bool:
    """Whether a code agrees in its system, or the words do."""
    codes = {(coding.system, coding.code) for coding in one.codings}
    if codes & {(coding.system, coding.code) for coding in other.codings}:
        return True
    return bool(one.text.strip()) and one.text.strip().casefold() == other.text.strip().casefold()


def _plain(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value
