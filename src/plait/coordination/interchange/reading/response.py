"""A filled-in form: its answers in words as received and, where every answer fits, as answers to a known instrument.

It is never half mapped: one answer that does not fit, a name that contradicts the questions, or too few questions
without a name leave the whole form in words. Questions that two instruments share belong to the one that the form
names, else to the shorter. The total received is only compared with the answers'. An answer about harm is pointed out
even where the form is not mapped. Source: FHIR R4 QuestionnaireResponse.
"""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.assessment.instrument import Instrument, Item
from plait.clinical.assessment.scoring import score
from plait.clinical.coding import LOINC, CodeableConcept
from plait.clinical.refusal import Refused
from plait.coordination.interchange.reading.instruments import Instruments, is_value, item_of, value_of
from plait.coordination.interchange.reading.measured import Value
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, Quantity
from plait.coordination.interchange.reading.resource import Resource
from plait.coordination.interchange.reading.when import When


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers to one question as received. ``code`` is the question's LOINC code, "" where it has none."""

    link_id: str
    code: str
    text: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Answers by item id of a known instrument; ``risk`` are those that speak of harm."""

    instrument: str
    version: str
    answers: tuple[tuple[str, int], ...]
    risk: tuple[tuple[str, int], ...]
    complete: bool
    stated_total: int | None


@dataclass(frozen=True, slots=True)
class ReceivedResponse:
    """A finished form. ``mapped`` is None where it is no known instrument, or does not fit it."""

    origin: Origin
    status: str
    questionnaire: str  # the form's name as received
    taken: When
    mapped: Mapped | None
    answers: tuple[Answer, ...]
    author: Link | None
    encounter: Link | None

    @property
    def in_error(self) -> bool:
        """Whether the sender took it back."""
        return self.status in {"entered-in-error", "cancelled"}


def map_answers(resource: Resource, answers: tuple[Answer, ...], named: Instrument | None) -> Mapped | None:
    """The answers as those of a known instrument, or None. ``named`` is the instrument that the form says it is."""
    known = resource.knowledge.instruments
    _point_out_risk(resource, known, answers)
    found = max(known.known, key=lambda one: (_matches(one, answers), one is named, -len(one.items)), default=None)
    if found is None or not _matches(found, answers):
        if named is not None:
            resource.warn("answers-not-mapped", value=named.id)
        return None
    if named is not None and named is not found:
        resource.warn("instrument-mismatch", named=named.id, found=found.id)
        return None
    return _mapped(resource, found, answers, named=named is not None)


def answer_value(item: Item, value: Value | None) -> int | None:
    """The value of an answer at a question: by its LOINC answer code, or a number that is one of the answers."""
    if isinstance(value, CodeableConcept):
        codes = [coding.code for coding in value.codings if coding.system in {LOINC, ""}]
        found = {number for number in (value_of(item, code) for code in codes) if number is not None}
        return found.pop() if len(found) == 1 else None
    if isinstance(value, Quantity) and not value.comparator and value.value == value.value.to_integral_value():
        value = int(value.value)
    return value if isinstance(value, int) and not isinstance(value, bool) and is_value(item, value) else None


def _mapped(resource: Resource, instrument: Instrument, answers: tuple[Answer, ...], *, named: bool) -> Mapped | None:
    values: dict[str, int] = {}
    for answer in answers:
        item = item_of(instrument, answer.code)
        if item is None or not answer.values:
            continue
        value = answer_value(item, answer.values[0]) if len(answer.values) == 1 else None
        if value is None or item.id in values:
            resource.warn("answers-not-mapped", value=instrument.id)
            return None
        values[item.id] = value
    found = score(instrument, values)
    if isinstance(found, Refused) or (found.missing and not named):
        return None
    if found.missing:
        resource.warn("items-missing", count=len(found.missing), value=instrument.id)
    total = _stated_total(instrument, answers)
    if total is not None and found.complete and found.total is not None and total != found.total:
        resource.warn("total-differs", stated=total, sum=int(found.total))
    return Mapped(
        instrument=instrument.id,
        version=instrument.version,
        answers=tuple((item.id, values[item.id]) for item in instrument.items if item.id in values),
        risk=tuple((item.id, values[item.id]) for item in instrument.items if _speaks_of_harm(item, values)),
        complete=found.complete,
        stated_total=total,
    )


def _matches(instrument: Instrument, answers: tuple[Answer, ...]) -> int:
    items = (item_of(instrument, answer.code) for answer in answers if answer.values)
    return sum(item is not None and item.scored for item in items)


def _stated_total(instrument: Instrument, answers: tuple[Answer, ...]) -> int | None:
    for answer in answers:
        if instrument.total_code and answer.code == instrument.total_code and len(answer.values) == 1:
            value = answer.values[0]
            if isinstance(value, Quantity) and value.value == value.value.to_integral_value():
                return int(value.value)
            return value if isinstance(value, int) and not isinstance(value, bool) else None
    return None


def _speaks_of_harm(item: Item, values: dict[str, int]) -> bool:
    return item.risk_from is not None and values.get(item.id, item.risk_from - 1) >= item.risk_from


def _point_out_risk(resource: Resource, known: Instruments, answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        found = known.by_item(answer.code) if answer.code else None
        if found is None:
            continue
        for one in answer.values:
            value = answer_value(found[1], one)
            if value is not None and _speaks_of_harm(found[1], {found[1].id: value}):
                resource.warn("risk-answer", value=value)
