"""Whom a row is about: our number, or the other system's. Never a name: a likely double is refused, and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.coordination.interchange.csv_import.rows import Here, Trouble, key_of
from plait.coordination.interchange.csv_import.settings import Settings
from plait.foundation.actor import Actor
from plait.knowledge.formulary import formulary
from plait.knowledge.loader import release
from plait.records.people import origins, staff
from plait.records.people import queries as people

NOBODY = _("Nobody here has this number.")
TWO = _("The two numbers belong to different people here.")
NO_NUMBER = _("A row needs the number of its person: ours, or the other system’s.")


@dataclass(frozen=True, slots=True)
class Whose:
    """Finds the people of a table, and what its rows are read against."""

    settings: Settings

    def person(self, cells: Mapping[str, str]) -> UUID | Trouble | None:
        """The person of a row; None: nobody yet (a new person); a trouble where the numbers lead nowhere."""
        settings, number = self.settings, cells.get("number", "")
        identifier = settings.identifier(cells)
        by_number = origins.by_number(number) if number else None
        by_identifier = people.named_by([identifier]).get(identifier) if identifier else None
        if number and by_number is None:
            return Trouble(settings.mapping.get("number", ""), NOBODY)
        if by_number and by_identifier and by_number != by_identifier:
            return Trouble(settings.mapping.get("identifier", ""), TWO)
        found = by_number or by_identifier
        if found is not None:
            return found
        if settings.kind == "people":
            key = key_of(settings.kind, cells)
            return origins.by_origins([key]).get(key)
        return Trouble(settings.mapping.get("identifier", ""), NOBODY) if identifier else Trouble("", NO_NUMBER)

    def here(self, *, actor: Actor, at: Instant, zone: str) -> Here:
        """What rows are read against: the staff of the actor's site, the medicines and instruments that are known."""
        return Here(
            today=at.day(zone),
            zone=zone,
            written=self.settings.written,
            staff=people.staff(at.day(zone), site_id=actor.site_id),
            sign_in_names={one.sign_in_name.casefold(): one.practitioner_id for one in staff.everybody()},
            formulary=formulary(),
            release=release(),
        )
