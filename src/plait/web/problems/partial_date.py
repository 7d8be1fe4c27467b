"""A date as exactly as somebody knows it: a year, with a month or a season, with a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.clinical.moment import PartialDate


class PartialDateField(forms.CharField):
    """Reads "2019", "2019-05", "2019-05-03", "spring 2019"; nothing is made up for what is missing."""

    def __init__(self, **options: Any) -> None:
        """One line of text: no picker knows "spring"."""
        options.setdefault("help_text", _("As exactly as known: 2019, 2019-05, 2019-05-03 or spring 2019"))
        super().__init__(
            max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-medium"}), **options
        )

    def clean(self, value: Any) -> Any:
        """The date, None where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise forms.ValidationError(gettext("Write 2019, 2019-05, 2019-05-03 or spring 2019.")) from error

    def prepare_value(self, value: Any) -> Any:
        """A date as it is read again."""
        return str(value) if isinstance(value, PartialDate) else value
