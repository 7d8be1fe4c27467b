"""Short ways to write down an order's history."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID, uuid5

from plait.clinical.medication.order import Action, Ingredient, Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose

SPACE = UUID("5f0c2f0e-3a55-4c0e-9d0a-0d1f6f6b5a10")
SERTRALINE = Medicine("sertraline", (Ingredient("36437", "sertraline"),), form="oral tablet")
BUPROPION = Medicine("bupropion", (Ingredient("42347", "bupropion"),), form="oral tablet")
BUPROPION_XL = Medicine("bupropion", (Ingredient("42347", "bupropion"),), form="24-hour extended-release oral tablet")
UNKNOWN = Medicine("Calm Root", ())
DAILY = Timing("daily")
TWICE = Timing("daily", count=2)


def moment(day: str) -> Instant:
    """ "2026-01-05" at noon UTC, or a whole ISO instant."""
    return Instant.parse(day if "T" in day else f"{day}T12:00:00Z")


def mg(value: str | int) -> Dose:
    return Dose(Decimal(value), "mg")


def line(
    sequence: int,
    action: Action,
    effective: str,
    *,
    recorded: str | None = None,
    order: str = "a",
    dose: Dose | None = None,
    timing: Timing | None = DAILY,
    medicine: Medicine = SERTRALINE,
    error: str | None = None,
    confirmed: bool = True,
    **more: str,
) -> OrderRevision:
    return OrderRevision(
        order_id=uuid5(SPACE, order),
        revision_id=uuid5(SPACE, f"{order}/{sequence}"),
        sequence=sequence,
        action=action,
        effective_at=moment(effective),
        recorded_at=moment(recorded or effective),
        medicine=medicine,
        dose=dose,
        timing=timing,
        entered_in_error_at=moment(error) if error else None,
        confirmed=confirmed,
        **more,
    )


def order_id(order: str = "a") -> UUID:
    return uuid5(SPACE, order)
