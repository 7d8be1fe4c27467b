"""One import: how far it is while it runs, then what became of every resource in the file."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plait.clinical.moment import Instant, PartialDate
from plait.coordination.interchange import read_many, read_runs
from plait.coordination.interchange.read_runs import OneRun
from plait.coordination.interchange.reports import Report, ReportLine
from plait.coordination.people.timeline_words import said
from plait.foundation.clock import now
from plait.web.accounts.arrival import polling
from plait.web.interchange.counts import count_columns, count_rows, rank
from plait.web.interchange.imports import chart_address
from plait.web.interchange.many import context_of
from plait.web.interchange.words import entry_words, happened_words, remark_words, resource_words, size_words
from plait.web.words import partial_day, time_of

SLOW_SECONDS = 30
MOST_SHOWN = 200
MOST_DIGITS = 6


@never_cache
@require_safe
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The run. A page that asks by itself gets only what changed; asking keeps nobody signed in."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    one = read_runs.read(run_id, actor=actor, at=at)
    if "csv" in one.run.identity:
        return redirect("interchange:table", run_id)
    context = {
        "page_title": said(one.run.file_name) or gettext("Import"),
        "facts": _facts(one, actor.zone),
        "poll_href": f"{reverse('interchange:run', args=[run_id])}?poll=1",
        **_state(one, at, request),
    }
    template = "interchange/run_state.html" if polling(request) and request.htmx else "interchange/run.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _state(one: OneRun, at: Instant, request: HttpRequest) -> dict[str, Any]:
    """How far it is, or the report: of one person, or of many."""
    if "batch" in one.run.report:
        page = request.GET.get("page", "")
        number = int(page) if page.isdecimal() and len(page) < MOST_DIGITS else 1
        many = read_many.read(one.run.run_id, actor=request.actor, at=at, page=number)  # type: ignore[attr-defined]
        return context_of(many, request) if many is not None else {}
    if one.report is None:
        return {"job": _job(one, at)}
    decide = reverse("interchange:decide", args=[one.run.run_id]) if one.run.status == "held" else ""
    return {"decide_href": decide, **_report(one, one.report, request)}


def _facts(one: OneRun, zone: str) -> str:
    by = {"size": size_words(one.run.size), "name": one.run.uploaded_by_name, "when": time_of(one.run.created_at, zone)}
    return gettext("%(size)s, brought in by %(name)s on %(when)s") % by


def _job(one: OneRun, at: Instant) -> dict[str, Any]:
    """What the progress says. A file is taken in as a whole, so there is no "half done" to show."""
    waited = (at.utc - one.run.changed_at.utc).total_seconds()
    text = gettext("It is being read and taken in.") if one.run.status == "running" else gettext("It waits its turn.")
    if waited > SLOW_SECONDS:
        text = gettext("It takes longer than usual. The file is kept, and nothing is lost: you may leave this page.")
    return {"label": gettext("Import under way"), "text": text, "finished": False}


def _report(one: OneRun, report: Report, request: HttpRequest) -> dict[str, Any]:
    patient, looks = one.patient, report.lines_to_look_at()
    return {
        "report": report,
        "reason": remark_words(report.reason) if report.reason else "",
        "reason_path": report.reason.path if report.reason else "",
        "summary": _summary(report),
        "person": patient.name if patient else "",
        "person_href": chart_address(request, patient.patient_id) if patient else "",
        "waiting": _waiting(report) if patient else "",
        "medication_href": reverse("medication:list", args=[patient.patient_id]) if patient and one.lines_shown else "",
        "notes": [remark_words(note) for note in report.notes],
        "columns": count_columns(report.counts()),
        "rows": count_rows(report.counts()),
        "lines_shown": one.lines_shown,
        "line_columns": [
            {"label": label}
            for label in (gettext("Entry"), gettext("State"), gettext("Remark"), gettext("In the file"))
        ],
        "looks": [_row(line, with_kind=True) for line in looks[:MOST_SHOWN]],
        "look_count": len(looks),
        "look_more": max(0, len(looks) - MOST_SHOWN),
        "groups": _groups(report) if one.lines_shown else [],
    }


def _summary(report: Report) -> str:
    total = len(report.lines)
    taken = sum(line.happened in {"new", "changed"} for line in report.lines)
    here = sum(line.happened == "here" for line in report.lines)
    if here == total:
        return gettext("Everything in this file was here already. Nothing was changed.")
    words = ngettext(
        "%(taken)d of %(total)d entry was taken in.", "%(taken)d of %(total)d entries were taken in.", total
    )
    return words % {"taken": taken, "total": total}


def _waiting(report: Report) -> str:
    if not report.waiting:
        return ""
    words = ngettext(
        "%(n)d medicine waits to be reconciled: is it taken? Until then no total counts it, "
        "and every safety check treats it as possibly taken.",
        "%(n)d medicines wait to be reconciled: are they taken? Until then no total counts them, "
        "and every safety check treats them as possibly taken.",
        report.waiting,
    )
    return words % {"n": report.waiting}


def _groups(report: Report) -> list[dict[str, Any]]:
    """Every line, by type, in the order of the counts."""
    lines = sorted(report.lines, key=lambda line: rank(line.resource_type))
    groups = []
    for kind, of_kind in groupby(lines, key=lambda line: line.resource_type):
        found = list(of_kind)
        shown = found[:MOST_SHOWN]
        groups.append(
            {
                "title": f"{resource_words(kind)} ({len(found)})",
                "rows": [_row(line, with_kind=False) for line in shown],
                "more": len(found) - len(shown),
            }
        )
    return groups


def _row(line: ReportLine, *, with_kind: bool) -> list[str]:
    """One line: which entry, what became of it, what there is to say, where it stands in the file."""
    name = said(line.label or line.resource_id) or gettext("without a name")
    if line.on:
        name = f"{name}, {partial_day(PartialDate.parse(line.on))}"
    remarks = ((line.detail,) if line.detail else ()) + line.warnings
    return [
        f"{entry_words(line.resource_type)}: {name}" if with_kind else name,
        happened_words(line.happened),
        " ".join(remark_words(one) for one in remarks),
        said(line.path),
    ]
