"""Forms of the administrator: a new account, a role given or ended, a licence, a new link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plait.foundation.actor import ROLES
from plait.web.accounts.header import ROLE_WORDS, role_word
from plait.web.forms import DateField, DecisionForm

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK "
    "OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI"
)
ROLE_CHOICES = [(role, ROLE_WORDS[role]) for role in ROLES]


class NewAccountForm(DecisionForm):
    """Who is new."""

    name = forms.CharField(label=_("Full name"), max_length=200, help_text=_("As others in the practice see it."))
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        help_text=_("Small letters, digits, and . _ @ - between them. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    profession = forms.CharField(label=_("Profession"), max_length=60, help_text=_("For example: psychologist."))
    site_id = forms.TypedChoiceField(label=_("Site"), choices=())
    roles = forms.MultipleChoiceField(
        label=_("Roles from today"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, request: HttpRequest, sites: tuple[tuple[Any, str], ...] = (), **options: Any) -> None:
        """Offer the sites of the practice."""
        super().__init__(request, **options)
        self.fields["site_id"].choices = [(str(key), name) for key, name in sites]


class GiveRoleForm(DecisionForm):
    """A role from a day on."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    starts_on = DateField(label=_("First day"))


class EndRoleForm(DecisionForm):
    """The end of a role."""

    role = forms.ChoiceField(widget=forms.HiddenInput, choices=ROLE_CHOICES)
    ends_on = DateField(label=_("First day without the role"), help_text=_("Today ends it at once."))

    @property
    def role_name(self) -> str:
        """What the role is called."""
        return role_word(str(self["role"].value()))


class LicenceForm(DecisionForm):
    """A licence as it stands on paper."""

    state = forms.ChoiceField(label=_("State"), choices=[("", "–"), *((state, state) for state in STATES.split())])
    profession = forms.CharField(label=_("Licensed as"), max_length=60)
    number = forms.CharField(label=_("Number"), max_length=60)
    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("First day without it"), required=False)


class LinkForm(DecisionForm):
    """A new set-up link."""

    factors_lost = forms.BooleanField(
        label=_("Phone or key is lost too"),
        required=False,
        help_text=_("Removes the second factors and signs the account out everywhere. Make sure who is asking."),
    )
