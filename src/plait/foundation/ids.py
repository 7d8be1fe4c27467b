"""Identities: UUIDs for rows, a short number with a check digit for people to read out.

Row ids are UUIDs of version 7 made here, so that rows written together lie together and no server function newer
than PostgreSQL 15 is needed. A person's number is written ``48-2210-7``: digits in groups and one check digit
(ISO 7064 MOD 11,10), which catches every single wrong digit and nearly every swap of two neighbours.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

SHORTEST = 6


def new_id() -> UUID:
    """A fresh UUID, version 7 (RFC 9562): milliseconds first, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def check_digit(digits: str) -> int:
    """The ISO 7064 MOD 11,10 check digit of a string of digits."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def person_number(serial: int) -> str:
    """The number of the serial-th person, as printed: 482210 -> "48-2210-7"."""
    digits = f"{serial:0{SHORTEST}d}"
    return f"{digits[:-4]}-{digits[-4:]}-{check_digit(digits)}"


def read_person_number(text: str) -> str | None:
    """The number as printed, from what somebody typed; None if it is no number or its check digit is wrong."""
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    if len(digits) <= SHORTEST or any(not (c.isdigit() or c in "- ") for c in text.strip()):
        return None
    return person_number(int(digits[:-1])) if check_digit(digits[:-1]) == int(digits[-1]) else None
