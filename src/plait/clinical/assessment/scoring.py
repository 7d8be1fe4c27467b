"""A filled-in instrument turned into a total, a band, subscales, met criteria and the answers that speak of harm.

A score informs, it never diagnoses. Answers are item id to value. An answer that the item does not offer, and an item
that the instrument does not have, is refused, never clamped or dropped.

Missing scored items: where no more than ``most_missing`` are missing, their place is filled by the mean of those
answered (sum x items / answered, rounded half up to a whole number) and the score says that it is prorated; else there
is no total. An item that speaks of harm is never filled in: where it is missing there is no total, and it is listed.
An item that is asked only after certain answers is not missing where it was not asked, and adds nothing to the total;
of alternatives that the person chooses between, one answered is enough.
Source: each instrument's own rules in the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from plait.clinical.assessment.criteria import holds, is_met
from plait.clinical.assessment.instrument import LEVELS, Band, Criterion, Instrument, Item, Level, Subscale
from plait.clinical.assessment.sleep_diary import parts_of_night
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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The answers, with what is left out and what was never to be answered."""

    instrument: Instrument
    answers: Answers
    left_out: tuple[Item, ...]
    not_asked: frozenset[str]


def score(instrument: Instrument, answers: Answers) -> Scored | Refused:
    """Score answers. Raises ``ValueError`` for an instrument whose way of scoring is not known here."""
    refused = _impossible(instrument, answers)
    if refused is not None:
        return refused
    sheet = _sheet(instrument, answers)
    total, prorated = _total(sheet)
    return _scored(sheet, total, prorated=prorated)


def score_total(instrument: Instrument, total: int, answers: Answers | None = None) -> Scored | Refused:
    """A total that came without its answers, as from paper: banded, but silent about every single item.

    ``answers``: those that were typed by themselves all the same, as the one about self-harm. A total that cannot be
    theirs is refused.
    """
    whole = isinstance(total, int) and not isinstance(total, bool)
    if not instrument.has_total or not whole or not instrument.lowest <= total <= instrument.highest:
        return Refused("impossible-total", _("This instrument has no such total."), "total")
    known = answers or {}
    refused = _impossible(instrument, known)
    if refused is not None:
        return refused
    least, most = _reach(instrument, known)
    if total < least:
        return Refused("total-below-answers", _("The total is smaller than the answers that it is made of."), "total")
    if total > most:
        return Refused("total-above-answers", _("The total is larger than these answers allow."), "total")
    return _scored(_sheet(instrument, known), Decimal(total), prorated=False, typed=True)


def _scored(sheet: _Sheet, total: Decimal | None, *, prorated: bool, typed: bool = False) -> Scored:
    """A score with everything that its answers and its total say."""
    instrument, answers = sheet.instrument, sheet.answers
    band = instrument.band_for(None if total is None else int(total))
    checked = band is not None and band.checked
    missing = tuple(item.id for item in sheet.left_out if item.required)
    speaking = tuple(item for item in instrument.items if item.risk and _speaks_of_harm(item, answers))
    most = Decimal(_reach(instrument, answers)[1]) if prorated else None
    verdicts = [(one, is_met(one, answers, total, sheet.not_asked, most=most)) for one in instrument.criteria]
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
        risk_unanswered=tuple(item.id for item in sheet.left_out if item.risk),
        subscales=MappingProxyType(_subscales(sheet)),
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


def _sheet(instrument: Instrument, answers: Answers) -> _Sheet:
    """Which items were to be answered and were not, and which were never to be answered.

    One pass in the order of the items: what is not asked leaves what hangs on it unasked too.
    """
    instead = {one for group in instrument.alternatives if any(other in answers for other in group) for one in group}
    not_asked: set[str] = set()
    left_out: list[Item] = []
    for item in instrument.items:
        if item.id in answers:
            continue
        asked = item.only_if is None or holds(item.only_if, answers, not_asked) is not False
        if asked and item.id not in instead:
            left_out.append(item)
        else:
            not_asked.add(item.id)
    return _Sheet(instrument, answers, tuple(left_out), frozenset(not_asked))


