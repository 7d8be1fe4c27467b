"""What waits on the morning of the demo: two imports, an emergency access of yesterday, and who holds which duty.

Everything goes through the decisions that staff use.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

from plait.clinical.refusal import Refused
from plait.coordination.demo.medication_events import once
from plait.coordination.demo.story import ROOT, Calendar, StoryError, read
from plait.coordination.interchange import import_bundle
from plait.coordination.interchange.import_bundle import Assigned
from plait.coordination.people import open_in_emergency
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.records.people import duties, queries

DAY = re.compile(r"\{day(-\d+)\}")
BORN = re.compile(r"\{born:(\d+)-(\d+)-(\d+)\}")


def duties_named(calendar: Calendar, staff: dict[str, Actor]) -> None:
    """The named duties of the practice, since it opened."""
    for key, one in read("staff.toml")["staff"].items():
        for duty in one.get("duties", ()):
            holder = staff[key].practitioner_id
            if holder is not None:
                opened = calendar.day(-1500)
                duties.name_holder(Stamp(SYSTEM, calendar.moment(-1500)), duty, holder, opened)


def arrivals(calendar: Calendar, staff: dict[str, Actor]) -> None:
    """What came from outside yesterday, and still waits for somebody."""
    table = read("arrivals/arrivals.toml")["arrival"]
    for one in table:
        actor = staff[one["by"]]
        at = calendar.moment(_working(calendar), one["at"])
        content = _dated(ROOT.joinpath(f"arrivals/{one['file']}").read_text(encoding="utf-8"), calendar)
        assigned = tuple(_assigned(staff[who]) for who in one.get("assign", ()))
        done = import_bundle.import_file(content.encode(), one["file"], actor=actor, at=at, assign_to=assigned)
        if isinstance(done, Refused):
            raise StoryError(f"{one['file']}: {done}")


def emergency(calendar: Calendar, staff: dict[str, Actor], patient: UUID) -> None:
    """Yesterday evening somebody of the other site opened a chart; the privacy lead has not looked at it yet."""
    told = read("arrivals/arrivals.toml")["emergency"]
    known = queries.patient(patient)
    if known is None or known.birth_date is None:
        raise StoryError("an emergency needs somebody with a birth date")
    actor = staff[told["by"]]
    at = calendar.moment(_working(calendar), told["at"])
    born = date(known.birth_date.year, known.birth_date.month or 1, known.birth_date.day or 1)
    command = open_in_emergency.Command(known.name, born, told["reason"], told["note"])
    opened = open_in_emergency.commit(command, actor=replace(actor, acting_role=actor.roles[0]), at=at, once=once())
    if isinstance(opened, Refused):
        raise StoryError(f"emergency: {opened}")


def _working(calendar: Calendar) -> int:
    """Yesterday, or the last day on which the practice was open."""
    return -1 + calendar.shift(-1)


def _assigned(actor: Actor) -> Assigned:
    if actor.practitioner_id is None:
        raise StoryError(f"{actor.name} treats nobody")
    return Assigned(actor.practitioner_id, actor.roles[0])


def _dated(text: str, calendar: Calendar) -> str:
    """``{day-30}`` is the day 30 days ago; ``{born:34-5-2}`` the birth date of somebody of that age, month and day."""
    text = DAY.sub(lambda found: calendar.day(int(found[1])).isoformat(), text)
    return BORN.sub(lambda found: calendar.born(*map(int, found.groups())), text)
