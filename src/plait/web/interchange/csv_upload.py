"""Bring in a table: what it is about, and the file. Its columns are confirmed on the page after this one."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plait.coordination.interchange import read_runs
from plait.coordination.interchange.csv_import import import_table
from plait.coordination.interchange.csv_import.columns import KINDS
from plait.coordination.interchange.csv_import.import_table import Upload
from plait.coordination.people.timeline_words import said
from plait.foundation.clock import now
from plait.foundation.idempotency import Once, payload_hash
from plait.web.forms import DecisionForm
from plait.web.interchange.csv_words import kind_words


class TableForm(DecisionForm):
    """What the table is about, and the file."""

    kind = forms.ChoiceField(
        label=_("What the table is about"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the table is about.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A table saved as CSV, its first row the heads of the columns, at most 25 MB."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None, initial: Any = None) -> None:
        """Offer the kinds."""
        super().__init__(request, data, initial=initial)
        self.files = request.FILES
        self.fields["kind"].choices = [(kind, kind_words(kind)) for kind in KINDS]

    def command(self) -> Upload:
        """What was asked."""
        file = self.cleaned_data["file"]
        return Upload(self.cleaned_data["kind"], said(file.name)[:300], file.read())

    def once_of_file(self, command: Upload) -> Once:
        """The same form with the same file is the same request."""
        once = self.once_of()
        return Once(once.key, payload_hash([once.payload_hash, hashlib.sha256(command.content).hexdigest()]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def csv_upload(request: HttpRequest) -> HttpResponse:
    """The form."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read_runs.mine(actor=actor, at=at)
    form = TableForm(request, data=request.POST) if request.method == "POST" else TableForm(request)
    if request.method == "POST" and form.is_valid():
        command = form.command()
        outcome = form.attempt(
            lambda once: import_table.receive(command, actor=actor, at=at, once=once), form.once_of_file(command)
        )
        if outcome is not None:
            return redirect("interchange:table", outcome)
    context = {
        "page_title": gettext("Bring in a table"),
        "form": form,
        "clinical": actor.clinical,
        "has_errors": bool(form.errors),
    }
    return render(request, "interchange/csv_upload.html", context, status=422 if form.errors else 200)
