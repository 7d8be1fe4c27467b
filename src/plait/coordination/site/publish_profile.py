"""A practitioner says what the practice's site may show of them; an administrator may do it for them.

Nothing is shown before somebody ticks "published", and unticking it takes everything away at once. What was shown
before stays on record, with who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.therapy.course import MODALITIES
from plait.coordination import door
from plait.coordination.door import Denied
from plait.coordination.site import folder
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import published, staff
from plait.records.people.published import Profile

__all__ = ["LANGUAGES", "Command", "Page", "Profile", "commit", "read"]

# What people are spoken to in, as codes of ISO 639; the screen names them in its own language.
LANGUAGES = ("en", "es", "fr", "pt", "ht", "zh", "ko", "vi", "tl", "ru", "ar", "hi", "pl", "de", "it", "ase")


@dataclass(frozen=True, slots=True)
class Command:
    """Whose profile, and all of it as it is to stand."""

    practitioner_id: UUID
    said: Profile


@dataclass(frozen=True, slots=True)
class Page:
    """A profile to work on: whose, what it says, and the conditions that the site has pages on (slug, title)."""

    practitioner_id: UUID
    name: str
    said: Profile
    slug: str  # the end of the public address; "" while it is not published
    conditions: tuple[tuple[str, str], ...]


def read(practitioner_id: UUID, *, actor: Actor, at: Instant) -> Page:
    """A profile to work on. Raises Denied where it is neither one's own nor in an administrator's hands."""
    with door.read(_action(practitioner_id, actor), actor=actor, at=at) as visit:
        member = staff.member(practitioner_id)
        if member is None:
            raise Denied(visit.action)
        visit.detail = f"public profile of {member.sign_in_name}"
        shown = published.members(at.day(actor.zone))
        slug = next((one.slug for one in shown if one.practitioner_id == practitioner_id), "")
        return Page(practitioner_id, member.name, published.profile(practitioner_id), slug, _conditions())


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record it; returns the practitioner."""
    with door.write(_action(command.practitioner_id, actor), actor=actor, at=at, once=once) as visit:
        if visit.replayed is not None:
            return command.practitioner_id
        member = staff.member(command.practitioner_id)
        if member is None:
            raise Denied(visit.action)
        refused = _refusal_of(command.said, {slug for slug, _title in _conditions()})
        if refused is not None:
            return visit.refuse(refused)
        published.say_of_practitioner(visit.stamp, command.practitioner_id, command.said)
        visit.detail = f"public profile of {member.sign_in_name}: {'shown' if command.said.published else 'not shown'}"
        door.keep_outcome(visit, once, {"practitioner": str(command.practitioner_id)})
        return command.practitioner_id


def _action(practitioner_id: UUID, actor: Actor) -> str:
    own = actor.practitioner_id == practitioner_id and actor.acting_role != "administrator"
    return "site.publish-own" if own else "site.publish"


def _refusal_of(said: Profile, known: set[str]) -> Refused | None:
    """What speaks against a profile."""
    wrong: dict[str, tuple[Any, str]] = {
        "approaches": (set(said.approaches) <= set(MODALITIES), _("Choose from the list.")),
        "conditions": (set(said.conditions) <= known, _("Choose from the list.")),
        "languages": (said.languages and set(said.languages) <= set(LANGUAGES), _("Choose at least one language.")),
        "first_visit_es": (
            bool(said.first_visit_en.strip()) == bool(said.first_visit_es.strip()),
            _("Say it in English and in Spanish, or leave both empty."),
        ),
    }
    return next((Refused("profile", words, field) for field, (well, words) in wrong.items() if not well), None)


def _conditions() -> tuple[tuple[str, str], ...]:
    return tuple((page.slug, page.title) for page in folder.pages().of("en", "condition"))
