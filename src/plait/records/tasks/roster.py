"""The roster: when each site is open, who is away, who covers. Every change is another row; an end is one too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from plait.clinical.moment import Instant, Interval
from plait.clinical.safety.harm_duty import AfterHours, Clinician, Hours, Leave, Roster
from plait.foundation.facts import Stamp, latest, record, revise
from plait.records.people.models import Site
from plait.records.tasks.models import ClinicHours, Cover

LEAVE, AFTER_HOURS = "leave", "after-hours"


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A stretch of clinic hours as the roster page lists it."""

    thread: UUID
    site_id: UUID
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover as the roster page lists it; ``away_name`` is empty for cover after hours."""

    thread: UUID
    kind: str
    site_id: UUID | None
    away_id: UUID | None
    away_name: str
    by_id: UUID
    by_name: str
    starts_at: Instant
    ends_at: Instant


def rosters(at: Instant) -> dict[UUID, Roster]:
    """The roster of every site, with the covers that hold at a moment or later, in one query."""
    rows = Site.objects.annotate(hours=hours_column("pk"), covers=covers_column(at))
    sites = rows.values("pk", "time_zone", "hours", "covers")
    return {one["pk"]: roster_from(one["pk"], one["time_zone"], one["hours"], one["covers"]) for one in sites}


def hours_column(site: str) -> ArraySubquery:
    """The clinic hours of the site that a query names, as a column of that query."""
    rows = ClinicHours.objects.filter(site_id=OuterRef(site)).order_by("thread", "-sequence").distinct("thread")
    columns = JSONObject(weekday="weekday", opens="opens", closes="closes", wrong="entered_in_error")
    return ArraySubquery(rows.values_list(columns))


def covers_column(at: Instant) -> ArraySubquery:
    """The covers that hold at a moment or later, as a column of another query."""
    columns = JSONObject(
        kind="kind",
        site="site_id",
        away="away_id",
        by="covered_by_id",
        name="covered_by__name",
        works="covered_by__user__is_active",
        starts="starts_at",
        ends="ends_at",
    )
    return ArraySubquery(_covers_since(at).values_list(columns))


def covers_at(at: Instant) -> QuerySet[Cover]:
    """The covers that hold at a moment."""
    return _covers_since(at).filter(starts_at__lte=at.utc)


def _covers_since(at: Instant) -> QuerySet[Cover]:
    """Covers that had not ended at a moment: by the index on their ends, so that those of other years cost nothing.

    A row that a later one of its thread replaced says nothing any more.
    """
    later = Cover.objects.filter(thread=OuterRef("thread"), sequence__gt=OuterRef("sequence"))
    rows = Cover.objects.filter(ends_at__gt=at.utc, starts_at__lt=F("ends_at"), entered_in_error=False)
    return rows.filter(~Exists(later)).order_by("starts_at", "pk")


def roster_from(site_id: UUID, zone: str, hours: list[dict[str, Any]], covers: list[dict[str, Any]]) -> Roster:
    """The roster of a site from the two columns, as of the moment of ``covers_column``."""
    open_hours = [Hours(h["weekday"], _time(h["opens"]), _time(h["closes"])) for h in hours if not h["wrong"]]
    leaves, after = [], []
    for row in covers:
        if not row["works"]:
            continue
        during = Interval(Instant.parse(row["starts"]), Instant.parse(row["ends"]))
        by = Clinician(UUID(row["by"]), row["name"])
        if row["kind"] == LEAVE:
            leaves.append(Leave(UUID(row["away"]), by, during))
        elif row["site"] == str(site_id):
            after.append(AfterHours(by, during))
    in_order = tuple(sorted(open_hours, key=lambda one: (one.weekday, one.opens)))
    return Roster(zone, in_order, tuple(leaves), tuple(after))


def _time(text: str) -> time:
    return time.fromisoformat(text)


def hours_listed() -> tuple[HoursLine, ...]:
    """All clinic hours of all sites, in the order of the week."""
    rows = [row for row in latest(ClinicHours.objects.all()) if not row.entered_in_error]
    lines = [HoursLine(row.thread, row.site_id, row.weekday, row.opens, row.closes) for row in rows]
    return tuple(sorted(lines, key=lambda one: (one.weekday, one.opens)))


def covers_listed(since: Instant) -> tuple[CoverLine, ...]:
    """Covers that had not ended at a moment, the earliest first."""
    rows = _covers_since(since).select_related("away", "covered_by")
    lines = [
        CoverLine(
            thread=row.thread,
            kind=row.kind,
            site_id=row.site_id,
            away_id=row.away_id,
            away_name=row.away.name if row.away else "",
            by_id=row.covered_by_id,
            by_name=row.covered_by.name,
            starts_at=Instant(row.starts_at),
            ends_at=Instant(row.ends_at),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda one: (one.starts_at, one.by_name)))


def open_hours(stamp: Stamp, *, site_id: UUID, weekday: int, opens: time, closes: time) -> UUID:
    """Record clinic hours of a weekday."""
    return record(ClinicHours, stamp, site_id=site_id, weekday=weekday, opens=opens, closes=closes).thread


def withdraw_hours(stamp: Stamp, thread: UUID) -> bool:
    """Clinic hours no longer hold. False where there are none."""
    row = next(iter(latest(ClinicHours.objects.filter(thread=thread))), None)
    if row is None or row.entered_in_error:
        return False
    revise(row, stamp, entered_in_error=True, error_reason="withdrawn")
    return True


def add_cover(
    stamp: Stamp,
    *,
    kind: str,
    covered_by: UUID,
    starts_at: Instant,
    ends_at: Instant,
    site_id: UUID | None = None,
    away: UUID | None = None,
) -> UUID:
    """Record that somebody covers, for a colleague who is away or for a site after hours."""
    span = {"starts_at": starts_at.utc, "ends_at": ends_at.utc}
    return record(Cover, stamp, kind=kind, covered_by_id=covered_by, site_id=site_id, away_id=away, **span).thread


def end_cover(stamp: Stamp, thread: UUID) -> bool:
    """A cover ends now; one that has not begun never will. False where there is none that goes on."""
    row = next(iter(latest(Cover.objects.filter(thread=thread))), None)
    if row is None or row.ends_at <= stamp.at.utc:
        return False
    revise(row, stamp, ends_at=max(stamp.at.utc, row.starts_at))
    return True
