"""What is wrong with a content file: the file, the key and the sentence; and the checks that every file shares."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from plait.clinical.finding import Mark
from plait.knowledge.content import Document, Table

MARKS = frozenset(get_args(Mark))
STATUSES = frozenset({"draft", "active", "retired"})
HEADER = frozenset(
    {"id", "version", "status", "effective_from", "review_due", "reviewed_on", "reviewed_by", "licence"},
)
NEEDED = ("id", "version", "status", "effective_from", "review_due", "licence")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct before the content may be used."""

    path: str
    key: str
    says: str

    def __str__(self) -> str:
        """As printed: "medications/lithium.toml: facts[3].mark: missing"."""
        return f"{self.path}: {self.key}: {self.says}"


def header(doc: Document) -> Iterator[Problem]:
    """What every content file states about itself."""
    table = doc.table
    yield from missing(doc, table, NEEDED)
    if table.get("id") and doc.path.rpartition("/")[2] != f"{table['id']}.toml":
        yield Problem(doc.path, "id", f"{table['id']!r} does not match the file's name")
    if table.get("status") not in {None, *STATUSES}:
        yield Problem(doc.path, "status", f"{table['status']!r} is none of {', '.join(sorted(STATUSES))}")
    for key in ("effective_from", "review_due", "reviewed_on"):
        if key in table and type(table[key]) is not date:
            yield Problem(doc.path, key, "not a date")
    if ("reviewed_on" in table) != ("reviewed_by" in table):
        yield Problem(doc.path, "reviewed_on", "a review has a date and a clinician, or neither")


def missing(doc: Document, table: Table, keys: Collection[str], where: str = "") -> Iterator[Problem]:
    """Keys that must stand in a table and do not, or stand empty."""
    for key in keys:
        if table.get(key) in (None, "", [], {}):
            yield Problem(doc.path, f"{where}{key}", "missing")


def unknown(doc: Document, table: Table, keys: Collection[str], where: str = "") -> Iterator[Problem]:
    """Keys that nobody reads: a typing error would otherwise pass in silence."""
    for key in table:
        if key not in keys:
            yield Problem(doc.path, f"{where}{key}", "unknown key")


def cited(doc: Document, table: Table, sources: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """A statement needs a mark and a source that is listed."""
    if table.get("mark") not in MARKS:
        says = f"{table['mark']!r} is no mark" if table.get("mark") else "missing"
        yield Problem(doc.path, f"{where}mark", says)
    yield from sourced(doc, table.get("source"), sources, f"{where}source")


def sourced(doc: Document, source: str | None, sources: Mapping[str, Any], key: str) -> Iterator[Problem]:
    """A source must be named, and be one of those listed in content/sources."""
    if not source:
        yield Problem(doc.path, key, "missing")
    elif source not in sources:
        yield Problem(doc.path, key, f"{source!r} is not listed in content/sources")


def twice(doc: Document, values: Collection[Any], key: str) -> Iterator[Problem]:
    """A value that must be unique and stands more than once."""
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            yield Problem(doc.path, key, f"{value!r} is stated twice")
        seen.add(value)
