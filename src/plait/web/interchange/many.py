"""An import about several people: how far it is in numbers, then everybody, those who wait first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plait.coordination.interchange.batches import BatchReport, Progress
from plait.coordination.interchange.read_many import Many, PartLine
from plait.coordination.interchange.reports import remark_from
from plait.coordination.people.timeline_words import said
from plait.web.interchange.counts import count_columns, count_rows
from plait.web.interchange.imports import chart_address
from plait.web.interchange.words import entry_words, happened_words, remark_words, status_words

MOST_LEFT_SHOWN = 100


def context_of(many: Many, request: HttpRequest) -> dict[str, Any]:
    """What the page of such an import shows."""
    report = many.report
    return {
        "many": many,
        "job": None if report is not None else _job(many.progress),
        "report": report,
        "reason": remark_words(report.reason) if report is not None and report.reason is not None else "",
        "numbers": _numbers(many.progress, report),
        "held": [_part(line, request, to="interchange:decide") for line in many.held],
        "refused": [_part(line, request) for line in many.refused],
        "done": [_part(line, request) for line in many.done],
        "part_columns": [{"label": label} for label in (gettext("Person"), gettext("State"), gettext("Remark"))],
        **_counts(report),
        "older_href": f"?page={many.page + 1}" if many.has_more else "",
        "newer_href": f"?page={many.page - 1}" if many.page > 1 else "",
    }


def _job(progress: Progress) -> dict[str, Any]:
    """How far it is. Each person is taken in as a whole, so the number of people is the measure."""
    words = gettext("%(over)d of %(people)d people are taken in or wait for somebody.")
    text = words % {"over": progress.over, "people": progress.people}
    return {"label": gettext("Import under way"), "text": text, "finished": False}


def _numbers(progress: Progress, report: BatchReport | None) -> list[str]:
    fates = progress.by_fate
    people = ngettext("%(n)d person in these files", "%(n)d people in these files", progress.people)
    found = [people % {"n": progress.people}]
    for fate, words in (
        ("done", gettext("%(n)d taken in")),
        ("held", gettext("%(n)d may be here already and wait for a decision")),
        ("refused", gettext("%(n)d not taken in")),
        ("failed", gettext("%(n)d failed")),
    ):
        if fates.get(fate):
            found.append(words % {"n": fates[fate]})
    if report is not None and report.new_people:
        words = gettext("%(n)d are new here")
        found.append(words % {"n": report.new_people})
    return found


def _counts(report: BatchReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "columns": count_columns(report.counts),
        "rows": count_rows(report.counts),
        "left_count": report.left_count,
        "left_more": max(0, report.left_count - MOST_LEFT_SHOWN),
        "left": [
            [
                entry_words(line.resource_type),
                happened_words(line.happened),
                remark_words(line.detail) if line.detail else "",
                said(line.path),
            ]
            for line in report.left[:MOST_LEFT_SHOWN]
        ],
        "left_columns": [
            {"label": label}
            for label in (gettext("Entry"), gettext("State"), gettext("Remark"), gettext("In the file"))
        ],
    }


def _part(line: PartLine, request: HttpRequest, to: str = "interchange:run") -> list[Any]:
    run, reason = line.run, remark_from(line.run.report.get("reason"))
    place = said(run.file_name)
    if line.patient is not None:
        name: Any = {"text": line.patient.name, "href": chart_address(request, line.patient.patient_id)}
    else:
        route = "interchange:run" if run.status == "waiting" else to
        name = {"text": place, "href": reverse(route, args=[run.run_id])}
    return [name, status_words(run.status), remark_words(reason) if reason is not None else place]
