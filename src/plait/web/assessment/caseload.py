"""A clinician's people by one instrument: how many stand where, and each of them in a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from plait.clinical.assessment.expected_course import OnTrack
from plait.clinical.assessment.standing import COMPARED, GROUPS, Group, Taken
from plait.clinical.quantity import plain
from plait.coordination.assessment import read_caseload
from plait.coordination.assessment.read_caseload import FLAGGED, PAGE, SORTS, Asked, Caseload, Line, Sort, instant
from plait.foundation.clock import now
from plait.web.components.score_chart.spark import share_bar, spark
from plait.web.parameters import page_of
from plait.web.visits.words import short_day
from plait.web.words import short_name

OTHERS_SHOWN = 3


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """The caseload of whoever is signed in, as a clinician."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    sort = request.GET.get("sort", "")
    asked = Asked(
        instrument=request.GET.get("instrument", ""),
        group=request.GET.get("show", ""),
        sort=sort if sort in SORTS else "name",  # type: ignore[arg-type]
        page=page_of(request),
    )
    read = read_caseload.read(asked, actor=actor, at=at)
    group = asked.group if asked.group in {*GROUPS, FLAGGED} else ""
    reader = _Reader(at.day(actor.zone), actor.zone, read)
    context = {
        "page_title": gettext("Caseload"),
        "name": short_name(read.instrument.id),
        "everybody": read.everybody,
        "compared": sum(number for one, number in read.groups if one in COMPARED),
        "parts": [_part(read, asked, judged=judged) for judged in (True, False)],
        "lines": [reader.line(line) for line in read.lines],
        "found": read.found,
        "group": _shown_words(group),
        "flagged": read.flagged,
        "flagged_href": _address(read, FLAGGED, asked.sort),
        "choices": _choices(read, group, asked.sort),
        "all_href": _address(read, "", asked.sort),
        "earlier": _address(read, group, asked.sort, read.page - 1) if read.page > 1 else "",
        "later": _address(read, group, asked.sort, read.page + 1) if read.page * PAGE < read.found else "",
    }
    return render(request, "assessment/caseload.html", context)


GROUP_WORDS: dict[Group, Any] = {
    "remission": gettext_lazy("Remission"),
    "response": gettext_lazy("Response"),
    "partial": gettext_lazy("Partial response"),
    "better": gettext_lazy("Reliably better"),
    "minimal": gettext_lazy("Little change"),
    "no-change": gettext_lazy("No reliable change"),
    "worse": gettext_lazy("Worse"),
    "some-better": gettext_lazy("Better, no rule met"),
    "not-better": gettext_lazy("Not better, no rule met"),
    "not-judged": gettext_lazy("Not judged: neither way is better"),
    "once": gettext_lazy("One total only, nothing to compare"),
    "not-lately": gettext_lazy("Not measured in 4 months"),
    "no-total": gettext_lazy("Filled in, but never a total"),
    "never": gettext_lazy("Never measured"),
}


def group_words(group: Group) -> str:
    """Where somebody stands, in words."""
    return str(GROUP_WORDS[group])


def _shown_words(group: str) -> str:
    """Who is shown, where not everybody is."""
    if group == FLAGGED:
        return gettext("Open flag of harm")
    return group_words(group) if group else ""  # type: ignore[arg-type]


def track_words(track: OnTrack | None) -> str:
    """On track or not, against what is expected by that week of treatment; why nothing is said stands on the trend."""
    if track is None or track.track is None:
        return ""
    words = gettext("on track, week %(week)s") if track.track == "on" else gettext("off track, week %(week)s")
    return words % {"week": track.week}


def sort_words(sort: Sort) -> str:
    """An order of the list, in words."""
    return {
        "name": gettext("Name"),
        "score": gettext("Worst score first"),
        "change": gettext("Worst change since the start first"),
        "rose": gettext("Worst change since the last time first"),
        "longest-ago": gettext("Longest not measured first"),
    }[sort]


