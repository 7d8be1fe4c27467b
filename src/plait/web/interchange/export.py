"""Give a person's whole record out as a file: why is asked, who it is is confirmed, and both are kept."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plait.clinical.refusal import Refused
from plait.coordination.interchange import export_person
from plait.coordination.interchange.export_person import LONGEST_WORDS, Command, Export
from plait.coordination.interchange.export_person import REASONS as CODES
from plait.foundation.clock import now
from plait.web.accounts.confirming import confirm_href, confirmed, keep_until_confirmed
from plait.web.forms import DecisionForm
from plait.web.interchange.export_words import REASONS
from plait.web.people.chart_context import chart_context


class ExportForm(DecisionForm):
    """Why the record is given out."""

    reason = forms.ChoiceField(
        label=_("Why is the record given out?"), choices=[(code, REASONS[code]) for code in CODES]
    )
    words = forms.CharField(
        label=_("To whom, in a few words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept with your name under “Who looked”."),
    )

    def command(self, patient_id: UUID, *, confirmed: bool) -> Command:
        """What was asked."""
        asked = self.cleaned_data
        return Command(patient_id, asked["reason"], asked["words"], now() if confirmed else None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, patient_id: UUID) -> HttpResponseBase:
    """The page that asks why, and the file that answers it."""
    actor = request.actor  # type: ignore[attr-defined]
    sure = confirmed(request)
    head = export_person.preview(patient_id, actor=actor, at=now())
    if not sure and request.method != "POST":
        return HttpResponseRedirect(confirm_href(request))
    form = ExportForm.opened(request)
    if not sure:
        keep_until_confirmed(request, form)
    elif request.method == "POST" and form.is_valid():
        asked = form.command(patient_id, confirmed=sure)
        outcome = export_person.commit(asked, actor=actor, at=asked.confirmed_at or now())
        if not isinstance(outcome, Refused):
            return _file(outcome)
        form.refuse(outcome)
    context = {
        **chart_context(request, head, "summary"),
        "page_title": gettext("Export the record"),
        "form": form,
        "has_errors": bool(form.errors),
        "confirm_href": "" if sure else confirm_href(request),
    }
    return render(request, "interchange/export.html", context, status=422 if form.errors else 200)


def _file(done: Export) -> StreamingHttpResponse:
    """The Bundle, to be saved and never kept by the browser. Its audit event is committed already."""
    response = StreamingHttpResponse(done.content, content_type="application/fhir+json")
    response["Content-Disposition"] = f'attachment; filename="{done.file_name}"'
    response["Content-Length"] = str(sum(map(len, done.content)))
    response["Cache-Control"] = "no-store, private"
    return response
