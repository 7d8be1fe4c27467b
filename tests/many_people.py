"""Many invented people as lines, made from the twelve real files: new ids, names, birth dates and numbers for each.

Clinicians and organisations are shared, as in a real export: they stand once, and everybody's resources refer to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

FHIR = Path(__file__).parent / "data" / "fhir"
FILES = sorted(FHIR.glob("*.json"))
SHARED = frozenset({"Practitioner", "Organization"})
GIVEN = ("Ada", "Bo", "Cleo", "Dov", "Emre", "Fumi", "Gita", "Hal", "Ines", "Jon", "Kofi", "Lea", "Mato", "Nils")
FIRST_DAY = date(1930, 1, 1)


def lines(count: int, files: list[Path] | None = None) -> Iterator[dict[str, Any]]:
    """Resources of so many people, shared ones first; the files take turns."""
    sources = [json.loads(path.read_bytes()) for path in files or FILES]
    seen: set[str] = set()
    for number in range(count):
        for resource in person(number, sources[number % len(sources)]):
            name = f"{resource['resourceType']}/{resource['id']}"
            if resource["resourceType"] in SHARED and name in seen:
                continue
            seen.add(name)
            yield resource


def person(number: int, bundle: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One more person with what the Bundle says, under names of their own."""
    names: dict[str, str] = {}
    for entry in bundle["entry"]:
        kind, identity = entry["resource"]["resourceType"], entry["resource"]["id"]
        fresh = identity if kind in SHARED else str(uuid5(NAMESPACE_URL, f"{number}/{kind}/{identity}"))
        names[f"{kind}/{identity}"] = f"{kind}/{fresh}"
        if entry.get("fullUrl"):
            names[entry["fullUrl"]] = f"{kind}/{fresh}"
    for entry in bundle["entry"]:
        resource = renamed(entry["resource"], names)
        resource["id"] = names[f"{resource['resourceType']}/{resource['id']}"].split("/")[1]
        if resource["resourceType"] == "Patient":
            resource.update(_somebody(number))
        yield resource


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A copy in which every reference has the new name."""
    if isinstance(value, dict):
        return {
            key: names.get(one, one) if key == "reference" and isinstance(one, str) else renamed(one, names)
            for key, one in value.items()
        }
    return [renamed(one, names) for one in value] if isinstance(value, list) else value


def _somebody(number: int) -> dict[str, Any]:
    born = FIRST_DAY + timedelta(days=(number * 7919) % 27000)
    family = "".join(chr(97 + int(digit)) for digit in f"{number * 7919 % 1000003:06d}").title()
    return {
        "name": [{"use": "official", "family": f"{family}son", "given": [GIVEN[number % len(GIVEN)]]}],
        "birthDate": born.isoformat(),
        "identifier": [{"system": "urn:oid:1.2.3.999", "value": f"N{number:07d}"}],
        "telecom": [{"system": "phone", "value": f"+1 555 {number:07d}"}],
    }


def write(path: Path, count: int, files: list[Path] | None = None) -> int:
    """Write an NDJSON file; returns how many resources it has."""
    written = 0
    with path.open("wb") as file:
        for resource in lines(count, files):
            file.write(json.dumps(resource, separators=(",", ":")).encode() + b"\n")
            written += 1
    return written
