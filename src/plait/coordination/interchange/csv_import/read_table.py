"""Somebody looks at a table that they brought in: its columns, its first rows as read, or what came of it.

A table speaks of many people, so only who brought it in sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.conf import settings as django_settings

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.coordination.interchange.csv_import import refused_rows
from plait.coordination.interchange.csv_import.account import Account
from plait.coordination.interchange.csv_import.columns import Column, columns_of
from plait.coordination.interchange.csv_import.rows import Cells, Person, Read, Trouble, read_row
from plait.coordination.interchange.csv_import.settings import KEY, Settings, items
from plait.coordination.interchange.csv_import.sheet import NotATable, Sheet
from plait.coordination.interchange.csv_import.taking_rows import ALIKE, ALIKE_UNSEEN
from plait.coordination.interchange.csv_import.whose import Whose
from plait.foundation.actor import Actor
from plait.records.inbox import queries
from plait.records.inbox.queries import Run
from plait.records.people import queries as people
from plait.records.people.likeness import likely_duplicates_of

ACTION = "interchange.read"
PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class Previewed:
    """One of the first rows as it would come in: what it says, about whom, and what is wrong with it.

    ``person`` is a number of ours, "" for somebody new. ``read`` is None where something is wrong.
    """

    number: int
    read: Read | None
    person: str
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The page of a table. ``preview`` only while its columns are being confirmed; ``account`` once it is under way."""

    run: Run
    settings: Settings
    columns: tuple[Column, ...]
    preview: tuple[Previewed, ...]
    broken: str  # why it cannot be read to its end, "" where it can
    account: Account


def read(run_id: UUID, *, actor: Actor, at: Instant) -> Table:
    """The page. Raises ``Denied`` for any table but the actor's own."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        run = queries.run(run_id)
        if run is None or run.uploaded_by != actor.id or KEY not in run.identity:
            raise door.Denied(ACTION)
        visit.detail = f"table {run_id}"
        settings = Settings.of(run.identity[KEY])
        preview: tuple[Previewed, ...] = ()
        broken = ""
        if run.status == "mapping":
            try:
                preview = tuple(_Preview(visit, run, settings).rows())
            except NotATable as error:
                broken = str(error)
        columns = columns_of(settings.kind, items())
        return Table(run, settings, columns, preview, broken, Account.of(run.report))


def refused(run_id: UUID, *, actor: Actor, at: Instant) -> tuple[str, bytes]:
    """The file of the rows that were not taken in: its name and content. Raises ``Denied``."""
    with door.read(ACTION, actor=actor, at=at) as visit:
        run = queries.run(run_id)
        content = queries.content_of(run_id) if run is not None else b""
        if run is None or run.uploaded_by != actor.id or KEY not in run.identity or not content:
            raise door.Denied(ACTION)
        visit.detail = f"table {run_id}, refused rows"
        settings, account = Settings.of(run.identity[KEY]), Account.of(run.report)
        sheet = Sheet(content, settings.encoding, settings.separator, settings.heads)
        why = {number: " ".join(str(one) for one in troubles) for number, troubles in account.refused.items()}
        name = run.file_name.rpartition(".")[0] or run.file_name
        return f"{name} - not taken in.csv", refused_rows.write(
            settings.heads, sheet.rows(), why, separator=settings.separator
        )


class _Preview:
    """The first rows, read as they would be taken in; nothing is written."""

    def __init__(self, visit: door.Visit, run: Run, settings: Settings) -> None:
        self.visit, self.settings = visit, settings
        content = queries.content_of(run.run_id)
        self.sheet = Sheet(content, settings.encoding, settings.separator, settings.heads)
        self.asked = Whose(settings)
        actor, at = visit.stamp.actor, visit.stamp.at
        self.here = self.asked.here(actor=actor, at=at, zone=people.zone_of(run.site_id) or django_settings.TIME_ZONE)

    def rows(self) -> Iterator[Previewed]:
        """Read them."""
        for number, cells in islice(self.sheet.rows(), PREVIEWED):
            yield self._row(number, cells)

    def _row(self, number: int, row: Sequence[str]) -> Previewed:
        cells = Cells(self.settings.kind, self.settings.cells(row), self.settings.mapping)
        found = read_row(cells, self.here)
        troubles, person = list(cells.troubles), ""
        whose = self.asked.person(cells.cells)
        if isinstance(whose, Trouble):
            troubles.append(whose)
        elif whose is not None:
            person = self._number(whose)
        elif isinstance(found, Person):
            troubles += self._alike(found)
        return Previewed(number, found if not troubles else None, person, tuple(troubles))

    def _number(self, patient_id: UUID) -> str:
        seen = self._seen([patient_id])
        return seen[0] if seen else "?"

    def _alike(self, person: Person) -> list[Trouble]:
        likely = likely_duplicates_of(person.details, person.birth_date)
        if not likely:
            return []
        numbers = self._seen([one.patient_id for one in likely])
        return [Trouble("", ALIKE, {"numbers": ", ".join(numbers)}) if numbers else Trouble("", ALIKE_UNSEEN)]

    def _seen(self, patient_ids: list[UUID]) -> list[str]:
        stamp = self.visit.stamp
        seen = people.visible_lines(stamp.actor, stamp.at, patient_ids)
        self.visit.saw(seen)
        return [line.number for line in seen.values()]
