"""Bring in a person's FHIR file, and see the files that were brought in before."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plait.clinical.refusal import Refused
from plait.coordination.interchange import decide_identity, import_bundle, read_runs
from plait.coordination.interchange.import_bundle import Assigned, Upload
from plait.coordination.interchange.read_runs import Mine, Run, RunLine
from plait.coordination.people.timeline_words import said
from plait.foundation.clock import now
from plait.foundation.idempotency import Once, payload_hash
from plait.web.forms import DecisionForm
from plait.web.interchange.words import status_words
from plait.web.words import time_of

ROLES = ("prescriber", "therapist")


class UploadForm(DecisionForm):
    """The file, and for a coordinator who will treat the person. A clinician takes the person on themselves."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "FHIR R4 in JSON: a Bundle about one person or several, NDJSON (a resource a line), or a ZIP of these; "
            "at most 25 MB. Larger exports and folders are imported on the machine: plait import."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".json,.ndjson,.jsonl,.zip,application/json,application/fhir+json"}),
    )
    source = forms.URLField(
        label=_("Address of the system that it comes from"),
        help_text=_("Needed only for NDJSON, so that people are known again: https://ehr.example/fhir"),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    prescriber = forms.ChoiceField(label=_("Prescriber"), required=False)
    therapist = forms.ChoiceField(label=_("Therapist"), required=False)

    def __init__(self, request: HttpRequest, mine: Mine, data: Any = None, initial: Any = None) -> None:
        """Offer the staff of the site to a coordinator, and nothing to choose to a clinician."""
        super().__init__(request, data, initial=initial)
        self.files = request.FILES
        for role, members in zip(ROLES, (mine.prescribers, mine.therapists), strict=True):
            if self.actor.acting_role != "coordinator":
                del self.fields[role]
                continue
            self.fields[role].choices = [
                ("", gettext("nobody")),
                *((str(m.practitioner_id), f"{m.name}, {m.profession}" if m.profession else m.name) for m in members),
            ]

    def clean(self) -> dict[str, Any]:
        """Say of a file that did not arrive why, and ask for it again where something else is wrong."""
        if "file" in self.errors and _too_big(self.request):
            self.errors["file"] = self.error_class([gettext("The file is larger than 25 MB.")])
        return self.cleaned_data

    def command(self) -> Upload:
        """What was asked."""
        chosen = ((role, self.cleaned_data.get(role)) for role in ROLES)
        file = self.cleaned_data["file"]
        return Upload(
            file_name=said(file.name)[:300],
            content=file.read(),
            assign_to=tuple(Assigned(UUID(one), role) for role, one in chosen if one),
            source=self.cleaned_data.get("source") or "",
        )

    def once_of_file(self, command: Upload) -> Once:
        """The key of this request: the same form with the same file, and nothing else, is the same request."""
        once = self.once_of()
        return Once(once.key, payload_hash([once.payload_hash, hashlib.sha256(command.content).hexdigest()]))

    def refuse(self, refused: Refused) -> None:
        """Say an expected no; the browser does not keep the file, so it is asked for again."""
        super().refuse(refused)
        if refused.field != "file":
            self.add_error("file", gettext("Choose the file again: a browser does not keep it."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The form, and the actor's runs, newest first."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    mine = read_runs.mine(actor=actor, at=at)
    form = UploadForm.opened(request, mine)
    if request.method == "POST" and form.is_valid():
        command = form.command()
        outcome = form.attempt(
            lambda once: import_bundle.receive(command, actor=actor, at=at, once=once), form.once_of_file(command)
        )
        if outcome is not None:
            return redirect("interchange:run", outcome.run_id)
    columns = (gettext("File"), gettext("Person"), gettext("State"), gettext("Brought in"))
    context = {
        "page_title": gettext("Imports"),
        "form": form,
        "chooses": actor.acting_role == "coordinator",
        "columns": [{"label": label} for label in columns],
        "rows": [_row(line, request) for line in mine.runs],
        "held": [_held(run, request) for run in decide_identity.waiting(actor=actor, at=at)],
        "held_columns": [{"label": label} for label in (gettext("File"), gettext("Brought in"), gettext("By"))],
        "has_errors": bool(form.errors),
    }
    return render(request, "interchange/imports.html", context, status=422 if form.errors else 200)


def chart_address(request: HttpRequest, patient_id: UUID) -> str:
    """Where the actor sees a person: a coordinator the contact page, a clinician the chart."""
    role = request.actor.acting_role  # type: ignore[attr-defined]
    return reverse("people:contact" if role == "coordinator" else "people:chart", args=[patient_id])


def _too_big(request: HttpRequest) -> bool:
    """Whether the body was so large that its file was not kept."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_MOST_BYTES
    except ValueError:
        return False


def _held(run: Run, request: HttpRequest) -> list[Any]:
    href = reverse("interchange:decide", args=[run.run_id])
    zone = request.actor.zone  # type: ignore[attr-defined]
    return [{"text": said(run.file_name), "href": href}, time_of(run.created_at, zone), run.uploaded_by_name]


def _row(line: RunLine, request: HttpRequest) -> list[Any]:
    run, patient = line.run, line.patient
    person: Any = gettext("not known yet") if run.status in {"waiting", "running"} else "–"
    if patient is not None:
        person = {"text": patient.name, "href": chart_address(request, patient.patient_id)}
    return [
        {
            "text": said(run.file_name) or gettext("without a name"),
            "href": reverse("interchange:table" if "csv" in run.identity else "interchange:run", args=[run.run_id]),
        },
        person,
        status_words(run.status),
        time_of(run.created_at, request.actor.zone),  # type: ignore[attr-defined]
    ]
