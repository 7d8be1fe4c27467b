"""What the site of the demo practice says of its people and places, said through the decisions that staff use."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from plait.clinical.refusal import Refused
from plait.coordination.demo.medication_events import once
from plait.coordination.demo.story import Calendar, StoryError, read
from plait.coordination.site import folder, publish_place, publish_profile
from plait.foundation.actor import Actor

PUBLISHED_DAYS_AGO = 40
ADMINISTRATOR = "adeyemi"


def published(calendar: Calendar, staff: dict[str, Actor], sites: dict[str, UUID]) -> None:
    """Publish the clinicians' profiles, each by its own, and the places by the administrator."""
    at, table = calendar.moment(-PUBLISHED_DAYS_AGO, "09:00"), read("public.toml")
    known = {page.slug for page in folder.pages().of("en", "condition")}
    for key, one in table["profile"].items():
        actor = staff[key]
        if actor.practitioner_id is None:
            raise StoryError(f"{key} is no practitioner")
        said = publish_profile.Profile(
            published=True,
            pronouns=one.get("pronouns", ""),
            approaches=tuple(one.get("approaches", ())),
            conditions=tuple(slug for slug in one["conditions"] if slug in known),
            languages=tuple(one["languages"]),
            accepts_new=one["accepts_new"],
            first_visit_en=one["first_visit_en"],
            first_visit_es=one["first_visit_es"],
        )
        command = publish_profile.Command(actor.practitioner_id, said)
        done = publish_profile.commit(command, actor=replace(actor, acting_role=actor.roles[0]), at=at, once=once())
        if isinstance(done, Refused):
            raise StoryError(f"{key}: {done}")
    for key, one in table["place"].items():
        place = publish_place.PublicPlace(published=True, **{**one, "hours": tuple(one["hours"])})
        done = publish_place.commit(
            publish_place.Command(sites[key], place), actor=staff[ADMINISTRATOR], at=at, once=once()
        )
        if isinstance(done, Refused):
            raise StoryError(f"{key}: {done}")
