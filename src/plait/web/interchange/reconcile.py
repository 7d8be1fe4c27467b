"""What was imported about a person and waits: each line beside what is known here, one decision a line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plait.clinical.refusal import Refused
from plait.coordination.interchange import reconcile as decision
from plait.coordination.interchange import reconcile_page
from plait.coordination.interchange.reconcile import Choice, Command, Outcome
from plait.coordination.interchange.reconcile_lines import MEDICINES
from plait.coordination.interchange.reconcile_page import Line, Page
from plait.foundation.clock import now
from plait.web.documents.restore import kept
from plait.web.forms import REASONABLE_DAY, DateField
from plait.web.interchange import reconcile_words as words
from plait.web.medication.deciding import decide_unseen
from plait.web.medication.order_form import KeyedForm
from plait.web.medication.shown import with_source
from plait.web.people.chart_context import chart_context

SAME = "same-as:"
FIELDS = ("decision", "since", "reason")


class ReconcileForm(KeyedForm):
    """For each line a decision, since when, and why; with it, hidden, which line and which version of it was shown."""

    def __init__(self, request: HttpRequest, page: Page, data: Any = None, initial: Any = None) -> None:
        """Fields for the lines of the page, and for lines that were sent and are gone from it."""
        super().__init__(request, data, initial=initial)
        self.lines = {
            line.entry.thread.hex: line
            for line in page.lines
            if page.may_decide_medicines or line.entry.kind not in MEDICINES
        }
        for key, line in self.lines.items():
            self._add(key, choices(line))
            self.initial |= {f"seen-{key}": line.seen, f"kind-{key}": line.entry.kind}
        self.gone = [] if data is None else [key for key in _sent(data) if key not in self.lines]
        for key in self.gone:
            self._add(key, [(data[f"decision-{key}"], "")])

    def _add(self, key: str, offered: list[tuple[str, str]]) -> None:
        self.fields[f"decision-{key}"] = forms.ChoiceField(
            label=_("What is true"), choices=offered, required=False, widget=forms.RadioSelect
        )
        self.fields[f"since-{key}"] = DateField(
            label=_("Since when"), required=False, error_messages={"invalid": REASONABLE_DAY}
        )
        self.fields[f"reason-{key}"] = forms.CharField(label=_("Why"), required=False, max_length=400)
        for name in ("seen", "kind"):
            self.fields[f"{name}-{key}"] = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def parts(self, line: Line) -> dict[str, Any]:
        """The fields of one line, for the template; nothing where this actor decides nothing about it."""
        key = line.entry.thread.hex
        return {name: self[f"{name}-{key}"] for name in (*FIELDS, "seen", "kind")} if key in self.lines else {}

    def choices(self) -> tuple[Choice, ...]:
        """What was decided, in the order of the page; lines left open are left out."""
        made = []
        for key in (*self.lines, *self.gone):
            chosen = self.cleaned_data.get(f"decision-{key}") or ""
            if not chosen:
                continue
            same = chosen.removeprefix(SAME) if chosen.startswith(SAME) else ""
            made.append(
                Choice(
                    kind=self.cleaned_data.get(f"kind-{key}", ""),
                    thread=UUID(hex=key),
                    decision="same-as" if same else chosen,
                    seen=self.cleaned_data.get(f"seen-{key}", ""),
                    same_as=UUID(hex=same) if same else None,
                    since=self.cleaned_data.get(f"since-{key}"),
                    reason=self.cleaned_data.get(f"reason-{key}", ""),
                )
            )
        return tuple(made)

    def say(self, thread: UUID, refused: Refused, names: dict[UUID, str]) -> None:
        """Say what was refused beside its line, or above the form where the line is gone from the page."""
        name = f"{refused.field if refused.field in FIELDS else 'decision'}-{thread.hex}"
        message = gettext(refused.message)
        if thread.hex in self.lines:
            self.add_error(name, f"{words.name_of(self.lines[thread.hex].entry)}: {message}")
        else:
            self.add_error(None, f"{names.get(thread, gettext('A line'))}: {message}")


def choices(line: Line) -> list[tuple[str, str]]:
    """What can be said of a line."""
    offered = [("", gettext("Leave it open"))]
    if line.entry.kind == "response":
        return [
            *offered,
            ("discussed", gettext("Looked at and discussed")),
            ("not-true", gettext("Never was this person’s answer")),
        ]
    offered.append(("accept", gettext("Still true: take it over as it stands")))
    offered += [(f"{SAME}{one.entry.thread.hex}", words.same_words(one)) for one in line.besides if one.entry.standing]
    offered.append(("not-current", gettext("No longer true")))
    offered.append(("not-true", gettext("Never was true")))
    return offered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page; a POST takes every decision on it, and shows again what was refused or is still open."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    page = reconcile_page.read(patient_id, actor=actor, at=at, again=_again(request))
    if request.method != "POST":
        return _shown(request, page, ReconcileForm(request, page, initial=kept(request)))
    form = ReconcileForm(request, page, data=request.POST)
    if not form.is_valid():
        return _shown(request, page, form)
    command = Command(patient_id, form.choices())
    if not command.choices:
        form.add_error(None, gettext("Nothing was decided yet: choose what is true of at least one line."))
        return _shown(request, page, form)
    outcome = decide_unseen(request, form, lambda once: decision.commit(command, actor=actor, at=at, once=once))
    if outcome is None:
        return _shown(request, page, form)
    if outcome.done:
        messages.success(request, _done(outcome))
    if not outcome.refused:
        return redirect("interchange:reconcile" if outcome.left else "people:chart", patient_id)
    page = reconcile_page.read(patient_id, actor=actor, at=now(), again=_again(request))
    return _shown(request, page, _once_more(request, page, outcome))


def _once_more(request: HttpRequest, page: Page, outcome: Outcome) -> ReconcileForm:
    """What was refused, with what was typed, on the page as it is now: the lines are those of now, too."""
    data: QueryDict = request.POST.copy()
    for line in page.lines:
        data[f"seen-{line.entry.thread.hex}"] = line.seen
    form = ReconcileForm(request, page, data=data)
    form.fresh_key()
    form.full_clean()
    names = {one.decision.target: words.decided_line(one, "UTC")["name"] for one in page.decided}
    for thread, refused in outcome.refused.items():
        form.say(thread, refused, names)
    return form


def _again(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("again", ""))
    except ValueError:
        return None


def _sent(data: Any) -> list[str]:
    """The lines about which something was decided."""
    keys = [name.removeprefix("decision-") for name in data if name.startswith("decision-") and data[name]]
    return [key for key in keys if len(key) == 32 and all(c in "0123456789abcdef" for c in key)]


def _done(outcome: Outcome) -> str:
    taken = ngettext("%(n)d line is decided.", "%(n)d lines are decided.", len(outcome.done)) % {"n": len(outcome.done)}
    if not outcome.left:
        return f"{taken} {gettext('Everything that was imported was gone through.')}"
    left = ngettext("%(n)d is still open.", "%(n)d are still open.", outcome.left) % {"n": outcome.left}
    return f"{taken} {left}"


def _shown(request: HttpRequest, page: Page, form: ReconcileForm) -> HttpResponse:
    zone = request.actor.zone  # type: ignore[attr-defined]
    sections = (
        ("answers", gettext("Earlier answers about self-harm"), page.answers, ""),
        ("medicines", gettext("Medicines"), page.medicines, "med"),
        ("allergies", gettext("Allergies"), page.allergies, ""),
        ("problems", gettext("Problems"), page.problems, ""),
    )
    context = {
        **chart_context(request, page.header, "summary"),
        "page_title": gettext("Imported, to be gone through"),
        "form": form,
        "sections": [
            {"id": key, "title": title, "lines": [_line(one, form, zone) for one in lines], "strand": strand}
            for key, title, lines, strand in sections
            if lines
        ],
        "count": len(page.lines),
        "may_decide": bool(form.lines),
        "medicines_wait": bool(page.medicines) and not page.may_decide_medicines,
        "decided": [words.decided_line(one, zone) for one in page.decided],
        "has_errors": bool(form.errors),
    }
    return render(request, "interchange/reconcile.html", context, status=422 if form.errors else 200)


def _line(line: Line, form: ReconcileForm, zone: str) -> dict[str, Any]:
    look = line.look
    no_dose = look is not None and any(refused.reason == "no-dose" for refused in look.refused)
    newer = ""
    if line.newer is not None:
        said = {"values": line.newer[0], "day": words.day_words(line.newer[1], zone)}
        newer = gettext("The last later answer is %(values)s, on %(day)s.") % said
    return {
        "id": line.entry.thread,
        "order_id": line.entry.thread if line.entry.kind == "order" and no_dose else "",
        "name": words.name_of(line.entry),
        "source": words.source_words(line, zone),
        "table": words.compared(line, zone),
        "alone": not line.besides,
        "findings": [with_source(finding) for finding in look.new] if look else [],
        "no_dose": no_dose,
        "contradicts": line.contradicts,
        "newer": newer,
        "last": line.last,
        "fields": form.parts(line),
        "wrong": any(f"{name}-{line.entry.thread.hex}" in form.errors for name in FIELDS),
    }
