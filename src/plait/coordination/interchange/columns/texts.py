"""Words and codes from outside, in the length that a column holds. The whole resource is always kept beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from plait.clinical.coding import CodeableConcept
from plait.coordination.interchange.reading.origin import Origin

LONGEST_KEY = 300
HASH_CHARACTERS = 65  # "#" and SHA-256


def clip(text: str, most: int) -> str:
    """At most so many characters; the last is "…" where something was left out."""
    return text if len(text) <= most else text[: most - 1] + "…"


def stored_key(key: str) -> str:
    """The stable name of a resource in the length of its column; a longer one ends in its hash."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - HASH_CHARACTERS]}#{hashlib.sha256(key.encode()).hexdigest()}"


def key_of(origin: Origin) -> str:
    """The stable name of a received resource, as stored."""
    return stored_key(origin.key)


def part_key(origin: Origin, number: int) -> str:
    """The name of a further row that comes from one resource; the first has the name of the resource itself."""
    return key_of(origin) if number == 0 else f"{key_of(origin)[:290]}#{number + 1}"


def codings(*concepts: CodeableConcept | None) -> list[list[str]]:
    """The codes of concepts, as stored: system, code, display."""
    return [[one.system, one.code, one.display] for concept in concepts if concept for one in concept.codings]


def words(concepts: Iterable[CodeableConcept | None]) -> str:
    """What concepts are called, each once."""
    return ", ".join(dict.fromkeys(concept.text for concept in concepts if concept))


def fits(number: Decimal, *, digits: int, places: int) -> bool:
    """Whether a decimal column of so many digits and places holds a number exactly."""
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places and abs(number) < Decimal(10) ** (digits - places)
