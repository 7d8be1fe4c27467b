"""Our own extension: everything that was recorded of one thing, line by line, column by column.

``urn:plait:fhir:thread`` holds the kind and its lines in the order of recording; a line holds its columns by name, each
as a FHIR value of its type. A column that is empty is left out. JSON columns are JSON text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plait.coordination.interchange.reading.origin import canonical
from plait.coordination.interchange.writing.elements import Json, address_of, instant
from plait.foundation.whole import Thread

THREAD = "urn:plait:fhir:thread"
AS_RECEIVED = "urn:plait:fhir:as-received"
KEPT = "urn:plait:fhir:kept"


def extension_of(thread: Thread) -> Json:
    """The extension of one thread."""
    numbers = {row: number for number, row in enumerate(thread.rows, 1)}
    lines = [{"url": "line", "extension": list(_columns(line, numbers))} for line in thread.lines]
    return {"url": THREAD, "extension": [{"url": "kind", "valueCode": thread.kind}, *lines]}


def told_by(resource: Json, threads: Iterable[Thread]) -> Json:
    """A resource with the extensions of the threads that it stands for."""
    found = [extension_of(thread) for thread in threads]
    return {**resource, "extension": [*resource.get("extension", []), *found]} if found else resource


def _columns(line: Mapping[str, Any], numbers: Mapping[UUID, int]) -> Iterable[Json]:
    for name, value in line.items():
        if value is not None and value not in ("", [], {}):
            # A line that names another line of its own thread says which one by its number.
            told = _value(numbers[value]) if isinstance(value, UUID) and value in numbers else _value(value)
            yield {"url": name, **told}


def _value(value: Any) -> Json:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int):
        return {"valueInteger": value}
    if isinstance(value, Decimal):
        return {"valueDecimal": value}
    if isinstance(value, datetime):
        return {"valueInstant": instant(value)}
    if isinstance(value, date):
        return {"valueDate": value.isoformat()}
    if isinstance(value, UUID):
        return {"valueUri": address_of(value)}
    if isinstance(value, str):
        return {"valueString": value}
    return {"valueString": canonical(value)}
