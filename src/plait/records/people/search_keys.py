"""How a person is found: words folded so that case, accents and punctuation do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from plait.records.people.types import PatientRecord

SHORTEST_PHONE = 4
LOCAL_PHONE = 7  # the digits by which two ways to write one phone number are known to be the same
# The first letters of the months as a screen writes them, in English and in Spanish.
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(ENGLISH, 1)} | {"ene": 1, "abr": 4, "ago": 8, "dic": 12}


def fold(text: str) -> list[str]:
    """The words of a text: lower case, without accents; a phone or date as its digits ("(555) 010-7": 5550107)."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    bare = _day_in_digits(bare)
    if not any(c.isalpha() for c in bare):
        digits = "".join(c for c in bare if c.isdigit())
        return [digits] if digits else []
    return ["".join(c for c in word if c.isalnum()) for word in bare.replace("-", " ").replace("'", "").split() if word]


def _day_in_digits(text: str) -> str:
    """A day as a screen writes it ("2 may 1992", "may 2, 1992") as digits; every other text as it is."""
    words = text.replace(",", " ").replace(".", " ").split()
    months = [MONTHS[word[:3]] for word in words if word[:3] in MONTHS]
    days = [word for word in words if word.isdecimal() and len(word) <= 2]
    years = [word for word in words if word.isdecimal() and len(word) == 4]
    if len(words) == 3 and len(months) == len(days) == len(years) == 1:
        return f"{years[0]}{months[0]:02d}{int(days[0]):02d}"
    return text


def phone_key(phone: str) -> str:
    """The last seven digits of a phone number; empty where it has fewer."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-LOCAL_PHONE:] if len(digits) >= LOCAL_PHONE else ""


def email_key(email: str) -> str:
    """An e-mail address to compare. It begins with a sign that no search types, so that it never answers a name."""
    address = email.strip().casefold()
    return f"@{address}"[:200] if address else ""


def year_key(year: int) -> str:
    """The year of birth, for comparing only: no search types the sign."""
    return f"~{year}"


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
    for email in record.emails:
        if email_key(email):
            yield "email", email_key(email)
    yield "number", "".join(fold(record.number))
    if record.birth_date is not None:
        yield "year", year_key(record.birth_date.year)
    if record.birth_date is not None and record.birth_date.day is not None:
        day = record.birth_date.earliest()
        yield "birth", day.strftime("%Y%m%d")
        yield "birth", day.strftime("%m%d%Y")
        yield "birth", f"{day.month}{day.day}{day.year}"
