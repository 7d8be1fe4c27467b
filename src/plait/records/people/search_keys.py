"""How a person is found: words folded so that case, accents and punctuation do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from plait.records.people.types import PatientRecord

SHORTEST_PHONE = 4


def fold(text: str) -> list[str]:
    """The words of a text: lower case, without accents; a phone or date as its digits ("(555) 010-7": 5550107)."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    if not any(c.isalpha() for c in bare):
        digits = "".join(c for c in bare if c.isdigit())
        return [digits] if digits else []
    return ["".join(c for c in word if c.isalnum()) for word in bare.replace("-", " ").replace("'", "").split() if word]


def keys_of(record: PatientRecord) -> Iterable[tuple[str, str]]:
    """Every (kind, key) by which a person is found."""
    for name in (record.given, record.family, record.preferred_name):
        for word in fold(name):
            yield "name", word
    for phone in record.phones:
        digits = "".join(fold(phone)) if not any(c.isalpha() for c in phone) else ""
        for start in {0, max(0, len(digits) - 10), max(0, len(digits) - 7), max(0, len(digits) - SHORTEST_PHONE)}:
            if len(digits) - start >= SHORTEST_PHONE:
                yield "phone", digits[start:]
    yield "number", "".join(fold(record.number))
    if record.birth_date is not None and record.birth_date.day is not None:
        day = record.birth_date.earliest()
        yield "birth", day.strftime("%Y%m%d")
        yield "birth", day.strftime("%m%d%Y")
        yield "birth", f"{day.month}{day.day}{day.year}"
