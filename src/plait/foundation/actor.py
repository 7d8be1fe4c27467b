"""Who acts: every decision and every look is somebody's.

An actor is staff with one acting role, a person, a guardian or helper, the holder of a link, the system itself, or
anonymous. A staff member with two roles acts in one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Kind = Literal["staff", "person", "relation", "link", "system", "anonymous"]
Role = Literal["prescriber", "therapist", "coordinator", "administrator"]
ROLES: tuple[Role, ...] = ("prescriber", "therapist", "coordinator", "administrator")
CLINICAL: frozenset[str] = frozenset({"prescriber", "therapist"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. ``id`` is the user's; ``practitioner_id`` and ``site_id`` stand for staff."""

    kind: Kind
    id: UUID | None = None
    name: str = ""
    acting_role: str = ""
    roles: tuple[str, ...] = ()
    practitioner_id: UUID | None = None
    site_id: UUID | None = None
    zone: str = "UTC"  # IANA zone of the actor's site: in it their days begin and end
    duties: tuple[str, ...] = ()  # held today beside the roles: privacy-lead, safety-lead
    about: UUID | None = None  # of the holder of a link: whose it is

    @property
    def clinical(self) -> bool:
        """Whether the actor acts as a clinician at this moment."""
        return self.kind == "staff" and self.acting_role in CLINICAL


def link_holder(link_id: UUID, about: UUID, name: str, zone: str = "UTC") -> Actor:
    """Whoever holds a link that stands: may do what it was made for, about that one person. ``name`` as audited."""
    return Actor("link", link_id, name, zone=zone, about=about)


SYSTEM = Actor("system", name="Plait")
ANONYMOUS = Actor("anonymous")
