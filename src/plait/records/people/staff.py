"""Members of staff as the administrator sees them: roles and licences with their dates, and nothing clinical."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import latest
from plait.records.people.models import Licence, Practitioner, PractitionerRole, Site


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role from one day until (not including) another; None: goes on."""

    role: str
    starts_on: date
    ends_on: date | None

    def on(self, day: date) -> bool:
        """Whether the role holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """A licence to practise in a state."""

    state: str
    profession: str
    number: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff with an account."""

    practitioner_id: UUID
    user_id: UUID
    sign_in_name: str
    name: str
    profession: str
    site_id: UUID | None
    site: str
    active: bool
    last_sign_in: Instant | None
    roles: tuple[RoleLine, ...]
    licences: tuple[LicenceLine, ...]

    def roles_on(self, day: date) -> tuple[str, ...]:
        """The roles of a day."""
        return tuple(sorted({line.role for line in self.roles if line.on(day)}))


def everybody() -> tuple[StaffMember, ...]:
    """All staff with an account, active or not, by name."""
    return _members(Practitioner.objects.filter(user__kind="staff"))


def member(practitioner_id: UUID) -> StaffMember | None:
    """One member of staff, or None."""
    return next(iter(_members(Practitioner.objects.filter(pk=practitioner_id, user__kind="staff"))), None)


def sites() -> tuple[tuple[UUID, str], ...]:
    """The sites of the practice by name: id and name."""
    return tuple(Site.objects.order_by("name").values_list("pk", "name"))


def _members(rows: Any) -> tuple[StaffMember, ...]:
    found = list(rows.select_related("user", "site").order_by("name", "pk"))
    ids = [row.pk for row in found]
    roles, licences = _roles(ids), _licences(ids)
    return tuple(
        StaffMember(
            practitioner_id=row.pk,
            user_id=row.user.pk,
            sign_in_name=row.user.sign_in_name,
            name=row.name,
            profession=row.profession,
            site_id=row.site_id,
            site=row.site.name if row.site else "",
            active=row.user.is_active,
            last_sign_in=Instant(row.user.last_login) if row.user.last_login else None,
            roles=tuple(roles[row.pk]),
            licences=tuple(licences[row.pk]),
        )
        for row in found
    )


def _roles(ids: Iterable[UUID]) -> dict[UUID, list[RoleLine]]:
    found: dict[UUID, list[RoleLine]] = defaultdict(list)
    for row in latest(PractitionerRole.objects.all(), practitioner_id__in=list(ids)):
        if not row.entered_in_error:
            found[row.practitioner_id].append(RoleLine(row.role, row.starts_on, row.ends_on))
    for lines in found.values():
        lines.sort(key=lambda line: (line.starts_on, line.role))
    return found


def _licences(ids: Iterable[UUID]) -> dict[UUID, list[LicenceLine]]:
    found: dict[UUID, list[LicenceLine]] = defaultdict(list)
    for row in latest(Licence.objects.all(), practitioner_id__in=list(ids)):
        if not row.entered_in_error:
            line = LicenceLine(row.state, row.profession, row.number, row.starts_on, row.ends_on)
            found[row.practitioner_id].append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.state, line.number))
    return found
