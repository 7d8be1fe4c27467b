"""Which received forms and totals are instruments that Plait knows, by the LOINC codes of the knowledge release.

An instrument without LOINC codes is never recognised. Wording is never compared. LOINC is copyright Regenstrief
Institute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from plait.clinical.assessment.instrument import Instrument, Item
from plait.clinical.coding import LOINC, CodeableConcept


@dataclass(frozen=True, slots=True)
class Instruments:
    """The instruments of a release, found by LOINC code."""

    known: tuple[Instrument, ...] = ()

    @classmethod
    def of(cls, instruments: Iterable[Instrument]) -> Self:
        """Keep those that carry LOINC codes; the part of a longer one after it, for they share questions."""
        kept = [one for one in instruments if one.panel_code or one.total_code]
        return cls(tuple(sorted(kept, key=lambda one: bool(one.part_of))))

    def by_total(self, concept: CodeableConcept) -> Instrument | None:
        """The instrument whose total has one of a concept's codes."""
        codes = loinc_codes(concept)
        return next((one for one in self.known if one.total_code and one.total_code in codes), None)

    def by_panel(self, codes: frozenset[str]) -> Instrument | None:
        """The instrument whose form has one of these codes."""
        return next((one for one in self.known if one.panel_code and one.panel_code in codes), None)

    def by_item(self, code: str) -> tuple[Instrument, Item] | None:
        """The instrument and question with a code, of the whole instrument where a part of it asks the same."""
        found = ((one, item_of(one, code)) for one in self.known)
        return next(((one, item) for one, item in found if item is not None), None)


def item_of(instrument: Instrument, code: str) -> Item | None:
    """The question of an instrument with a LOINC code."""
    return next((item for item in instrument.items if item.code and item.code == code), None)


def value_of(item: Item, answer_code: str) -> int | None:
    """The value of an answer's LOINC code at a question, or None."""
    return next((option.value for option in item.options if option.code and option.code == answer_code), None)


def is_value(item: Item, value: int) -> bool:
    """Whether a number is one of a question's answers."""
    return any(option.value == value for option in item.options)


def loinc_codes(concept: CodeableConcept) -> frozenset[str]:
    """The LOINC codes of a concept."""
    return frozenset(coding.code for coding in concept.codings if coding.system == LOINC and coding.code)
