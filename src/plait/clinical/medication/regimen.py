"""What a person takes at a moment, replayed from the histories of their orders.

A history is the ``OrderRevision`` lines of one order, in any order; a function that speaks of several orders takes
all lines of a person together. ``at`` is the moment asked about, in the past or the future. ``known_at`` is the
moment as of which it is told: lines recorded later are not yet known, lines marked in error later still count. Without
``known_at`` everything known now counts. The rules stand in order.py.

Errors: ``ValueError`` where a history mixes the lines of several orders. Source: plait (FHIR R4 MedicationRequest).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from uuid import UUID

from plait.clinical.medication.order import Medicine, OrderRevision, Status
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.clinical.situation import DoseStep

SETS_TERMS = frozenset({"start", "change"})


@dataclass(frozen=True, slots=True)
class OrderState:
    """An order at a moment: ``line`` made it what it is, ``terms`` (the last start or change) says what is taken."""

    status: Status
    started_at: Instant
    line: OrderRevision
    terms: OrderRevision

    @property
    def order_id(self) -> UUID:
        """The order it is."""
        return self.line.order_id

    @property
    def since(self) -> Instant:
        """Since when it stands like this."""
        return self.line.effective_at

    @property
    def medicine(self) -> Medicine:
        """What is ordered."""
        return self.terms.medicine

    @property
    def dose(self) -> Dose | None:
        """How much each time; None: not stated."""
        return self.terms.dose

    @property
    def timing(self) -> Timing | None:
        """How often; None: not stated."""
        return self.terms.timing

    @property
    def confirmed(self) -> bool:
        """False while an imported line waits for reconciliation: possibly taken, left out of totals."""
        return self.line.confirmed

    @property
    def reason(self) -> tuple[str, str]:
        """Why it last became what it is: code and free text."""
        return (self.line.reason_code, self.line.reason_text)


@dataclass(frozen=True, slots=True)
class Regimen:
    """All orders of the same ingredients: immediate beside extended release is one regimen."""

    key: tuple[str, ...]
    name: str
    orders: tuple[OrderState, ...]


def state(revisions: Iterable[OrderRevision], *, at: Instant, known_at: Instant | None = None) -> OrderState | None:
    """What an order is at a moment, or None where it is not there (not yet, or entered in error)."""
    found = None
    for then in _replay(revisions, known_at):
        if then.since > at:
            break
        found = then
    return found


def steps(revisions: Iterable[OrderRevision], *, known_at: Instant | None = None) -> tuple[DoseStep, ...]:
    """The stretches of an order, oldest first, past and future, until it stops.

    Half-open and touching: each ends where the next begins, the last goes on unless the order stops. Neighbours that
    differ in neither dose, timing nor hold are one stretch.
    """
    found: list[DoseStep] = []
    for then in _replay(revisions, known_at):
        step = DoseStep(then.since, None, then.dose, then.timing, then.status == "on-hold")
        stops = then.status == "stopped"
        if found and (stops or not _same(found[-1], step)):
            found[-1] = replace(found[-1], end=then.since)
        if not stops and (not found or found[-1].end is not None):
            found.append(step)
    return tuple(found)


def upcoming(
    revisions: Iterable[OrderRevision], *, at: Instant, known_at: Instant | None = None
) -> tuple[OrderState, ...]:
    """What an order will become after a moment by lines that already stand in it, soonest first."""
    return tuple(then for then in _replay(revisions, known_at) if then.since > at)


def by_order(revisions: Iterable[OrderRevision]) -> dict[UUID, tuple[OrderRevision, ...]]:
    """The lines of a person's orders, sorted into one history each."""
    histories: dict[UUID, list[OrderRevision]] = {}
    for line in revisions:
        histories.setdefault(line.order_id, []).append(line)
    return {order_id: tuple(lines) for order_id, lines in histories.items()}


def current_orders(
    revisions: Iterable[OrderRevision], *, at: Instant, known_at: Instant | None = None
) -> tuple[OrderState, ...]:
    """A person's orders that are active or on hold at a moment, by name, then by start."""
    states = (state(lines, at=at, known_at=known_at) for lines in by_order(revisions).values())
    current = [order for order in states if order is not None and order.status != "stopped"]
    return tuple(sorted(current, key=lambda o: (o.medicine.name.casefold(), o.started_at, o.order_id)))


def regimens(orders: Iterable[OrderState]) -> tuple[Regimen, ...]:
    """Orders grouped by their ingredients, by name."""
    groups: dict[tuple[str, ...], list[OrderState]] = {}
    for order in orders:
        groups.setdefault(order.medicine.key, []).append(order)
    found = [Regimen(key, min(o.medicine.name for o in group), tuple(group)) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda regimen: (regimen.name.casefold(), regimen.key)))


def _counting(revisions: Iterable[OrderRevision], known_at: Instant | None) -> list[OrderRevision]:
    """The lines that count as of ``known_at``, in the order in which they hold; empty where the order is not there."""
    known = [line for line in revisions if known_at is None or line.recorded_at <= known_at]
    if len({line.order_id for line in known}) > 1:
        raise ValueError("a history holds the lines of one order")
    start = min((line for line in known if line.action == "start"), key=lambda line: line.sequence, default=None)
    if start is None or _in_error(start, known_at):
        return []
    counting = [line for line in known if not _in_error(line, known_at) and line.effective_at >= start.effective_at]
    return sorted(counting, key=lambda line: (line.effective_at, line.sequence))


def _in_error(line: OrderRevision, known_at: Instant | None) -> bool:
    """Whether the line was marked as an error by then."""
    marked = line.entered_in_error_at
    return marked is not None and (known_at is None or marked <= known_at)


def _replay(revisions: Iterable[OrderRevision], known_at: Instant | None) -> Iterator[OrderState]:
    """Everything that an order becomes, one state for each moment at which a line takes effect, until it stops."""
    lines = _counting(revisions, known_at)
    terms = lines[0] if lines else None
    for line, following in zip_longest(lines, lines[1:]):
        if line.action in SETS_TERMS:
            terms = line
        stops = line.action == "stop"
        if stops or following is None or following.effective_at != line.effective_at:
            yield OrderState(line.status, lines[0].effective_at, line, terms or line)
        if stops:
            return


def _same(one: DoseStep, other: DoseStep) -> bool:
    """Whether two stretches are taken alike."""
    return (one.dose, one.timing, one.on_hold) == (other.dose, other.timing, other.on_hold)
