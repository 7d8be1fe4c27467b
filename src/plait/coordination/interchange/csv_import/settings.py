"""What somebody said about a table: its kind, which column is which, how days are written. Kept with its run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from plait.coordination.interchange.csv_import.columns import DATES, columns_of
from plait.coordination.interchange.csv_import.refused_rows import unsafe
from plait.coordination.interchange.csv_import.values import FORMATS, ISO
from plait.knowledge.loader import release

KEY = "csv"  # in the run's own notes
PLAIN = re.compile(r"[^a-z0-9]+")
SYSTEM = "urn:plait:number:"


@dataclass(frozen=True, slots=True)
class Settings:
    """``mapping``: our column to the table's head. ``written``: how days are written, "" where nobody said.

    ``system``: what the other system's number is called there; the same name in two tables is the same number.
    """

    kind: str
    heads: tuple[str, ...]
    encoding: str
    separator: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    written: str = ""
    system: str = ""
    remembered: bool = False  # the mapping is that of an earlier table with the same heads

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As kept with a run."""
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**{**known, "heads": tuple(kept["heads"])})

    def as_json(self) -> dict[str, Any]:
        """To be kept with a run."""
        whole = {name: getattr(self, name) for name in self.__slots__}
        return {**whole, "heads": list(self.heads), "mapping": dict(self.mapping)}

    def mapped(self, mapping: Mapping[str, str], written: str, system: str) -> Settings:
        """With what was chosen on the page; what the table or the kind does not have is left out."""
        names = {column.name for column in columns_of(self.kind, items())}
        chosen = {name: head for name, head in mapping.items() if name in names and head in self.heads}
        return replace(self, mapping=chosen, written=written if written in FORMATS else "", system=system[:100])

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row by our columns."""
        places = {head: place for place, head in enumerate(self.heads)}
        return {name: unsafe(row[places[head]]) for name, head in self.mapping.items()}

    def identifier(self, cells: Mapping[str, str]) -> tuple[str, str] | None:
        """The other system's number of the person."""
        value = cells.get("identifier", "")
        name = PLAIN.sub("-", (self.system or self.mapping.get("identifier", "")).casefold()).strip("-")
        return (f"{SYSTEM}{name}", value) if value and name else None

    def missing(self) -> tuple[str, ...]:
        """Our columns without which nothing of this kind can be taken in, by name."""
        wanted = [column.name for column in columns_of(self.kind) if column.required]
        found = [name for name in wanted if name not in self.mapping]
        if self.kind != "people" and not {"number", "identifier"} & set(self.mapping):
            found.insert(0, "number")
        if self.kind == "medicines" and not {"rxnorm", "medicine"} & set(self.mapping):
            found.append("medicine")
        if self.kind == "scores" and not any(name == "total" or name.startswith("item-") for name in self.mapping):
            found.append("total")
        return tuple(found)

    def twice(self) -> str:
        """One of ours whose head stands for another of ours as well, "" where there is none."""
        taken: dict[str, str] = {}
        for name, head in self.mapping.items():
            if head in taken:
                return name
            taken[head] = name
        return ""

    def dates_unclear(self, cells: Mapping[str, str]) -> bool:
        """Whether a day stands in the row that could be read in two ways, and nobody said which."""
        return not self.written and any(cells.get(name) and not ISO.match(cells[name]) for name in DATES)


def items() -> tuple[str, ...]:
    """The questions that instruments have, by id: each may have a column of answers."""
    every = {item.id for instrument in release().instruments.values() for item in instrument.items}
    return tuple(sorted(every, key=lambda item: (not item.isdigit(), len(item), item)))
