"""Forms of what the practice's site says of a clinician and of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plait.clinical.therapy.course import MODALITIES
from plait.coordination.site.publish_place import PublicPlace, well_written
from plait.coordination.site.publish_profile import LANGUAGES, Profile
from plait.web.forms import DecisionForm
from plait.web.site.people_words import day_words, language_word
from plait.web.words import modality_words

MOST_LETTERS = 2000
WEEK = 7


def _long(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=MOST_LETTERS, widget=widget)


def _several(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )


class ProfileForm(DecisionForm):
    """A clinician's profile."""

    published = forms.BooleanField(label=_("Show this profile on the practice's site"), required=False)
    pronouns = forms.CharField(label=_("Pronouns"), required=False, max_length=60)
    languages = _several(_("Languages you speak with people"))
    approaches = _several(_("How you work"), _("Kinds of therapy that you offer."))
    conditions = _several(_("What you often help with"), _("Each leads to the site's page on it."))
    accepts_new = forms.BooleanField(label=_("Has room for new people"), required=False)
    shows_licence = forms.BooleanField(label=_("Show the licences on record"), required=False)
    first_visit_en = _long(
        _("A first visit, in English"), _("What you do in the first hour. Plain words, few sentences.")
    )
    first_visit_es = _long(_("A first visit, in Spanish"), _("The same in Spanish. Both, or neither."))

    def __init__(self, request: HttpRequest, conditions: tuple[tuple[str, str], ...] = (), **options: Any) -> None:
        """Offer the conditions that the site has pages on."""
        super().__init__(request, **options)
        self.fields["languages"].choices = [(code, language_word(code)) for code in LANGUAGES]
        self.fields["approaches"].choices = [(code, modality_words(code)) for code in MODALITIES]
        self.fields["conditions"].choices = conditions

    @staticmethod
    def of(said: Profile) -> dict[str, Any]:
        """What the form begins with."""
        return {
            name: list(value) if isinstance(value := getattr(said, name), tuple) else value
            for name in Profile.__slots__
        }

    def said(self) -> Profile:
        """What the form says."""
        asked = self.cleaned_data
        return Profile(
            **{name: tuple(asked[name]) if isinstance(asked[name], list) else asked[name] for name in Profile.__slots__}
        )


class PlaceForm(DecisionForm):
    """A place."""

    published = forms.BooleanField(label=_("Show this place on the practice's site"), required=False)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    telephone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    access_en = _long(_("Getting in, in English"), _("Steps, lifts, doors, parking, a quiet room."))
    access_es = _long(_("Getting in, in Spanish"), _("The same in Spanish. Both, or neither."))

    def __init__(self, request: HttpRequest, **options: Any) -> None:
        """A line for each day of the week."""
        super().__init__(request, **options)
        for number, day in enumerate(day_words()):
            self.fields[f"day_{number}"] = forms.CharField(label=day, required=False, max_length=80)

    @staticmethod
    def of(said: PublicPlace) -> dict[str, Any]:
        """What the form begins with."""
        plain = ("published", "address", "telephone", "access_en", "access_es")
        return {name: getattr(said, name) for name in plain} | {f"day_{n}": day for n, day in enumerate(said.hours)}

    def clean(self) -> dict[str, Any]:
        """Each day's hours are spans of clock times."""
        asked: dict[str, Any] = super().clean() or {}
        for number in range(WEEK):
            if not well_written(asked.get(f"day_{number}", "")):
                self.add_error(f"day_{number}", _("Write hours like 09:00-12:00 13:00-17:00, or leave the day empty."))
        return asked

    def said(self) -> PublicPlace:
        """What the form says."""
        asked = self.cleaned_data
        return PublicPlace(
            published=asked["published"],
            address=asked["address"].replace("\r\n", "\n"),
            telephone=asked["telephone"],
            hours=tuple(" ".join(asked[f"day_{number}"].split()) for number in range(WEEK)),
            access_en=asked["access_en"],
            access_es=asked["access_es"],
        )