def _speaks_of_harm(item: Item, answers: Answers) -> bool:
    """Whether the answer to an item speaks of harm."""
    return item.id in answers and item.level_of(answers[item.id]) is not None


def _total(sheet: _Sheet) -> tuple[Decimal | None, bool]:
    """The total by the instrument's own rule, and whether missing items were filled in."""
    instrument = sheet.instrument
    if instrument.scoring == "sum":
        return _sum(sheet)
    if instrument.scoring == "item":
        value = sheet.answers.get(instrument.score_item)
        return None if value is None else Decimal(value), False
    if instrument.scoring == "domains":
        return _domains(sheet), False
    if instrument.scoring in {"none", "sleep-diary"}:
        return None, False
    raise ValueError(f"{instrument.id}: {instrument.scoring!r} is no known way to score")


def _sum(sheet: _Sheet) -> tuple[Decimal | None, bool]:
    instrument = sheet.instrument
    values = [sheet.answers[item.id] for item in instrument.items if item.scored and item.id in sheet.answers]
    missing = [item for item in sheet.left_out if item.scored]
    if not missing:
        return Decimal(sum(values)), False  # nothing was to be answered: "no" to the question before them all is 0
    if not values or len(missing) > instrument.most_missing or any(item.risk for item in missing):
        return None, False
    filled = Decimal(sum(values) * (len(values) + len(missing))) / len(values)
    total = filled.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    possible = instrument.lowest <= total <= instrument.highest
    return (total, True) if possible else (None, False)


def _domains(sheet: _Sheet) -> Decimal | None:
    """The highest answer of each domain, added up; where an item is missing there is no total."""
    if any(item.scored for item in sheet.left_out):
        return None
    answered = [[sheet.answers[item] for item in part if item in sheet.answers] for part in _parts(sheet.instrument)]
    return Decimal(sum(max(values) for values in answered if values))


def _parts(instrument: Instrument) -> list[tuple[str, ...]]:
    """The groups of scored items of which the highest counts; an item outside them counts by itself."""
    grouped = {item for domain in instrument.domains for item in domain}
    single = [(item.id,) for item in instrument.items if item.scored and item.id not in grouped]
    return [*instrument.domains, *single]


def _reach(instrument: Instrument, answers: Answers) -> tuple[int, int]:
    """The lowest and the highest total that is possible with these answers, whatever the other items were."""
    items = {item.id: item for item in instrument.items}
    if instrument.scoring == "item":
        value = answers.get(instrument.score_item)
        return (instrument.lowest, instrument.highest) if value is None else (value, value)
    parts = _parts(instrument) if instrument.scoring == "domains" else [(i.id,) for i in instrument.items if i.scored]
    least = most = 0
    for part in parts:
        known = [answers[item] for item in part if item in answers]
        others = [items[item] for item in part if item not in answers]
        least += max(known, default=min((0 if one.only_if else one.lowest for one in others), default=0))
        most += max(known + [one.highest for one in others])
    return max(least, instrument.lowest), min(most, instrument.highest)


def _subscales(sheet: _Sheet) -> dict[str, Decimal | None]:
    """The score of each part; of a sleep diary, what the night comes to."""
    found = {one.id: _subscale(one, sheet) for one in sheet.instrument.subscales}
    if sheet.instrument.scoring == "sleep-diary":
        found |= parts_of_night(sheet.answers)
    return found


def _subscale(subscale: Subscale, sheet: _Sheet) -> Decimal | None:
    """The score of a part; None where an item of it was left out, or nothing of it was to be answered."""
    values = [sheet.answers[item] for item in subscale.items if item in sheet.answers]
    if not values or any(item not in sheet.answers and item not in sheet.not_asked for item in subscale.items):
        return None
    if subscale.scoring == "count":
        return Decimal(sum(value >= subscale.at_least for value in values))
    if subscale.scoring == "most":
        return Decimal(max(values))
    if subscale.scoring == "mean":
        return (Decimal(sum(values)) / len(values)).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return Decimal(sum(values))
