"""The form of a person's details: the same to register somebody and to revise what is known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from plait.coordination.people.registration import KINDS, SEXES, Beside, Details
from plait.web.medication.order_form import KeyedForm
from plait.web.people.words import beside_words, sex_words
from plait.web.problems.partial_date import PartialDateField

ADDRESS = ("line", "city", "state", "postal_code")
MOST_PHONES = 3
DIGITS_OF_A_PHONE = 7
OFF = {"autocomplete": "off"}


def _line(label: Any, length: int = 200, *, required: bool = False, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={**OFF, **attrs})
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint, widget=widget)


class DetailsForm(KeyedForm):
    """Who somebody is, how to reach them, and who stands beside them."""

    given = _line(_("Given name"), hint=_("As on their papers"))
    family = _line(_("Family name"))
    preferred_name = _line(_("Name they go by"), hint=_("What we call them on every screen and at the door"))
    pronouns = _line(_("Pronouns"), 60, hint=_("In their words, for example she/her or they/them"))
    birth_date = PartialDateField(label=_("Birth date"), required=False)
    sex_for_clinical_use = forms.ChoiceField(
        label=_("Sex for clinical use"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Asked because doses, limits of laboratory results and questions about pregnancy depend on it. "
            "It says nothing about gender."
        ),
    )
    gender_identity = _line(
        _("Gender identity"), 100, hint=_("In their own words, if they want to say. Nothing is worked out from it.")
    )
    languages = _line(_("Languages"), 200, hint=_("The one they speak best first, with commas between"))
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    phones = _line(_("Phone"), 150, hint=_("Several: with commas between, the best one first"), inputmode="tel")
    emails = _line(_("E-mail"), 300, hint=_("Several: with commas between"), inputmode="email")
    line = _line(_("Street and number"))
    city = _line(_("City"), 100)
    state = _line(_("State"), 2, hint=_("Two letters"))
    postal_code = _line(_("Postal code"), 12)
    state_now = _line(
        _("State where they are"), 2, hint=_("Two letters. Who may treat them by video depends on where they are.")
    )
    beside_name = _line(_("Name of who stands beside them"))
    beside_kind = forms.ChoiceField(
        label=_("They are"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("For a minor usually a guardian. The birth date is only a hint: what counts is law and papers."),
    )
    beside_relationship = _line(_("Relationship"), 60, hint=_("For example mother, partner, case worker"))
    beside_phone = _line(_("Their phone"), 40, inputmode="tel")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["sex_for_clinical_use"].choices = [(sex, sex_words(sex)) for sex in SEXES]
        self.fields["sex_for_clinical_use"].initial = "unknown"
        self.fields["beside_kind"].choices = [(kind, beside_words(kind)) for kind in KINDS]

    def clean_phones(self) -> tuple[str, ...]:
        """Each has enough digits to be one."""
        phones = _several(self.cleaned_data["phones"])
        if any(sum(c.isdigit() for c in phone) < DIGITS_OF_A_PHONE or len(phone) > 40 for phone in phones):
            raise forms.ValidationError(gettext("A phone number has at least seven digits."))
        if len(phones) > MOST_PHONES:
            raise forms.ValidationError(gettext("Keep the three best numbers."))
        return phones

    def clean_emails(self) -> tuple[str, ...]:
        """Each looks like an address."""
        emails = _several(self.cleaned_data["emails"])
        if any(not _is_email(email) for email in emails):
            raise forms.ValidationError(gettext("Write an e-mail address like name@example.org."))
        return emails

    def clean_languages(self) -> tuple[str, ...]:
        """Apart at the commas."""
        return _several(self.cleaned_data["languages"])

    def details(self) -> Details:
        """What was typed."""
        data = self.cleaned_data
        names = ("given", "family", "preferred_name", "pronouns", "gender_identity")
        return Details(
            **{name: data[name].strip() for name in names},
            birth_date=data["birth_date"],
            sex_for_clinical_use=data["sex_for_clinical_use"] or "unknown",
            languages=data["languages"],
            interpreter=data["interpreter"],
            phones=data["phones"],
            emails=data["emails"],
            address={name: data[name].strip() for name in ADDRESS if data[name].strip()},
            state_now=data["state_now"].strip().upper(),
            deceased=str(data.get("deceased") or ""),
        )

    def beside(self) -> Beside | None:
        """Who stands beside them, where anything was typed about that."""
        data = self.cleaned_data
        names = ("beside_kind", "beside_name", "beside_relationship", "beside_phone")
        return Beside(*(data[name] for name in names)) if any(data[name] for name in names) else None


class RevisionForm(DetailsForm):
    """The same for somebody who is known: which revision was seen, and whether the person has died."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    deceased = PartialDateField(label=gettext_lazy("Died"), required=False)


def typed(details: Details) -> dict[str, Any]:
    """Details as they stand in the form."""
    names = ("given", "family", "preferred_name", "pronouns", "birth_date", "sex_for_clinical_use", "gender_identity")
    return {
        **{name: getattr(details, name) for name in (*names, "interpreter", "state_now", "deceased")},
        "birth_date": str(details.birth_date or ""),
        "languages": ", ".join(details.languages),
        "phones": ", ".join(details.phones),
        "emails": ", ".join(details.emails),
        **{name: details.address.get(name, "") for name in ADDRESS},
    }


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace(";", ",").split(",") if part.strip()))


def _is_email(text: str) -> bool:
    name, _sign, host = text.rpartition("@")
    return bool(name) and "." in host and " " not in text
