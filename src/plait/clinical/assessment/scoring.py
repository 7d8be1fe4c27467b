"""A filled-in instrument turned into a total, a band and the answers that speak of harm.

A score informs, it never diagnoses. Answers are item id to value. An answer that the item does not offer, and an item
that the instrument does not have, is refused, never clamped or dropped.

Missing scored items: where no more than ``most_missing`` are missing, their place is filled by the mean of those
answered (sum x items / answered, rounded half up to a whole number) and the score says that it is prorated; else there
is no total. An item that speaks of harm is never filled in: where it is missing there is no total, and it is listed.
Source: each instrument's own rules in the release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused
from plait.clinical.release import Band, Instrument, Item

SUM = "sum"


@dataclass(frozen=True, slots=True)
class Scored:
    """What the answers say. A band that is not checked stands in ``unchecked_band``: to be labelled, without status."""

    instrument: str
    version: str
    total: Decimal | None
    band: Band | None = None
    unchecked_band: Band | None = None
    complete: bool = False  # every required item answered
    prorated: bool = False
    missing: tuple[str, ...] = ()  # required items left out
    risk: tuple[tuple[str, int], ...] = ()  # answers that speak of harm
    risk_unanswered: tuple[str, ...] = ()  # items that could speak of harm and were left out


def score(instrument: Instrument, answers: Mapping[str, int]) -> Scored | Refused:
    """Score answers. Raises ``ValueError`` for an instrument whose way of scoring is not known here."""
    if instrument.scoring != SUM:
        raise ValueError(f"{instrument.id}: {instrument.scoring!r} is no known way to score")
    refused = _impossible(instrument, answers)
    if refused is not None:
        return refused
    missing = tuple(item.id for item in instrument.items if item.required and item.id not in answers)
    total, prorated = _total(instrument, answers)
    return _scored(
        instrument,
        total,
        complete=not missing,
        prorated=prorated,
        missing=missing,
        risk=tuple((item.id, answers[item.id]) for item in instrument.items if _speaks_of_harm(item, answers)),
        risk_unanswered=tuple(i.id for i in instrument.items if i.risk_from is not None and i.id not in answers),
    )


def score_total(instrument: Instrument, total: int) -> Scored | Refused:
    """A total that came without its answers, as from another record: banded, but silent about every single item."""
    if isinstance(total, bool) or not isinstance(total, int) or not instrument.lowest <= total <= instrument.highest:
        return Refused("impossible-total", _("This instrument has no such total."), "total")
    risk_items = tuple(item.id for item in instrument.items if item.risk_from is not None)
    return _scored(instrument, Decimal(total), complete=False, risk_unanswered=risk_items)


def _scored(
    instrument: Instrument,
    total: Decimal | None,
    *,
    complete: bool,
    prorated: bool = False,
    missing: tuple[str, ...] = (),
    risk: tuple[tuple[str, int], ...] = (),
    risk_unanswered: tuple[str, ...] = (),
) -> Scored:
    """A score with the band of its total."""
    band = instrument.band_for(None if total is None else int(total))
    checked = band is not None and band.checked
    return Scored(
        instrument=instrument.id,
        version=instrument.version,
        total=total,
        band=band if checked else None,
        unchecked_band=None if checked else band,
        complete=complete,
        prorated=prorated,
        missing=missing,
        risk=risk,
        risk_unanswered=risk_unanswered,
    )


def _impossible(instrument: Instrument, answers: Mapping[str, int]) -> Refused | None:
    """The first answer that cannot be, in the order of the items; an unknown item before all."""
    items = {item.id: item for item in instrument.items}
    unknown = sorted(set(answers) - set(items))
    if unknown:
        return Refused("unknown-item", _("This instrument has no such question."), unknown[0])
    for item_id, item in items.items():
        if item_id not in answers:
            continue
        value = answers[item_id]
        offered = {option.value for option in item.options}
        if isinstance(value, bool) or not isinstance(value, int) or value not in offered:
            return Refused("impossible-answer", _("This question has no such answer."), item_id)
    return None


def _speaks_of_harm(item: Item, answers: Mapping[str, int]) -> bool:
    """Whether the answer to an item speaks of harm."""
    return item.risk_from is not None and item.id in answers and answers[item.id] >= item.risk_from


def _total(instrument: Instrument, answers: Mapping[str, int]) -> tuple[Decimal | None, bool]:
    """The total by the instrument's own rule, and whether missing items were filled in."""
    scored = [item for item in instrument.items if item.scored]
    values = [answers[item.id] for item in scored if item.id in answers]
    missing = [item for item in scored if item.id not in answers]
    if not missing:
        return Decimal(sum(values)), False
    if not values or len(missing) > instrument.most_missing or any(item.risk_from is not None for item in missing):
        return None, False
    filled = Decimal(sum(values) * len(scored)) / len(values)
    total = filled.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    possible = instrument.lowest <= total <= instrument.highest
    return (total, True) if possible else (None, False)
