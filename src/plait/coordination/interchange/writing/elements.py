"""The small parts of FHIR R4 resources, made from the columns of the record. What is empty is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plait.clinical.moment import PartialDate

Json = dict[str, Any]
HL7 = "http://terminology.hl7.org/CodeSystem/"
UCUM = "http://unitsofmeasure.org"
UUIDS = "urn:ietf:rfc:3986"
_FHIR_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")
_CODE = re.compile(r"[^\s]+( [^\s]+)*\Z")


def filled(**members: Any) -> Json:
    """An object of the members that say something. A trailing underscore gives way: ``class_`` is class."""
    return {name.rstrip("_"): value for name, value in members.items() if value not in (None, "", [], {})}


def address_of(row_id: UUID) -> str:
    """The name of a resource everywhere: its thread's id."""
    return f"urn:uuid:{row_id}"


def reference(row_id: UUID | None, display: str = "") -> Json | None:
    """A reference to another entry, or words where there is none."""
    if row_id is None:
        return {"display": display} if display else None
    return filled(reference=address_of(row_id), display=display)


def coding(system: str, code: str, display: str = "") -> Json | None:
    """A code; None where what stands there is no code in FHIR's sense."""
    return filled(system=system, code=code, display=display) if _CODE.match(code) else None


def concept(text: str, codings: Iterable[Sequence[str]] = ()) -> Json | None:
    """Words with their codes."""
    found = [one for system, code, display in codings if (one := coding(system, code, display)) is not None]
    return filled(coding=found, text=text) or None


def coded(system: str, code: str, display: str = "") -> Json:
    """A concept of one code."""
    return {"coding": [filled(system=system, code=code, display=display)]}


def one_of(known: Collection[str], code: str, otherwise: str) -> str:
    """A code where FHIR knows it in this place; otherwise what comes nearest to it."""
    return code if code in known else otherwise


def instant(moment: datetime | None) -> str | None:
    """A moment in UTC."""
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def day(on: date | None) -> str | None:
    """A calendar day."""
    return on.isoformat() if on is not None else None


def partial(text: str) -> str | None:
    """A partial date where FHIR has a form for it (a season has none: it stands in words and in our extension)."""
    if not _FHIR_DATE.match(text):
        return None
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        return None


def period(start: Any, end: Any) -> Json | None:
    """A period of two dateTimes, dates or None."""
    told = [instant(one) if isinstance(one, datetime) else day(one) for one in (start, end)]
    return filled(start=told[0], end=told[1]) or None


def quantity(value: Decimal | None, unit: str, code: str = "") -> Json | None:
    """A number with its unit; ``code`` is UCUM."""
    if value is None:
        return None
    return filled(value=value.normalize() if value else Decimal(0), unit=unit) | (
        {"system": UCUM, "code": code} if code else {}
    )


def resource(kind: str, row_id: UUID, **members: Any) -> Json:
    """A resource with its id."""
    return {"resourceType": kind, "id": str(row_id), **filled(**members)}
