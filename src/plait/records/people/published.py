"""What the practice's site says of its clinicians and places: only what somebody published, and only while they work.

A profile is of whoever has an account that is on. What it does not publish is nowhere: not in a list, not by address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.people import staff
from plait.records.people.models import PractitionerProfile, Site, SitePublic
from plait.records.people.staff import LicenceLine, StaffMember

CLINICAL = ("prescriber", "therapist")
AFTER_THE_NAME = re.compile(r",.*$")
TITLE = re.compile(r"^(dr|prof|mx|mr|ms|mrs)\.?\s+", re.IGNORECASE)
NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a practitioner lets the site say of them. ``approaches`` are codes, ``conditions`` slugs of pages."""

    published: bool = False
    pronouns: str = ""
    approaches: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    shows_licence: bool = True
    accepts_new: bool = False
    first_visit_en: str = ""
    first_visit_es: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whose profile is published, as everybody may read it. ``slug`` is the end of their address."""

    practitioner_id: UUID
    slug: str
    name: str
    profession: str
    roles: tuple[str, ...]
    place: str
    licences: tuple[LicenceLine, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """What the site says of a place. ``hours``: seven texts, Monday first, "" for closed."""

    published: bool = False
    address: str = ""
    telephone: str = ""
    hours: tuple[str, ...] = ("",) * 7
    access_en: str = ""
    access_es: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A site of the practice, with what is said of it."""

    site_id: UUID
    name: str
    public: PublicPlace


def members(day: date) -> tuple[Member, ...]:
    """Everybody who is published and treats people today, by the last word of their name."""
    rows = latest(PractitionerProfile.objects.filter(practitioner__user__is_active=True))
    shown = {row.practitioner_id: _profile(row) for row in rows if row.published and not row.entered_in_error}
    able = [one for one in staff.everybody() if one.practitioner_id in shown and _treats(one, day)]
    slugs = slugs_of(able)
    able.sort(key=lambda one: (_bare(one.name).split()[-1:], one.name))
    return tuple(_member(one, shown[one.practitioner_id], slugs[one.practitioner_id], day) for one in able)


def slugs_of(people: Iterable[StaffMember]) -> dict[UUID, str]:
    """The end of each one's address: their name; where two are alike, with the beginning of their id."""
    plain = {one.practitioner_id: slug_of(one.name) for one in people}
    often = list(plain.values())
    return {key: slug if often.count(slug) == 1 else f"{slug}-{key.hex[-6:]}" for key, slug in plain.items()}


def slug_of(name: str) -> str:
    """A name as it stands in an address: "Dr. Ana Reyes, MD" is "ana-reyes"."""
    return NO_LETTER.sub("-", _bare(name)).strip("-") or "member"


def _bare(name: str) -> str:
    """A name without title and letters after it, in small plain letters."""
    kept = TITLE.sub("", AFTER_THE_NAME.sub("", name.strip()))
    return unicodedata.normalize("NFKD", kept).encode("ascii", "ignore").decode().casefold()


def profile(practitioner_id: UUID) -> Profile:
    """What one practitioner's profile says now; an empty one where nobody wrote any."""
    row = _profile_row(practitioner_id)
    return _profile(row) if row is not None else Profile()


def say_of_practitioner(stamp: Stamp, practitioner_id: UUID, said: Profile) -> None:
    """Record what the site says of a practitioner from now on."""
    fields = {name: _kept(getattr(said, name)) for name in Profile.__slots__}
    row = _profile_row(practitioner_id)
    if row is None:
        record(PractitionerProfile, stamp, practitioner_id=practitioner_id, **fields)
    else:
        revise(row, stamp, **fields)


def places() -> tuple[Place, ...]:
    """Every site of the practice by name, with what is said of it, published or not."""
    rows = {row.site_id: row for row in latest(SitePublic.objects.all()) if not row.entered_in_error}
    return tuple(
        Place(pk, name, _place(rows[pk]) if pk in rows else PublicPlace())
        for pk, name in Site.objects.order_by("name").values_list("pk", "name")
    )


def say_of_place(stamp: Stamp, site_id: UUID, said: PublicPlace) -> None:
    """Record what the site says of a place from now on."""
    fields = {name: _kept(getattr(said, name)) for name in PublicPlace.__slots__}
    row = next(iter(latest(SitePublic.objects.filter(site_id=site_id))), None)
    if row is None:
        record(SitePublic, stamp, site_id=site_id, **fields)
    else:
        revise(row, stamp, **fields)


def _kept(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _profile_row(practitioner_id: UUID) -> PractitionerProfile | None:
    return next(iter(latest(PractitionerProfile.objects.filter(practitioner_id=practitioner_id))), None)


def _profile(row: PractitionerProfile) -> Profile:
    return Profile(
        **{name: tuple(value) if isinstance(value := getattr(row, name), list) else value for name in Profile.__slots__}
    )


def _place(row: SitePublic) -> PublicPlace:
    return PublicPlace(row.published, row.address, row.telephone, tuple(row.hours), row.access_en, row.access_es)


def _treats(one: StaffMember, day: date) -> bool:
    return one.active and any(role in CLINICAL for role in one.roles_on(day))


def _member(one: StaffMember, said: Profile, slug: str, day: date) -> Member:
    licences = tuple(
        line
        for line in one.licences
        if said.shows_licence
        and (line.starts_on is None or line.starts_on <= day)
        and (line.ends_on is None or day < line.ends_on)
    )
    return Member(one.practitioner_id, slug, one.name, one.profession, one.roles_on(day), one.site, licences, said)
