"""The base of every form that decides something: sent twice, it is done once; refused, it keeps what was typed.

A form carries ``once`` (the key of this request) and, where there is a preview, ``seal`` and ``shown_at`` (what the
person was shown, and when). It becomes a Command; no clinical rule stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.clinical.moment import Instant, LocalDate
from plait.clinical.refusal import Refused
from plait.coordination.consequences.medication import Shown
from plait.foundation.clock import now
from plait.foundation.idempotency import KeyReused, Once, payload_hash
from plait.web.documents.restore import kept

HIDDEN = frozenset({"once", "seal", "shown_at", "step"})
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # what a day in a record can mean; the rest is a slip
REASONABLE_DAY = _("Use a date like 2026-03-31.")
SENT_BEFORE = Refused(
    "sent-before",
    _("This form was already sent, and that was done. Look again before you send it."),  # type: ignore[arg-type]
)
Outcome = TypeVar("Outcome")


class DateField(forms.DateField):
    """A day, by the browser's own picker; a year that nobody meant (1, 9999) is a slip of the hand."""

    default_error_messages = {"invalid": REASONABLE_DAY}  # noqa: RUF012 - Django reads it from the class

    def __init__(self, **options: Any) -> None:
        """ISO dates only: 2026-03-04 means one thing everywhere."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        """Read it."""
        day = super().to_python(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class TimeField(forms.TimeField):
    """A time of day on the practice's clock."""

    default_error_messages = {"invalid": _("Use a time like 14:30.")}  # noqa: RUF012 - Django reads it from the class

    def __init__(self, **options: Any) -> None:
        """24-hour, minutes."""
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S"],
            **options,
        )


class DecisionForm(forms.Form):
    """A plain form with its own key. ``request`` gives the actor and their zone."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Bind to what was posted; a fresh form gets a fresh key."""
        self.request = request
        self.actor = request.actor  # type: ignore[attr-defined]
        super().__init__(data, initial={"once": uuid4(), **(initial or {})}, use_required_attribute=False)

    @classmethod
    def opened(cls, request: HttpRequest, *about: Any, start: Callable[[], Mapping[str, Any]] = dict) -> Self:
        """The form of a page: bound to what was posted, else fresh with what was kept of an earlier try.

        ``start`` gives what a fresh one begins with; it is asked only then.
        """
        if request.method == "POST":
            return cls(request, *about, data=request.POST)
        return cls(request, *about, initial={**start(), **(kept(request) or {})})

    @property
    def today(self) -> date:
        """The day it is where the actor works."""
        return now().day(self.actor.zone)

    def once_of(self) -> Once:
        """The key of this request with the hash of what was asked, hidden fields left out."""
        asked = {name: self.data.getlist(name) for name in sorted(self.fields) if name not in HIDDEN}
        key = self.cleaned_data.get("once") or UUID(int=0)
        return Once(key, payload_hash([self.request.path, asked]))

    def fresh_key(self) -> None:
        """A new key: what follows is another request."""
        self.data = self.data.copy()
        self.data["once"] = str(uuid4())

    def send(self, commit: Callable[[Once], Outcome], once: Once | None = None) -> Outcome | Refused:
        """What a decision answers to this request.

        Somebody who goes back, types something else and sends it again sends the key of what is done already: that is
        refused, everything typed stays, and the next time it counts as another request.
        """
        try:
            return commit(once or self.once_of())
        except KeyReused:
            self.fresh_key()
            return SENT_BEFORE

    def attempt(self, commit: Callable[[Once], Outcome | Refused], once: Once | None = None) -> Outcome | None:
        """Try what the form says; None where it was refused, and the form says why.

        An outcome need not be the end: somebody alike, or a clash, may be shown first.
        """
        outcome = self.send(commit, once)
        if isinstance(outcome, Refused):
            self.refuse(outcome)
            return None
        return outcome

    def shown(self) -> Shown:
        """What was shown before this was sent."""
        try:
            at = Instant.parse(self.cleaned_data.get("shown_at") or "")
        except ValueError:
            at = now()
        return Shown(self.cleaned_data.get("seal", ""), at)

    def refuse(self, refused: Refused) -> None:
        """Say an expected no beside its field, or above the form."""
        name = refused.field if refused.field in self.fields else None
        self.add_error(name, gettext(refused.message))


def instant_of(day: date, zone: str, *, at: Instant, clock: time | None = None) -> Instant:
    """When something typed as a day is true: now if it is today, else from the beginning of that day.

    With a clock time it is that time in the zone; a time that does not exist that night counts as the one after the
    gap, one that comes twice as the first (RFC 5545).
    """
    if clock is not None:
        return Instant(datetime.combine(day, clock, tzinfo=ZoneInfo(zone)))
    return at if day == at.day(zone) else LocalDate(day, zone).start()
