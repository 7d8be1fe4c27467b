"""The gallery: every component with an example, at /_components/. Made-up content; no person's record is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace as Record
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from plait.clinical.finding import Answer, Finding, NotChecked
from plait.web.components.icon_array import SIDE, arrays
from plait.web.components.timeline.example import example as timeline_example
from plait.web.site.access import public

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One component as shown in the gallery: its template stands in components/examples/<name>.html."""

    name: str
    context: Callable[[], Context]


class DoseForm(forms.Form):
    """A form with one field of every shape."""

    medicine = forms.CharField(label=_("Medicine"), help_text=_("Generic or brand name"))
    dose = forms.DecimalField(label=_("Dose each time"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    starts = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    form = forms.ChoiceField(
        label=_("Form"), choices=[("", _("Choose")), ("tablet", _("tablet")), ("capsule", _("capsule"))]
    )
    when = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        choices=[("morning", _("every morning")), ("night", _("every night")), ("twice", _("twice a day"))],
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why"),
        required=False,
        help_text=_("Choose all that are true"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("partial", _("partial response")),
            ("tolerated", _("well tolerated")),
            ("asked", _("the person asks for it")),
        ],
    )
    note = forms.CharField(label=_("In your words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("Talked over with the person"), help_text=_("Also by phone or video"))


def _finding(severity: Any, what: str, why: str, do: str, mark: Any) -> Finding:
    return Finding("example", severity, ("lithium",), what, why, do, "example.rule", "FDA label, section 7", mark, "0")


def _findings() -> tuple[Finding, ...]:
    return (
        _finding(
            "contraindicated",
            "Phenelzine and sertraline together can cause serotonin syndrome",
            "Phenelzine was stopped 6 days ago; 14 days are needed.",
            "Wait until 2 December, or choose another medicine.",
            "verified",
        ),
        _finding(
            "major",
            "Lithium level may rise",
            "A diuretic was added.",
            "Check the level within 7 days.",
            "verified",
        ),
        _finding("moderate", "Dose above the usual range", "225 mg a day; usually up to 200 mg.", "", "unverified"),
        _finding(
            "info",
            "Same ingredient in two forms",
            "Both count as one daily total.",
            "",
            "corroborated",
        ),
    )


def _preview() -> Record:
    return Record(
        title="Change sertraline",
        changes=[
            {"label": "Dose", "before": "100 mg every morning", "after": "150 mg every morning"},
            {"label": "A day in all", "before": "100 mg", "after": "150 mg"},
            {"label": "From", "before": "", "after": "24 November 2026"},
        ],
        follows=["Sodium is due by 8 December.", "J. Ortiz, therapist, is told of the change."],
        answer=Answer(_findings()[2:], (NotChecked("QT interval", "no ECG is on record", "an ECG"),)),
    )


def _people() -> list[Record]:
    return [
        Record(
            name="Mara Lindqvist",
            preferred_name="",
            pronouns="she/her",
            age=34,
            birth_date="2 May 1992",
            number="48-2210-7",
            href="#",
            note="seen 16 Nov",
            chips=[],
        ),
        Record(
            name="Joseph Anderson-Okonkwo",
            preferred_name="Jo",
            pronouns="they/them",
            age=17,
            birth_date="30 Jan 2009",
            number="48-2214-5",
            href="#",
            note="",
            chips=[{"label": "Risk", "text": "item 9 above zero", "tone": "alert"}],
        ),
    ]


def _table() -> Context:
    return {
        "columns": [{"label": "Date"}, {"label": "Score", "num": True}, {"label": "Band"}, {"label": "Filled in with"}],
        "rows": [
            [Record(text="16 Nov 2026", href="#"), "6", "mild", "A. Reyes"],
            [Record(text="5 Oct 2026", href="#"), "7", "mild", "J. Ortiz"],
            [Record(text="12 Jan 2026", href="#"), "19", "moderately severe", "A. Reyes"],
        ],
    }


def _header(number: str) -> Record:
    tabs = ["Summary", "Plan", "Medication", "Therapy", "Scores", "Results", "Notes", "Who looked"]
    return Record(
        name="Mara Lindqvist",
        preferred_name="",
        pronouns="she/her",
        age=34,
        birth_date="2 May 1992",
        number=number,
        patient_id="",
        allergies=["penicillin: hives"],
        allergy_state="known",
        pregnancy="not pregnant, asked 16 Nov",
        risk=Record(label="item 9: 1 on 26 Jan, seen same day", tone="alert", href="#"),
        care_team=[{"role": "Prescriber", "name": "A. Reyes"}, {"role": "Therapist", "name": "J. Ortiz"}],
        tabs=[{"label": one, "href": "#", "current": not at} for at, one in enumerate(tabs)],
    )


def _links(labels: str, current: str) -> list[dict[str, Any]]:
    return [{"label": one, "href": "#", "current": one == current} for one in labels.split(", ")]


def _terms(**terms: str) -> list[dict[str, str]]:
    return [{"term": term.replace("_", " "), "detail": detail} for term, detail in terms.items()]


def _answers() -> Context:
    return {"nothing": Answer(), "unsure": Answer((), (NotChecked("Kidney function", "no eGFR on record", "eGFR"),))}


def _forms() -> Context:
    return {"form": DoseForm(), "wrong": DoseForm({"dose": "many", "form": "tablet"}, auto_id="wrong_%s")}


def _confirmation() -> Context:
    return {
        "confirmation": Record(
            title="Dose changed",
            lines=_terms(Medicine="Sertraline 150 mg, every morning", From="24 November 2026"),
            next=["Sodium is due by 8 December.", "J. Ortiz sees the change on the timeline."],
            links=_links("Back to the chart, Change another medicine", ""),
        )
    }


def _progress() -> Context:
    return {"job": Record(label="Importing bundle.json", done=340, total=812, finished=False, text="")}


def _blank() -> Context:
    return {}


EXAMPLES: tuple[Example, ...] = (
    Example("chart_header", lambda: {"header": _header("48-2210-7")}),
    Example("card", _blank),
    Example("button", _blank),
    Example("chip", _blank),
    Example("notice", _blank),
    Example("finding", lambda: {"findings": _findings()}),
    Example("answer", _answers),
    Example("preview", lambda: {"preview": _preview()}),
    Example("confirmation", _confirmation),
    Example("form", _forms),
    Example("table", _table),
    Example("segments", lambda: {"options": _links("3 months, 12, 36, All, Table", "12")}),
    Example("tabs", lambda: {"tabs": _links("Summary, Plan, Medication", "Plan")}),
    Example("empty", _blank),
    Example("progress", _progress),
    Example("person_row", lambda: {"people": _people()}),
    Example("definition_list", lambda: {"items": _terms(Prescriber="A. Reyes", Next_visit="8 December, 10:00")}),
    Example("more", _blank),
    Example("mark_badge", _blank),
    Example("pagination", lambda: {"page": Paginator(range(95), 10).page(4)}),
    Example("mark", _blank),
    Example(
        "icon_array",
        lambda: {
            "arrays": arrays([("with usual care", 48, None, None), ("with therapy", 62, None, None)]),
            "side": SIDE,
            "strand": "ther",
            "caption": "Of 100 made-up people, how many were well?",
        },
    ),
    Example("timeline", lambda: {"timeline": timeline_example()}),
)


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """All examples on one page, in this browser's theme and language."""
    shown = [
        {"name": one.name, "html": get_template(f"components/examples/{one.name}.html").render(one.context(), request)}
        for one in EXAMPLES
    ]
    return render(request, "components/gallery.html", {"examples": shown, "page_title": "Components"})
