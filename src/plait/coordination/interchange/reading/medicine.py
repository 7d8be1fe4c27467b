"""Which medicine is meant: by its RxNorm code, looked up, never guessed from words.

An unknown code leaves an unknown medicine: its words, no ingredient. Where the codes disagree, or the words share
nothing with what the code stands for, that is said. Sources: FHIR R4 Medication, RxNorm.
"""

from __future__ import annotations

import re

from plait.clinical.coding import RXNORM, CodeableConcept
from plait.clinical.medication.order import Ingredient, Medicine
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.parts import read_concept
from plait.coordination.interchange.reading.resource import Resource, refuse_changed_meaning
from plait.coordination.interchange.reading.words import Malformed

RXNORM_SYSTEMS = frozenset({RXNORM, "urn:oid:2.16.840.1.113883.6.88"})
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words of RxNorm names that say which salt or form it is, not which medicine.
_BESIDE = frozenset(
    [
        "acetate",
        "acid",
        "anhydrous",
        "besylate",
        "calcium",
        "capsule",
        "carbonate",
        "chloride",
        "citrate",
        "delayed",
        "dihydrate",
        "disintegrating",
        "extended",
        "fumarate",
        "hour",
        "hydrate",
        "hydrobromide",
        "hydrochloride",
        "injection",
        "lactate",
        "maleate",
        "mesylate",
        "monohydrate",
        "nitrate",
        "oral",
        "pack",
        "patch",
        "phosphate",
        "potassium",
        "release",
        "sodium",
        "solution",
        "succinate",
        "sulfate",
        "suspension",
        "tablet",
        "tartrate",
    ]
)


def read_medication(resource: Resource) -> tuple[CodeableConcept, Medicine]:
    """FHIR's medication[x] of an order or a dispense: the concept as it came and the medicine it stands for."""
    element = resource.element
    chosen = element.choice("medication")
    if chosen == "medicationCodeableConcept":
        concept = read_concept(element.part(chosen))
        if concept is not None:
            return concept, medicine_of(resource, concept, warn=True) or Medicine(concept.text, ())
    if chosen == "medicationReference":
        return _referred(resource, element.part(chosen))
    raise Malformed("missing", element.at("medication[x]"), name="medication[x]")


def medicine_of(resource: Resource, concept: CodeableConcept, *, warn: bool = False) -> Medicine | None:
    """The known medicine of a concept's RxNorm codes, or None. ``warn`` says so where none is known."""
    codes = dict.fromkeys(one.code for one in concept.codings if one.system in RXNORM_SYSTEMS and one.code)
    looked_up = (resource.knowledge.lookup(code) for code in codes)
    found = [medicine for medicine in looked_up if medicine is not None and medicine.ingredients]
    if not found:
        if warn:
            resource.warn("medicine-unknown", value=concept.text)
        return None
    if any(not _is_same(found[0], medicine) for medicine in found[1:]):
        resource.warn("medicine-codes-differ")
        return None
    chosen = next((medicine for medicine in found if medicine.product), found[0])
    _compare_words(resource, concept, chosen)
    return chosen


def names_medicine(concept: CodeableConcept) -> bool:
    """Whether a concept has an RxNorm code, known or not."""
    return any(one.system in RXNORM_SYSTEMS for one in concept.codings)


def _referred(resource: Resource, reference: Element | None) -> tuple[CodeableConcept, Medicine]:
    """An order may name a Medication resource, in the Bundle or inside itself."""
    reference = resource.element.needed("medicationReference", reference)
    words = reference.text("display")
    target = resource.target(reference)
    if target is None or target.resource.get("resourceType") != "Medication":
        if not words:
            raise Malformed("reference-nowhere", reference.path, value=reference.text("reference"))
        resource.warn("medicine-unknown", value=words)
        return CodeableConcept(words), Medicine(words, ())
    refuse_changed_meaning(target.resource, target.path)
    resource.drawn_on.append(target.resource)
    medication = Element(target.resource, target.path)
    parts = _ingredients(resource, medication)
    concept = read_concept(medication.part("code"))
    if concept is None:
        name = words or " / ".join(part.text for part in parts)
        concept = CodeableConcept(medication.needed("code", name))
    found = medicine_of(resource, concept, warn=not parts)
    return concept, found or _by_ingredients(resource, concept, parts)


def _ingredients(resource: Resource, medication: Element) -> list[CodeableConcept]:
    found = []
    for one in medication.parts("ingredient"):
        concept = read_concept(one.part("itemCodeableConcept"))
        target = resource.target(one.part("itemReference"))
        if concept is None and target is not None:
            concept = read_concept(Element(target.resource, target.path).part("code"))
        if concept is not None:
            found.append(concept)
    return found


def _by_ingredients(resource: Resource, concept: CodeableConcept, parts: list[CodeableConcept]) -> Medicine:
    """The listed ingredients, only where every one of them is known: half a combination would mislead."""
    known = [medicine_of(resource, part) for part in parts]
    found: dict[str, Ingredient] = {}
    for medicine in known:
        if medicine is None:
            resource.warn("medicine-unknown", value=concept.text)
            return Medicine(concept.text, ())
        found.update({one.rxcui: one for one in medicine.ingredients})
    if found:
        resource.warn("medicine-by-ingredients")
    return Medicine(concept.text, tuple(found.values()))


def _is_same(one: Medicine, other: Medicine) -> bool:
    """Whether two codes stand for the same ingredients, a salt counting as its base."""
    names = [frozenset(frozenset(_words(part.name)) for part in medicine.ingredients) for medicine in (one, other)]
    return one.key == other.key or (names[0] == names[1] and frozenset() not in names[0])


def _compare_words(resource: Resource, concept: CodeableConcept, medicine: Medicine) -> None:
    """Warn where the words of the order share no word with the medicine that its code stands for."""
    meant = _words(" ".join((medicine.name, medicine.product_name, *(one.name for one in medicine.ingredients))))
    said = _words(concept.text)
    if said and meant and not said & meant:
        resource.warn("medicine-words-differ", words=concept.text, medicine=medicine.product_name or medicine.name)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _BESIDE
