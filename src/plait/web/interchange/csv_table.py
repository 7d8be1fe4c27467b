"""One table: which column is which and the first rows as read; then how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from plait.clinical.refusal import Refused
from plait.coordination.interchange.csv_import import import_table, read_table
from plait.coordination.interchange.csv_import.columns import ITEM
from plait.coordination.interchange.csv_import.import_table import Chosen
from plait.coordination.interchange.csv_import.read_table import Previewed, Table
from plait.coordination.interchange.csv_import.rows import Trouble
from plait.coordination.interchange.csv_import.values import FORMATS
from plait.coordination.people.timeline_words import said
from plait.foundation.clock import now
from plait.web.accounts.arrival import polling
from plait.web.forms import DecisionForm
from plait.web.interchange.csv_words import (
    encoding_words,
    kind_words,
    row_words,
    separator_words,
    trouble_words,
    written_words,
)
from plait.web.words import time_of

MOST_SHOWN = 100
COLUMN = "column-"


class MappingForm(DecisionForm):
    """For each of our columns the head in the table, how days are written, what the other number is called."""

    written = forms.ChoiceField(label=_("How days are written"), required=False)
    system = forms.CharField(
        label=_("What the number in the other system is called"),
        required=False,
        max_length=100,
        help_text=_("The same name in every table of that system, like “MRN of Riverside”."),
    )

    def __init__(self, request: HttpRequest, table: Table, data: Any = None) -> None:
        """Offer the heads of the table for each column."""
        settings = table.settings
        known = {f"{COLUMN}{name}": head for name, head in settings.mapping.items()}
        other = settings.system or settings.mapping.get("identifier", "")
        super().__init__(request, data, initial={**known, "written": settings.written, "system": other})
        heads = [("", gettext("not in this table")), *((head, said(head)) for head in settings.heads if head)]
        self.fields["written"].choices = [
            ("", gettext("only as year-month-day")),
            *((written, written_words(written)) for written in FORMATS[1:]),
        ]
        for column in table.columns:
            label = gettext("Answer to question %(item)s") % {"item": column.label} if _is_item(column.name) else ""
            self.fields[f"{COLUMN}{column.name}"] = forms.ChoiceField(
                label=label or gettext(column.label), choices=heads, required=False
            )
        self.columns = [column.name for column in table.columns]

    @property
    def plain_columns(self) -> list[Any]:
        """The fields of the columns that every table of the kind may have."""
        return [self[f"{COLUMN}{name}"] for name in self.columns if not _is_item(name)]

    @property
    def item_columns(self) -> list[Any]:
        """The fields of the columns of single answers."""
        return [self[f"{COLUMN}{name}"] for name in self.columns if _is_item(name)]

    def chosen(self, *, start: bool) -> Chosen:
        """What was said."""
        data = self.cleaned_data
        mapping = {name: data[f"{COLUMN}{name}"] for name in self.columns if data.get(f"{COLUMN}{name}")}
        return Chosen(mapping, data.get("written", ""), data.get("system", "").strip(), start=start)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def csv_table(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The page. Looking again keeps what was chosen; taking in asks the worker."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    table = read_table.read(run_id, actor=actor, at=at)
    if table.run.status != import_table.MAPPING:
        return redirect(request.path) if request.method == "POST" else _after(request, table)
    if request.method != "POST":
        return _before(request, table, MappingForm(request, table))
    form = MappingForm(request, table, request.POST)
    if not form.is_valid():
        return _before(request, table, form)
    start = request.POST.get("step") == "start"
    outcome = import_table.confirm(run_id, form.chosen(start=start), actor=actor, at=at)
    if not isinstance(outcome, Refused):
        return redirect(request.path)
    table = read_table.read(run_id, actor=actor, at=now())
    form = MappingForm(request, table, request.POST)
    form.full_clean()
    form.refuse(outcome)
    return _before(request, table, form)


@never_cache
@require_safe
def not_taken_in(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The rows that were not taken in, as a file with a column that says why."""
    name, content = read_table.refused(run_id, actor=request.actor, at=now())  # type: ignore[attr-defined]
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    plain = "".join(one for one in name if one.isascii() and (one.isalnum() or one in " -_.")).strip() or "rows.csv"
    answer["Content-Disposition"] = f'attachment; filename="{plain}"'
    return answer


