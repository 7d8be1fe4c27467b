"""The form of a visit that is booked or moved: with whom, which day and time of the site's clock, how long, how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.clinical.refusal import Refused
from plait.clinical.visits.agreed_time import wall_text
from plait.clinical.visits.appointment import MODES, SERVICES, Appointment
from plait.coordination.consequences.visits import CHANGED, LONGEST, SHORTEST, Clinician, Warned
from plait.foundation.idempotency import Once
from plait.web.forms import DateField, TimeField
from plait.web.medication.order_form import KeyedForm
from plait.web.visits.words import concern_words, service_words
from plait.web.words import place_words

Outcome = TypeVar("Outcome")
LENGTHS = (15, 20, 30, 45, 50, 60, 80, 90, 120)


class TimeForm(KeyedForm):
    """When, with whom, how. What clashes comes back in ``warned``; sent again with ``seen``, it is booked all the same.

    Times are the site's; whether a day has such a time is for the decision to say.
    """

    practitioner = forms.UUIDField(label=_("With"), widget=forms.Select)
    day = DateField(label=_("Day"))
    starts = TimeField(label=_("Start"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST)
    mode = forms.ChoiceField(label=_("How"), choices=(), widget=forms.RadioSelect, initial="in-person")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    reason = forms.CharField(label=_("Why all the same"), required=False, max_length=300)

    def __init__(
        self,
        request: HttpRequest,
        clinicians: Iterable[Clinician],
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Offer who treats the person first, then, to a coordinator, everybody of the site."""
        super().__init__(request, data, initial=initial)
        offered = list(clinicians)
        here = [(str(one.practitioner_id), _named(one)) for one in offered if one.treats]
        others = [(str(one.practitioner_id), _named(one)) for one in offered if not one.treats]
        groups = [(gettext("On the care team"), here), (gettext("Others of the site"), others)]
        choices: list[Any] = [("", gettext("Choose")), *((name, own) for name, own in groups if own)]
        self.fields["practitioner"].widget.choices = choices  # type: ignore[attr-defined]
        self.fields["mode"].choices = [(name, place_words(name).capitalize()) for name in MODES]  # type: ignore[attr-defined]
        self.fields["minutes"].widget = forms.TextInput(attrs={"inputmode": "numeric", "list": "lengths"})
        self.warned: Warned | None = None
        if self.initial.get("practitioner") is None and len(here) == 1 and not others:
            self.initial["practitioner"] = here[0][0]

    def local_start(self) -> str:
        """The wall time that was typed."""
        return wall_text(datetime.combine(self.cleaned_data["day"], self.cleaned_data["starts"]))

    def seen_keys(self) -> frozenset[str]:
        """What was said and sent back."""
        return frozenset(filter(None, self.cleaned_data.get("seen", "").split(" ")))

    def settle(self, commit: Callable[[Once], Outcome | Refused | Warned]) -> Outcome | None:
        """Try what the form says; None where the form says why not, or what should be known first."""
        outcome = self.attempt(commit)
        if isinstance(outcome, Warned):
            self.warn(outcome)
            return None
        return outcome

    def warn(self, warned: Warned) -> None:
        """Say what should be known first; where it was said already, only the reason is lacking."""
        if warned.seen <= self.seen_keys() and warned.needs_reason:
            self.add_error("reason", gettext("Say why it is booked all the same."))
        self.warned = warned
        self.data = self.data.copy()
        self.data["seen"] = " ".join(sorted(warned.seen))

    def page(self, zone: str) -> dict[str, Any]:
        """What the page of the form needs; ``zone`` is the clock that its times are on."""
        return {
            "form": self,
            "concerns": [concern_words(concern, zone) for concern in self.warned.concerns] if self.warned else [],
            "clashes": self.warned is not None and self.warned.needs_reason,
            "zone": zone,
            "lengths": LENGTHS,
        }

    @property
    def status(self) -> int:
        """The answer's HTTP status: 422 where the form says something."""
        return 422 if self.errors or self.warned else 200


class BookForm(TimeForm):
    """A new visit: also what it is for, and a line for the desk."""

    service = forms.ChoiceField(label=_("What for"), choices=())
    text = forms.CharField(
        label=_("A line for the desk"),
        required=False,
        max_length=200,
        help_text=_("The coordinator reads it: nothing clinical."),
    )
    field_order = ("practitioner", "service", "day", "starts", "minutes", "mode", "text", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Words of the services in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(name, service_words(name)) for name in SERVICES]  # type: ignore[attr-defined]


class ShownForm(KeyedForm):
    """``shown``: how the appointment stood when the form was opened.

    Whoever is told that somebody changed it meanwhile sees how it stands now, and can send the same again.
    """

    shown = forms.CharField(widget=forms.HiddenInput, max_length=40)
    told_of_a_change = False

    def refuse(self, refused: Refused) -> None:
        """Keep in mind whether it was that."""
        super().refuse(refused)
        self.told_of_a_change = refused.reason == CHANGED.reason

    def show(self, appointment: Appointment) -> None:
        """The page shows this; it counts as seen where the change was told."""
        if self.told_of_a_change:
            self.data = self.data.copy()
            self.data["shown"] = appointment.changed_at.iso()


class MoveForm(ShownForm, TimeForm):
    """Another time."""


def _named(one: Clinician) -> str:
    return f"{one.name}, {one.profession}" if one.profession else one.name
