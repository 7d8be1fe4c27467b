"""A safety plan as a form: one line for each entry, a number beside it where somebody can be called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.clinical.safety.safety_plan import (
    LONGEST,
    LONGEST_PHONE,
    MOST_LINES,
    PARTS,
    WITH_PHONE,
    Line,
    SafetyPlan,
    plan,
)
from plait.web.forms import DecisionForm
from plait.web.safety.plan_words import hint, title

FEWEST_ROWS, SPARE_ROWS = 4, 2
WITHOUT_PHONE = tuple(name for name in PARTS if name not in WITH_PHONE)


class PlanForm(DecisionForm):
    """The whole plan. ``seen`` is the row that was on screen; ``taking`` the person's words that are taken over."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    taking = forms.UUIDField(widget=forms.HiddenInput, required=False)
    together = forms.BooleanField(label=_("We went through it together"), required=False)
    note = forms.CharField(
        label=_("For the other clinician: what is this change about?"), max_length=500, required=False
    )

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """A text for each part; for those with numbers, rows of a name and a number."""
        super().__init__(request, data, initial=initial)
        for part in PARTS:
            if part in WITH_PHONE:
                self._rows(part, data)
            else:
                self.fields[part] = forms.CharField(
                    label=title(part),
                    help_text=hint(part),
                    required=False,
                    max_length=(LONGEST + 2) * MOST_LINES,
                    widget=forms.Textarea(attrs={"rows": 4}),
                )

    def _rows(self, part: str, data: Any) -> None:
        filled = self._filled(part, data if data is not None else self.initial)
        for number in range(max(FEWEST_ROWS, min(filled + SPARE_ROWS, MOST_LINES))):
            place = {"part": title(part), "number": number + 1}
            self.fields[f"{part}-{number}"] = forms.CharField(
                label=gettext("%(part)s, %(number)s: who or where") % place, required=False, max_length=LONGEST
            )
            self.fields[f"{part}-{number}-phone"] = forms.CharField(
                label=gettext("%(part)s, %(number)s: phone") % place,
                required=False,
                max_length=LONGEST_PHONE,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )

    @staticmethod
    def _filled(part: str, data: Any) -> int:
        """How many rows of a part are written in."""
        return max(
            (n + 1 for n in range(MOST_LINES) if data.get(f"{part}-{n}") or data.get(f"{part}-{n}-phone")), default=0
        )

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The parts as the template draws them."""
        for part in PARTS:
            if part in WITH_PHONE:
                count = sum(name.startswith(f"{part}-") and not name.endswith("-phone") for name in self.fields)
                rows = [(self[f"{part}-{n}"], self[f"{part}-{n}-phone"]) for n in range(count)]
                yield {"name": part, "title": title(part), "hint": hint(part), "rows": rows}
            else:
                yield {"name": part, "field": self[part]}

    def plan(self) -> SafetyPlan:
        """What was written."""
        data = self.cleaned_data
        written: dict[str, list[Line]] = {}
        for part in WITHOUT_PHONE:
            written[part] = [Line(text) for text in (data.get(part) or "").splitlines()]
        for part in sorted(WITH_PHONE):
            rows = range(MOST_LINES)
            written[part] = [Line(data.get(f"{part}-{n}") or "", data.get(f"{part}-{n}-phone") or "") for n in rows]
        return plan(written)


def initial_of(one: SafetyPlan) -> dict[str, Any]:
    """A plan as the form shows it."""
    found: dict[str, Any] = {part: "\n".join(line.text for line in one.part(part)) for part in WITHOUT_PHONE}
    for part in WITH_PHONE:
        for number, line in enumerate(one.part(part)):
            found[f"{part}-{number}"] = line.text
            found[f"{part}-{number}-phone"] = line.phone
    return found