def _is_item(name: str) -> bool:
    return name.startswith(ITEM)


def _before(request: HttpRequest, table: Table, form: MappingForm) -> HttpResponse:
    settings = table.settings
    wrong = sum(bool(row.troubles) for row in table.preview)
    columns = (gettext("Row"), gettext("Person"), gettext("Would come in as"), gettext("What is wrong"))
    context = {
        **_head(request, table),
        "form": form,
        "detected": gettext("Letters: %(encoding)s. Between two cells: %(separator)s.")
        % {"encoding": encoding_words(settings.encoding), "separator": separator_words(settings.separator)},
        "remembered": settings.remembered,
        "broken": gettext(table.broken) if table.broken else "",
        "columns": [{"label": label} for label in columns],
        "rows": [_previewed(row, settings.kind) for row in table.preview],
        "wrong": wrong,
        "items_open": any(name.startswith(ITEM) for name in settings.mapping),
        "has_errors": bool(form.errors),
    }
    return render(request, "interchange/csv_table.html", context, status=422 if form.errors else 200)


def _previewed(row: Previewed, kind: str) -> list[str]:
    nobody = gettext("new") if kind == "people" else "–"
    person = gettext("somebody whom you do not see") if row.person == "?" else row.person or nobody
    return [
        _row_words(row.number),
        "–" if row.troubles and not row.person else person,
        row_words(row.read) or gettext("not at all"),
        _why(row.troubles) or "–",
    ]


def _why(troubles: Iterable[Trouble]) -> str:
    return " ".join(trouble_words(one) for one in troubles)


def _row_words(number: int) -> str:
    """A row by its number, as a spreadsheet counts."""
    return gettext("Row %(number)s") % {"number": number}


def _after(request: HttpRequest, table: Table) -> HttpResponse:
    account, over = table.account, table.run.status in {"done", "failed", "refused"}
    listed = sorted(account.refused.items())
    context = {
        **_head(request, table),
        "job": None if over else _job(table),
        "poll_href": f"{reverse('interchange:table', args=[table.run.run_id])}?poll=1",
        "failed": table.run.status != "done",
        "summary": _summary(table) if over else "",
        "waiting": account.waiting,
        "refused_count": len(listed),
        "refused_href": reverse("interchange:table-refused", args=[table.run.run_id]),
        "refused_columns": [{"label": gettext("Row")}, {"label": gettext("Why it was not taken in")}],
        "refused": [
            [_row_words(number), " ".join(trouble_words(one) for one in troubles)]
            for number, troubles in listed[:MOST_SHOWN]
        ],
        "refused_more": max(0, len(listed) - MOST_SHOWN),
    }
    fragment = polling(request) and request.htmx  # type: ignore[attr-defined]
    return render(request, "interchange/csv_state.html" if fragment else "interchange/csv_done.html", context)


def _head(request: HttpRequest, table: Table) -> dict[str, Any]:
    words = {
        "kind": kind_words(table.settings.kind),
        "when": time_of(table.run.created_at, request.actor.zone),  # type: ignore[attr-defined]
    }
    return {
        "page_title": said(table.run.file_name) or gettext("A table"),
        "facts": gettext("%(kind)s, brought in on %(when)s") % words,
        "is_people": table.settings.kind == "people",
    }


def _job(table: Table) -> dict[str, Any]:
    done = table.account.done
    text = gettext("It waits its turn.")
    if table.run.status == "running":
        text = ngettext("%(n)d row is done.", "%(n)d rows are done.", done) % {"n": done}
    return {"label": gettext("Table under way"), "text": text, "finished": False}


def _summary(table: Table) -> str:
    account = table.account
    if table.run.status != "done":
        return gettext("Something went wrong on our side. What is here stays; bring the same table in again to go on.")
    taken = ngettext(
        "%(taken)d of %(total)d row was taken in.", "%(taken)d of %(total)d rows were taken in.", account.rows
    ) % {"taken": account.new, "total": account.rows}
    here = ngettext("%(n)d was here already.", "%(n)d were here already.", account.here) % {"n": account.here}
    return f"{taken} {here}" if account.here else taken
