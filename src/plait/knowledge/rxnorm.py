"""RxNorm's ingredients and products as they stand in content/rxnorm. Source: U.S. National Library of Medicine."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from plait.clinical.medication.order import Ingredient
from plait.knowledge.content import CONTENT
from plait.knowledge.product_name import ProductName, parse

SINGLE = "IN"
COMBINATION = "MIN"


@dataclass(frozen=True, slots=True)
class Product:
    """A product as RxNorm names it. ``generic`` is the code of the generic product behind a brand."""

    rxcui: str
    name: str
    ingredients: tuple[Ingredient, ...]  # empty where this copy does not know them all: an unknown medicine
    brand: str = ""
    generic: str = ""

    @property
    def parts(self) -> ProductName:
        """Its components, strength and form, as the name says them."""
        return _parsed(self.name)

    @property
    def form(self) -> str:
        """The whole form: "oral tablet", "24-hour extended-release oral capsule"."""
        return self.parts.form

    @property
    def strength(self) -> str:
        """In words: "50 mg", "20 mg/mL"."""
        return self.parts.strength


@cache
def _parsed(name: str) -> ProductName:
    return parse(name)


@dataclass(frozen=True)
class RxNorm:
    """The tables. ``orderable`` maps an ingredient or combination to the ingredients it stands for."""

    ingredients: Mapping[str, Ingredient]  # every code: ingredients, salts, combinations
    orderable: Mapping[str, tuple[Ingredient, ...]]
    products: Mapping[str, Product]

    def parts_of(self, rxcui: str) -> tuple[Ingredient, ...]:
        """The ingredients that a code stands for: itself, the parts of a combination, or none if it is unknown."""
        parts = self.orderable.get(rxcui)
        if parts is None and rxcui in self.ingredients:
            return (self.ingredients[rxcui],)
        return parts or ()

    @cached_property
    def by_ingredients(self) -> Mapping[frozenset[str], tuple[Product, ...]]:
        """Products by exactly the ingredients that they hold."""
        groups: dict[frozenset[str], list[Product]] = {}
        for product in self.products.values():
            if product.ingredients:
                groups.setdefault(frozenset(part.rxcui for part in product.ingredients), []).append(product)
        return MappingProxyType({codes: tuple(group) for codes, group in groups.items()})


def read(root: Path = CONTENT / "rxnorm") -> RxNorm:
    """Read both tables."""
    rows = _rows(root / "ingredients.csv")
    ingredients = {row["rxcui"]: Ingredient(row["rxcui"], row["name"]) for row in rows}
    by_name = {row["name"].casefold(): ingredients[row["rxcui"]] for row in rows if row["tty"] == SINGLE}
    orderable: dict[str, tuple[Ingredient, ...]] = {}
    for row in rows:
        if row["tty"] == SINGLE:
            orderable[row["rxcui"]] = (ingredients[row["rxcui"]],)
    for row in rows:
        parts = [by_name.get(name) for name in row["name"].casefold().split(" / ")]
        if row["tty"] == COMBINATION and None not in parts:
            orderable[row["rxcui"]] = tuple(part for part in parts if part)
    products = {row["rxcui"]: _product(row, ingredients) for row in _rows(root / "products.csv")}
    return RxNorm(MappingProxyType(ingredients), MappingProxyType(orderable), MappingProxyType(products))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _product(row: dict[str, str], ingredients: Mapping[str, Ingredient]) -> Product:
    codes = row["ingredient_rxcuis"].split()
    return Product(
        rxcui=row["rxcui"],
        name=row["name"],
        ingredients=tuple(ingredients[code] for code in codes) if all(c in ingredients for c in codes) else (),
        brand=row["brand"],
        generic=row["generic_rxcui"],
    )