def _part(read: Caseload, asked: Asked, *, judged: bool) -> dict[str, Any]:
    """The groups that can be compared, or the others, each with its share of the right whole."""
    groups = [(group, number) for group, number in read.groups if (group in COMPARED) == judged]
    whole = sum(number for _group, number in groups) if judged else read.everybody
    return {
        "judged": judged,
        "whole": whole,
        "groups": [
            {
                "words": group_words(group),
                "number": number,
                "percent": round(100 * number / whole) if whole else 0,
                "bar": share_bar(number, whole),
                "href": _address(read, group, asked.sort),
                "current": group == asked.group,
            }
            for group, number in groups
        ],
    }


def _choices(read: Caseload, group: str, sort: str) -> dict[str, list[dict[str, Any]]]:
    """What the form above the list offers."""
    used = dict(read.used)
    names = sorted({*used, read.instrument.id}, key=lambda name: (-used.get(name, 0), name))
    counts = dict(read.groups)
    return {
        "instruments": [
            {
                "value": name,
                "words": short_name(name),
                "number": used.get(name, 0),
                "current": name == read.instrument.id,
            }
            for name in names
        ],
        "groups": [
            {"value": one, "words": group_words(one), "number": counts[one], "current": one == group} for one in counts
        ]
        + [{"value": FLAGGED, "words": _shown_words(FLAGGED), "number": read.flagged, "current": group == FLAGGED}],
        "sorts": [{"value": one, "words": sort_words(one), "current": one == sort} for one in SORTS],
    }


def _address(read: Caseload, group: str, sort: str, page: int = 1) -> str:
    """The page of a choice."""
    asked = {
        "instrument": read.instrument.id,
        **({"show": group} if group else {}),
        **({"sort": sort} if sort != "name" else {}),
        **({"page": str(page)} if page > 1 else {}),
    }
    return f"{reverse('assessment:caseload')}?{urlencode(asked)}"


class _Reader:
    """Puts a line into words on one day, for one instrument."""

    def __init__(self, today: date, zone: str, read: Caseload) -> None:
        self.today, self.zone, self.instrument = today, zone, read.instrument

    def line(self, line: Line) -> dict[str, Any]:
        """One person."""
        where, person = line.standing, line.person
        last = where.last
        return {
            "name": person.preferred_name or person.name,
            "legal": person.name if person.preferred_name else "",
            "href": reverse("assessment:list", args=[person.patient_id]),
            "number": person.number,
            "total": _plain(last),
            "highest": self.instrument.highest,
            "group": group_words(where.group),
            "tone": "caution" if where.group in {"worse", "not-lately"} else "",
            "from_start": _signed(where.difference),
            "start": _plain(where.baseline),
            "from_last": _signed(_difference(where.before, last)),
            "spark": spark(
                [(one.at, one.total) for one in line.totals if one.total is not None],
                self.instrument.lowest,
                self.instrument.highest,
            ),
            "day": self.day(where.last_asked),
            "untotalled": bool(last and where.last_asked and where.last_asked > last.at),
            "others": [f"{short_name(name)} {plain(total)}" for name, total in line.others][:OTHERS_SHOWN],
            "track": track_words(line.on_track),
            "off": line.on_track is not None and line.on_track.track == "off",
            "flags": line.open_flags,
            "flag_href": reverse("assessment:list", args=[person.patient_id]) + "#risk",
            "missed": [short_name(name) for name in line.missed],
        }

    def day(self, at: int | None) -> str:
        """A day in few words; empty where there is none."""
        return short_day(instant(at).day(self.zone), self.today) if at is not None else ""


def _plain(taken: Taken | None) -> str:
    return plain(taken.total) if taken is not None and taken.total is not None else ""


def _difference(before: Taken | None, last: Taken | None) -> Decimal | None:
    if before is None or last is None or before.total is None or last.total is None:
        return None
    return last.total - before.total


def _signed(points: Decimal | None) -> str:
    """A difference with its sign; a true minus, so that it is not read as a dash."""
    if points is None:
        return ""
    return f"+{plain(points)}" if points > 0 else f"−{plain(-points)}" if points < 0 else "±0"
