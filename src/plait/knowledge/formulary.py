"""Which medicines exist: RxNorm's ingredients and products, searched by generic name, brand or product name.

An unknown code is answered with None, never guessed. Products of different forms are never merged: an extended-release
tablet is another thing than a tablet, and "24-hour" another than "12-hour". Source: RxNorm Current Prescribable
Content, U.S. National Library of Medicine; its gaps stand in content/rxnorm/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from plait.clinical.medication.order import Ingredient, Medicine
from plait.clinical.release import MedicationKnowledge, Release
from plait.knowledge.formulary_search import Entry, Index, words
from plait.knowledge.loader import release
from plait.knowledge.rxnorm import Product, RxNorm
from plait.knowledge.rxnorm import read as read_rxnorm

MOST_HITS = 20
SPOKEN_FORMS = {
    "extended-release": "er xr cr la",
    "24-hour extended-release": "xl",
    "12-hour extended-release": "sr",
    "delayed-release": "dr ec",
    "disintegrating oral tablet": "odt",
    "sublingual": "sl",
    "transdermal": "patch",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search: an ingredient or fixed combination (``product`` is None), or a product."""

    rxcui: str  # the code to order by; Plait's own id for a combination that RxNorm gives no code here
    name: str  # as shown: "sertraline", "sertraline 50 MG Oral Tablet [Zoloft]"
    medicine: Medicine
    product: Product | None
    brands: tuple[str, ...]
    known: bool  # whether Plait has knowledge about it


@dataclass(frozen=True, slots=True)
class FormGroup:
    """All products of one form, weakest first, generic before brand."""

    form: str
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Formulary:
    """RxNorm seen through what Plait knows. Immutable; its index is built at the first search."""

    rxnorm: RxNorm
    known: Release

    def search(self, text: str, limit: int = MOST_HITS) -> tuple[Hit, ...]:
        """What was typed, found as generic name, brand or product: medicines that Plait knows first."""
        return tuple(hit for entry in self._index.find(text, limit) if (hit := self._hit(entry.rxcui)))

    def product(self, rxcui: str) -> Product | None:
        """The product of that code, or None."""
        return self.rxnorm.products.get(rxcui)

    def ingredient(self, rxcui: str) -> Ingredient | None:
        """The ingredient, salt or combination of that code, or None."""
        return self.rxnorm.ingredients.get(rxcui)

    def medicine(self, rxcui: str) -> Medicine | None:
        """What would be ordered by that code: a product, an ingredient or a fixed combination. None: unknown."""
        product = self.product(rxcui)
        if product:
            return self._of_product(product)
        parts = self._parts_of(rxcui)
        if not parts:
            return None
        found = self._known_by(parts)
        return Medicine(name=found.name if found else _joined(parts), ingredients=parts)

    def products_of(self, rxcui: str) -> tuple[FormGroup, ...]:
        """Every product that holds just this ingredient (with its salts) or just this combination, by form.

        A combination product is never listed under one of its parts.
        """
        wanted = self._same_as(rxcui)
        found = [p for codes in wanted for p in self.rxnorm.by_ingredients.get(codes, ())]
        found.sort(key=lambda product: (product.form, *_order(product)))
        return tuple(FormGroup(form, tuple(group)) for form, group in groupby(found, key=lambda product: product.form))

    def knowledge(self, medicine: Medicine) -> MedicationKnowledge | None:
        """What is known about a medicine as a whole, or None."""
        return self._known_by(medicine.ingredients)

    @cached_property
    def _known(self) -> dict[frozenset[str], MedicationKnowledge]:
        """``Release.medication_of`` for every medicine at once: indexing asks it twenty thousand times."""
        singles = {frozenset({code}): known for known in self.known.medications.values() for code in known.rxcuis}
        whole = {frozenset(known.ingredients): known for known in self.known.medications.values() if known.ingredients}
        return singles | whole

    def _known_by(self, parts: tuple[Ingredient, ...]) -> MedicationKnowledge | None:
        return self._known.get(frozenset(part.rxcui for part in parts))

    def _parts_of(self, code: str) -> tuple[Ingredient, ...]:
        """The ingredients of a code. A combination that RxNorm gives no code here is reached by Plait's own id."""
        known = self.known.medications.get(code)
        if known and known.ingredients:
            return tuple(part for one in known.ingredients for part in self.rxnorm.parts_of(one))
        return self.rxnorm.parts_of(code)

    def _same_as(self, rxcui: str) -> set[frozenset[str]]:
        parts = frozenset(part.rxcui for part in self._parts_of(rxcui))
        found = self._known.get(parts)
        if found and not found.ingredients:
            return {frozenset({code}) for code in found.rxcuis}
        return {parts}

    def _of_product(self, product: Product) -> Medicine:
        found = self._known_by(product.ingredients)
        return Medicine(
            name=found.name if found else _joined(product.ingredients) or product.name,
            ingredients=product.ingredients,
            product=product.rxcui,
            product_name=product.name,
            form=product.form,
            strength=product.strength,
        )

    def _hit(self, rxcui: str) -> Hit | None:
        medicine = self.medicine(rxcui)
        if not medicine:
            return None
        product, found = self.product(rxcui), self.knowledge(medicine)
        return Hit(
            rxcui=rxcui,
            name=product.name if product else medicine.name,
            medicine=medicine,
            product=product,
            brands=(product.brand,) if product and product.brand else found.brands if found and not product else (),
            known=found is not None,
        )

    @cached_property
    def _index(self) -> Index:
        return Index([*self._ingredient_entries(), *self._product_entries()])

    def _ingredient_entries(self) -> Iterator[Entry]:
        covered: set[str] = set()
        for found in sorted(self.known.medications.values(), key=lambda known: known.name):
            covered.update(found.rxcuis)
            salts = [self.rxnorm.ingredients[code].name for code in found.rxcuis if code in self.rxnorm.ingredients]
            names = tuple(name.casefold() for name in (found.name, *found.brands, *salts))
            yield Entry(
                found.rxcuis[0] if found.rxcuis else found.id, names, frozenset(words(" ".join(names))), known=True
            )
        for code, parts in sorted(self.rxnorm.orderable.items(), key=lambda item: _joined(item[1])):
            if code not in covered:
                name = _joined(parts).casefold()
                yield Entry(code, (name,), frozenset(words(name)), known=False)

    def _product_entries(self) -> Iterator[Entry]:
        for product in sorted(self.rxnorm.products.values(), key=_order):
            known = self._known_by(product.ingredients) is not None
            names = tuple(name.casefold() for name in (_joined(product.ingredients), product.brand) if name)
            yield Entry(
                product.rxcui,
                names,
                frozenset((*words(" ".join((*names, product.name))), *_spoken(product.form))),
                known,
                product=True,
            )


@cache
def _spoken(form: str) -> tuple[str, ...]:
    """The letters that the clinic uses for a form ("XR", "SR", "ODT"); they find a product, they never merge two."""
    return tuple(letters for part, spoken in SPOKEN_FORMS.items() if part in form for letters in spoken.split())


@cache
def _joined(parts: tuple[Ingredient, ...]) -> str:
    return " / ".join(sorted(part.name for part in parts))


def _order(product: Product) -> tuple[object, ...]:
    parts = product.parts
    return (
        _joined(product.ingredients),
        parts.form,
        parts.size,
        bool(product.brand),
        product.brand,
        int(product.rxcui),
    )


@cache
def formulary() -> Formulary:
    """The formulary that ships with Plait, read once."""
    return Formulary(read_rxnorm(), release())
