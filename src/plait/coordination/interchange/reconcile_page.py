"""A clinician reads what was imported about a person and waits, side by side with what is known here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant, PartialDate
from plait.coordination import door, policy
from plait.coordination.consequences import reconcile_medicines
from plait.coordination.consequences.medication import HALF
from plait.coordination.consequences.reconcile_medicines import Look
from plait.coordination.interchange.reconcile_lines import MEDICINES, Beside, Entry, Kind, Sides, sides
from plait.coordination.interchange.reconcile_waiting import ORDERS, OTHERS
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.inbox.reconciliation_queries import Decision, Source


@dataclass(frozen=True, slots=True)
class Line:
    """One imported entry that waits. ``look``: what taking a medicine over would do; None for anything else."""

    entry: Entry
    besides: tuple[Beside, ...]
    source: Source | None
    seen: str
    look: Look | None
    last: Decision | None  # what was decided before: about an earlier version, or to be decided again
    contradicts: bool  # that no allergy is known stands beside one
    newer: tuple[str, Instant | PartialDate] | None  # of an answer: a later answer to the same items, and when


@dataclass(frozen=True, slots=True)
class Decided:
    """A line that was decided, as it stands now, and the last decision about it."""

    entry: Entry | None
    name: str
    decision: Decision
    same_as: str
    again: bool  # whether it may be decided again here


@dataclass(frozen=True, slots=True)
class Page:
    """The page. ``may_decide_medicines``: whether this actor decides about medicines, or only sees them."""

    header: Header
    answers: tuple[Line, ...]
    medicines: tuple[Line, ...]
    allergies: tuple[Line, ...]
    problems: tuple[Line, ...]
    decided: tuple[Decided, ...]
    may_decide_medicines: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that waits, in the order of the page."""
        return (*self.answers, *self.medicines, *self.allergies, *self.problems)


def read(patient_id: UUID, *, actor: Actor, at: Instant, again: UUID | None = None) -> Page:
    """The page of a person; ``again`` names a decided line that is to be decided once more."""
    with door.read(OTHERS, actor=actor, at=at, patient=patient_id) as visit:
        found = sides(visit.patient, at=at, zone=actor.zone)
        maker = _Maker(found, actor, again)
        orders = policy.permits(ORDERS, actor, "treats")
        return Page(
            header=header(found.known, visit, actor=actor, at=at),
            answers=maker.lines("response"),
            medicines=maker.lines(*MEDICINES),
            allergies=maker.lines("allergy"),
            problems=maker.lines("condition"),
            decided=maker.decided(orders=orders),
            may_decide_medicines=orders,
        )


class _Maker:
    """Puts lines together from both sides."""

    def __init__(self, found: Sides, actor: Actor, again: UUID | None) -> None:
        self.found, self.actor, self.again = found, actor, again
        self.last: dict[UUID, Decision] = {}
        for one in reversed(found.decisions):
            self.last[one.target] = one
        shown = [entry.thread for entry in found.entries.values() if self._shown(entry)]
        self.sources = found.sources(shown)

    def lines(self, *kinds: Kind) -> tuple[Line, ...]:
        """The lines of these kinds: what waits, and the one that is decided again."""
        return tuple(
            self._line(entry) for entry in self.found.entries.values() if entry.kind in kinds and self._shown(entry)
        )

    def decided(self, *, orders: bool) -> tuple[Decided, ...]:
        """What was decided, the last first."""
        return tuple(
            self._decided(one, orders=orders)
            for one in sorted(self.last.values(), key=lambda one: one.decided_at, reverse=True)
            if not self._waits(one.target)
        )

    def _shown(self, entry: Entry) -> bool:
        return entry.waits or (entry.thread == self.again and entry.imported)

    def _waits(self, thread: UUID) -> bool:
        entry = self.found.entries.get(thread)
        return entry is not None and self._shown(entry)

    def _line(self, entry: Entry) -> Line:
        look = reconcile_medicines.look(self.found, entry, actor=self.actor) if entry.kind in MEDICINES else None
        allergies = self.found.known.allergies
        return Line(
            entry=entry,
            besides=self.found.besides(entry),
            source=self.sources.get(entry.thread),
            seen=f"{self.found.version(entry.thread)}.{look.seal[:HALF] if look else ''}",
            look=look,
            last=self.last.get(entry.thread),
            contradicts=entry.kind == "allergy" and bool(allergies.known) and allergies.none_known,
            newer=self._newer(entry) if entry.kind == "response" else None,
        )

    def _newer(self, entry: Entry) -> tuple[str, Instant | PartialDate] | None:
        """The last later answer to the same items."""
        own = next(one for one in self.found.known.responses if one.response_id == entry.thread)
        items = {item for item, _value in own.risk}
        later = [
            one
            for one in self.found.known.responses
            if one.instrument == own.instrument and one.taken_at > own.taken_at and items <= set(one.answers)
        ]
        if not later:
            return None
        last = later[-1]
        return ", ".join(str(last.answers[item]) for item in sorted(items)), last.taken_on or last.taken_at

    def _decided(self, one: Decision, *, orders: bool) -> Decided:
        entry = self.found.entries.get(one.target)
        same = self.found.entries.get(one.same_as) if one.same_as else None
        may = entry is not None and (orders or entry.kind not in MEDICINES)
        return Decided(entry, self._name(one.target, entry), one, same.told.name if same else "", may)

    def _name(self, thread: UUID, entry: Entry | None) -> str:
        """What a line is called, also where it was entered in error and is no entry any more."""
        if entry is not None:
            return entry.told.name
        lines = self.found.known.order(thread)
        return lines[-1].medicine.name if lines else ""
