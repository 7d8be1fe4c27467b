"""A filled-in instrument turned into a total, a band, subscales, met criteria and the answers that speak of harm.

A score informs, it never diagnoses. Answers are item id to value. An answer that the item does not offer, and an item
that the instrument does not have, is refused, never clamped or dropped.

Missing scored items: where no more than ``most_missing`` are missing, their place is filled by the mean of those
answered (sum x items / answered, rounded half up to a whole number) and the score says that it is prorated; else there
is no total. An item that speaks of harm is never filled in: where it is missing there is no total, and it is listed.
An item that is asked only after certain answers is not missing where it was not asked.
Source: each instrument's own rules in the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from plait.clinical.assessment.criteria import holds, is_met
from plait.clinical.assessment.instrument import LEVELS, Band, Criterion, Instrument, Item, Level, Subscale
from plait.clinical.language import gettext_noop as _
from plait.clinical.refusal import Refused

Answers = Mapping[str, int]
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scored:
    """What the answers say. A band that is not checked stands in ``unchecked_band``: to be labelled, without status.

    ``criteria`` are met for certain, ``open_criteria`` might be met by what was left out. ``level``: how soon somebody
    must look, the highest of all answers and criteria that speak of harm; None where none does.
    """

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
    subscales: Mapping[str, Decimal | None] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[Criterion, ...] = ()
    open_criteria: tuple[Criterion, ...] = ()
    level: Level | None = None


def score(instrument: Instrument, answers: Answers) -> Scored | Refused:
    """Score answers. Raises ``ValueError`` for an instrument whose way of scoring is not known here."""
    refused = _impossible(instrument, answers)
    if refused is not None:
        return refused
    total, prorated = _total(instrument, answers)
    return _scored(instrument, answers, total, prorated=prorated)


def score_total(instrument: Instrument, total: int, answers: Answers | None = None) -> Scored | Refused:
    """A total that came without its answers, as from paper: banded, but silent about every single item.

    ``answers``: those that were typed by themselves all the same, as the one about self-harm.
    """
    whole = isinstance(total, int) and not isinstance(total, bool)
    if not instrument.has_total or not whole or not instrument.lowest <= total <= instrument.highest:
        return Refused("impossible-total", _("This instrument has no such total."), "total")
    known = answers or {}
    refused = _impossible(instrument, known)
    if refused is not None:
        return refused
    least = sum(known[item.id] for item in instrument.items if item.scored and item.id in known)
    if instrument.scoring == "sum" and total < least:
        return Refused("total-below-answers", _("The total is smaller than the answers that it is made of."), "total")
    return _scored(instrument, known, Decimal(total), prorated=False, typed=True)


def _scored(
    instrument: Instrument, answers: Answers, total: Decimal | None, *, prorated: bool, typed: bool = False
) -> Scored:
    """A score with everything that its answers and its total say."""
    band = instrument.band_for(None if total is None else int(total))
    checked = band is not None and band.checked
    left_out = _left_out(instrument, answers)
    missing = tuple(item.id for item in left_out if item.required)
    speaking = tuple(item for item in instrument.items if _speaks_of_harm(item, answers))
    verdicts = [(criterion, is_met(criterion, answers, total)) for criterion in instrument.criteria]
    met = tuple(criterion for criterion, verdict in verdicts if verdict is True)
    return Scored(
        instrument=instrument.id,
        version=instrument.version,
        total=total,
        band=band if checked else None,
        unchecked_band=None if checked else band,
        complete=not missing and not typed,
        prorated=prorated,
        missing=() if typed else missing,
        risk=tuple((item.id, answers[item.id]) for item in speaking),
        risk_unanswered=tuple(item.id for item in left_out if item.risk),
        subscales=MappingProxyType({one.id: _subscale(one, answers) for one in instrument.subscales}),
        criteria=met,
        open_criteria=tuple(criterion for criterion, verdict in verdicts if verdict is None),
        level=_highest([item.level_of(answers[item.id]) for item in speaking] + [one.level for one in met]),
    )


def _highest(levels: Iterable[Level | None]) -> Level | None:
    found = [LEVELS.index(level) for level in levels if level is not None]
    return LEVELS[max(found)] if found else None


def _impossible(instrument: Instrument, answers: Answers) -> Refused | None:
    """The first answer that cannot be, in the order of the items; an unknown item before all."""
    items = {item.id: item for item in instrument.items}
    unknown = sorted(set(answers) - set(items))
    if unknown:
        return Refused("unknown-item", _("This instrument has no such question."), unknown[0])
    for item_id, item in items.items():
        if item_id in answers and not item.offers(answers[item_id]):
            return Refused("impossible-answer", _("This question has no such answer."), item_id)
    return None


def _left_out(instrument: Instrument, answers: Answers) -> tuple[Item, ...]:
    """The items that were to be answered and were not."""
    instead = {item for group in instrument.alternatives if any(one in answers for one in group) for item in group}
    return tuple(
        item
        for item in instrument.items
        if item.id not in answers
        and item.id not in instead
        and (item.only_if is None or holds(item.only_if, answers) is not False)
    )


def _speaks_of_harm(item: Item, answers: Answers) -> bool:
    """Whether the answer to an item speaks of harm."""
    return item.id in answers and item.level_of(answers[item.id]) is not None


def _total(instrument: Instrument, answers: Answers) -> tuple[Decimal | None, bool]:
    """The total by the instrument's own rule, and whether missing items were filled in."""
    if instrument.scoring == "sum":
        return _sum(instrument, answers)
    if instrument.scoring == "item":
        value = answers.get(instrument.score_item)
        return None if value is None else Decimal(value), False
    if instrument.scoring == "domains":
        return _domains(instrument, answers), False
    if instrument.scoring in {"none", "sleep-diary"}:
        return None, False
    raise ValueError(f"{instrument.id}: {instrument.scoring!r} is no known way to score")


def _sum(instrument: Instrument, answers: Answers) -> tuple[Decimal | None, bool]:
    scored = [item for item in instrument.items if item.scored]
    values = [answers[item.id] for item in scored if item.id in answers]
    missing = [item for item in scored if item.id not in answers]
    if not missing:
        return Decimal(sum(values)), False
    if not values or len(missing) > instrument.most_missing or any(item.risk for item in missing):
        return None, False
    filled = Decimal(sum(values) * len(scored)) / len(values)
    total = filled.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    possible = instrument.lowest <= total <= instrument.highest
    return (total, True) if possible else (None, False)


def _domains(instrument: Instrument, answers: Answers) -> Decimal | None:
    """The highest answer of each domain, added up; where an item is missing there is no total."""
    if any(item.scored for item in _left_out(instrument, answers)):
        return None
    grouped = {item for domain in instrument.domains for item in domain}
    single = [(item.id,) for item in instrument.items if item.scored and item.id not in grouped]
    return Decimal(
        sum(max(answers[item] for item in domain if item in answers) for domain in (*instrument.domains, *single))
    )


def _subscale(subscale: Subscale, answers: Answers) -> Decimal | None:
    """The score of a part; None where an item of it was left out."""
    if any(item not in answers for item in subscale.items):
        return None
    values = [answers[item] for item in subscale.items]
    if subscale.scoring == "count":
        return Decimal(sum(value >= subscale.at_least for value in values))
    if subscale.scoring == "most":
        return Decimal(max(values))
    if subscale.scoring == "mean":
        return (Decimal(sum(values)) / len(values)).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return Decimal(sum(values))
