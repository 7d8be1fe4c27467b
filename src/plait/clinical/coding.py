"""What something is called, and by which code: FHIR's Coding and CodeableConcept, frozen."""

from __future__ import annotations

from dataclasses import dataclass

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"


@dataclass(frozen=True, slots=True)
class Coding:
    """A code in a code system, with the words that the source gave for it."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class CodeableConcept:
    """Words, with the codes that stand for them. Text alone is enough; an unknown code is kept as it came."""

    text: str
    codings: tuple[Coding, ...] = ()

    def code(self, system: str) -> str | None:
        """The first code in a system, or None."""
        return next((coding.code for coding in self.codings if coding.system == system), None)
