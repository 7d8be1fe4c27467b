"""JSON with exact decimals: numbers are written as they are, never as binary fractions."""

from __future__ import annotations

from decimal import Decimal
from json.encoder import encode_basestring

CONSTANTS = {True: "true", False: "false", None: "null"}


def json_text(value: object) -> str:
    """The JSON of dicts, lists, texts, whole numbers and decimals, in the order in which they stand."""
    if isinstance(value, dict):
        return "{" + ",".join([f"{encode_basestring(name)}:{json_text(one)}" for name, one in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([json_text(one) for one in value]) + "]"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool) or value is None:
        return CONSTANTS[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON here")
