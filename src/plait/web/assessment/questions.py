"""Questions of an instrument as fields of a form: a choice, a whole number, a time of day; or typed from paper.

Nothing is preselected. What cannot be an answer is refused at its own question and never put right in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext

from plait.clinical.assessment.instrument import MINUTES_OF_DAY, Instrument, Item, Words
from plait.clinical.refusal import Refused
from plait.web.forms import TimeField

PREFIX = "item-"


def name_of(item: str) -> str:
    """The name of a question's field: no id of an item can clash with another field."""
    return f"{PREFIX}{item}"


def said(words: Words, language: str) -> str:
    """The words of an instrument in the language it is read in, else in English."""
    return words.get(language) or words.get("en", "")


def address(patient_id: UUID, instrument: Instrument) -> str:
    """Where an instrument is filled in: with its questions, or from paper where its words may not stand here."""
    page = "assessment:submit" if instrument.wording_embedded else "assessment:paper"
    return reverse(page, args=[patient_id, instrument.id])


class ClockField(TimeField):
    """A time of day, as minutes after midnight."""

    def clean(self, value: Any) -> Any:
        """Read it."""
        read = super().clean(value)
        return read.hour * 60 + read.minute if isinstance(read, time) else None

    def prepare_value(self, value: Any) -> Any:
        """Minutes that were kept, as a time."""
        if isinstance(value, int) and 0 <= value < MINUTES_OF_DAY:
            return f"{value // 60:02}:{value % 60:02}"
        return value


class WholeNumberField(forms.IntegerField):
    """A whole number between two ends; the message names both."""

    def __init__(self, low: int, high: int, **options: Any) -> None:
        """Set the ends."""
        words = gettext("Use a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), words)
        super().__init__(min_value=low, max_value=high, error_messages=wrong, **options)
        for one in self.validators:
            one.message = words  # type: ignore[union-attr]
        self.widget.attrs["inputmode"] = "numeric"


def question(instrument: Instrument, item: Item, language: str, *, scores: bool) -> forms.Field:
    """The field of one item. ``scores``: show the value before the words of a choice, for staff."""
    number = instrument.items.index(item) + 1
    text = said(item.text, language) if instrument.wording_embedded else ""
    label = f"{number}. {text}" if text else gettext("Question %(number)s") % {"number": number}
    options: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": only_if_words(instrument, item, language),
    }
    if item.answer == "clock":
        return ClockField(**options)
    if item.answer == "number":
        return WholeNumberField(item.lowest, item.highest, **options)
    return forms.TypedChoiceField(
        choices=[(str(o.value), _choice(o.value, said(o.text, language), scores=scores)) for o in item.options],
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        **options,
    )


def _choice(value: int, words: str, *, scores: bool) -> str:
    return f"{value} · {words}" if scores and words else words or str(value)


def typed(instrument: Instrument, item: Item) -> forms.Field:
    """The field of one item that is typed from a paper form: its number, in the place that it has there."""
    number = instrument.items.index(item) + 1
    label = gettext("Question %(number)s") % {"number": number}
    if item.answer == "clock":
        return ClockField(label=label, required=False)
    ends = gettext("%(low)s to %(high)s") % {"low": item.lowest, "high": item.highest}
    if item.risk:
        ends = gettext("%(ends)s. This question can speak of harm.") % {"ends": ends}
    return WholeNumberField(item.lowest, item.highest, label=label, required=False, help_text=ends)


def only_if_words(instrument: Instrument, item: Item, language: str) -> str:
    """After which answer a question is asked: what a form without JavaScript says instead of hiding it."""
    rule = item.only_if
    if rule is None:
        return ""
    first = instrument.item(rule.items[0])
    options = first.options if first is not None and instrument.wording_embedded else ()
    answer = next((said(o.text, language) for o in options if o.value == rule.at_least), "") or str(rule.at_least)
    places = [str(n) for n, one in enumerate(instrument.items, 1) if one.id in rule.items]
    words = {"questions": ", ".join(places), "answer": answer}
    if first is not None and rule.at_least >= first.highest:
        return gettext("Only if question %(questions)s was answered “%(answer)s”.") % words
    return gettext("Only if question %(questions)s was answered “%(answer)s” or more.") % words


def bound(form: forms.Form, items: Iterable[str]) -> list[BoundField]:
    """The questions as they are shown."""
    return [form[name_of(item)] for item in items]


def answers(form: forms.Form, items: Iterable[str]) -> dict[str, int]:
    """What was answered, by item id; what was left out is not there."""
    found: Mapping[str, Any] = form.cleaned_data
    return {item: found[name_of(item)] for item in items if found.get(name_of(item)) is not None}


def beside(refused: Refused, form: forms.Form) -> Refused:
    """A no to one item, at the field of that item."""
    field = name_of(refused.field or "")
    return Refused(refused.reason, refused.message, field) if field in form.fields else refused
