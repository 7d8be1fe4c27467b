"""What an instrument is for, as it is known on a person's problem list: by ICD-10-CM code, or by words without one.

It finds what to propose and says nothing about the person: no diagnosis follows from it. Source: plait
(``knowledge/content/problems/conditions.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plait.clinical.coding import ICD10CM, CodeableConcept

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is measured. ``icd10cm``: beginnings of codes; ``words``: beginnings of words that all stand in the text."""

    id: str
    icd10cm: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]

    def is_meant_by(self, concept: CodeableConcept) -> bool:
        """Whether a problem is this. One that has an ICD-10-CM code is judged by it alone, whatever its words say."""
        codes = [coding.code for coding in concept.codings if coding.system == ICD10CM]
        if codes:
            return any(_plain(code).startswith(_plain(begin)) for code in codes for begin in self.icd10cm)
        told = _WORD.findall(concept.text.casefold())
        return any(all(any(word.startswith(begin) for word in told) for begin in one) for one in self.words)


def _plain(code: str) -> str:
    """Some senders leave the point out ("F331")."""
    return code.replace(".", "").strip().upper()
