"""The same values give the same fingerprint, on any machine, in any order of storage.

A preview carries the fingerprint of what the person was shown; the commit builds it again and refuses where it
differs. ``canonical`` turns the core's frozen values into JSON: decimals as plain strings ("1" and "1.0" are equal),
instants in UTC, partial dates as they are written, sets sorted, mappings by key. The order of a tuple is kept, since
it may mean something. Errors: ``TypeError`` for what has no exact text (a binary float among them).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import plain


def canonical(value: Any) -> Any:
    """A value as JSON: dicts, lists, strings, whole numbers, booleans and None."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, (Instant, PartialDate)):
        return {name: canonical(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, (tuple, list)):
        return [canonical(member) for member in value]
    if isinstance(value, Mapping):
        return {_key(key): canonical(value[key]) for key in sorted(value, key=_key)}
    if isinstance(value, (set, frozenset)):
        return sorted((canonical(member) for member in value), key=canonical_text)
    return _text(value)


def canonical_text(value: Any) -> str:
    """The one text of a value: JSON with sorted keys and no spaces."""
    return json.dumps(canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(value: Any) -> str:
    """SHA-256 of the one text, 64 hex digits."""
    return sha256(canonical_text(value).encode()).hexdigest()


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def _text(value: Any) -> str:
    """A single value that JSON has no word for."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Instant):
        return value.iso()
    if isinstance(value, datetime):
        return Instant(value).iso()
    if isinstance(value, (date, PartialDate, UUID)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no exact text")


def _number(value: Decimal) -> str:
    """A decimal as text: equal numbers are equal texts."""
    if not value.is_finite():
        raise TypeError(f"{value} has no exact text")
    return plain(value) if value else "0"


def _key(key: Any) -> str:
    """A mapping's key as text."""
    if isinstance(key, (str, UUID)):
        return str(key)
    raise TypeError("the keys of a mapping are words or ids")
