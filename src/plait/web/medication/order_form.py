"""What is to be taken, as a form: dose, how often, form, route, aim, from when, why. No clinical rule stands here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.clinical.language import gettext_noop
from plait.clinical.medication.dose_change import Terms
from plait.clinical.medication.order import Medicine
from plait.clinical.medication.timing import LONGEST_INTERVAL, MOST_TIMES_A_DAY, WHEN, Timing
from plait.clinical.quantity import UNITS, Dose, NotADose, plain
from plait.coordination.medication import reasons, routes
from plait.coordination.medication.order_page import Order
from plait.knowledge.formulary import formulary
from plait.web.forms import REASONABLE_DAY, DateField, DecisionForm
from plait.web.medication.products import FORM_ONLY, KEEP, flat, product_choices
from plait.web.medication.words import first_upper, unit_words

INTERVALS = {"interval-days", "interval-weeks"}
# What the core says of a dose or a rhythm, so that it can be translated.
CORE_WORDS = {
    "a dose is more than zero": gettext_noop("A dose is more than zero."),
    "write the decimal with a point: 12.5": gettext_noop("Write the decimal with a point: 12.5"),
    "a dose has at most 4 decimal places": gettext_noop("A dose has at most 4 decimal places."),
    "once is one administration": gettext_noop("Once is one time: choose one time of day, or none."),
}


def core_words(error: ValueError) -> str:
    """What the core refused, as a sentence."""
    text = str(error)
    return gettext(CORE_WORDS[text]) if text in CORE_WORDS else f"{first_upper(text)}."


class KeyedForm(DecisionForm):
    """A form with terms, which says while somebody types what keeps its preview back."""

    TERMS: tuple[str, ...] = ()

    @property
    def waits_for(self) -> list[str]:
        """What keeps the preview back beside fields that are still empty: said quietly while somebody types."""
        if not self.is_bound:
            return []
        found = [self.errors[name].as_data() for name in self.TERMS if name in self.errors]
        wrong = [error for errors in found for error in errors if error.code != "required"]
        return [text for error in wrong for text in error.messages]


class ReasonForm(KeyedForm):
    """From when, and why: what every step in an order asks."""

    effective_at = DateField(label=_("From"))
    reason_code = forms.ChoiceField(label=_("Why"), error_messages={"required": _("Say why: choose a reason.")})
    reason_text = forms.CharField(
        label=_("In your words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = ""
    TERMS = ("effective_at",)

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Begin today; offer the reasons that fit."""
        super().__init__(request, data, initial=initial)
        self.initial.setdefault("effective_at", self.today)
        self.fields["reason_code"].choices = [("", gettext("Choose")), *reasons.choices(self.action)]
        self.fields["effective_at"].help_text = gettext("Today, a day that has passed, or a day to come")

    def begin_with(self, order: Order) -> None:
        """Put the day on which a planned order begins into a fresh form: before it no step can be taken."""
        if order.now is None and order.coming and self.initial["effective_at"] == self.today:
            self.initial["effective_at"] = order.coming[0].since.day(self.actor.zone)

    def clean_effective_at(self) -> Any:
        """Refuse a year that nobody meant."""
        day = self.cleaned_data["effective_at"]
        if not 1900 <= day.year <= self.today.year + 10:
            raise forms.ValidationError(REASONABLE_DAY)
        return day


class TakingForm(KeyedForm):
    """How much and how often."""

    dose = forms.CharField(
        label=_("Dose each time"),
        max_length=14,
        error_messages={"required": _("Say how much each time.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Say in which unit.")})
    kind = forms.ChoiceField(label=_("How often"), error_messages={"required": _("Say how often: choose one.")})
    every = forms.IntegerField(
        label=_("How many days or weeks from one time to the next"),
        required=False,
        min_value=1,
        max_value=LONGEST_INTERVAL,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    count = forms.IntegerField(
        label=_("Times a day"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES_A_DAY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    when = forms.MultipleChoiceField(label=_("Time of day"), required=False, widget=forms.CheckboxSelectMultiple)

    taken: tuple[Dose | None, Timing | None] = (None, None)

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Offer units and rhythms in the reader's language."""
        super().__init__(request, data, initial=initial)
        self.fields["unit"].choices = [(unit, unit_words(unit)) for unit in UNITS]
        self.initial.setdefault("unit", "mg")
        self.fields["kind"].choices = [
            ("", gettext("Choose")),
            ("daily", gettext("Every day")),
            ("as-needed", gettext("As needed")),
            ("interval-days", gettext("Every few days")),
            ("interval-weeks", gettext("Every few weeks")),
            ("once", gettext("Once only")),
        ]
        self.fields["when"].choices = [
            (name, {"morning": gettext("Morning"), "noon": gettext("Noon"), "afternoon": gettext("Afternoon"),
                    "evening": gettext("Evening"), "bedtime": gettext("Bedtime")}[name])
            for name in WHEN
        ]  # fmt: skip
        if isinstance(self.initial.get("when"), str):
            self.initial["when"] = [self.initial["when"]]

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into a dose and a rhythm; what is none is said beside its field."""
        data = super().clean() or self.cleaned_data
        self.taken = (self._dose(data), self._timing(data))
        return data

    def _dose(self, data: dict[str, Any]) -> Dose | None:
        typed, unit = data.get("dose") or "", data.get("unit")
        if not typed or not unit:
            return None
        try:
            if "," not in typed:
                Decimal(typed)
            return Dose.parse(typed, unit)
        except NotADose as error:
            self.add_error("dose", core_words(error))
        except InvalidOperation:
            self.add_error(
                "dose", gettext("“%(typed)s” is not a number. Write the dose in digits, like 12.5") % {"typed": typed}
            )
        return None

    def _timing(self, data: dict[str, Any]) -> Timing | None:
        kind, when = data.get("kind"), tuple(data.get("when") or ())
        if not kind or {"every", "count", "when"} & set(self.errors):
            return None
        every = data.get("every") if kind in INTERVALS else 1
        if every is None:
            self.add_error("every", gettext("Say how many days or weeks."))
            return None
        count = len(when) or (1 if kind == "once" else data.get("count") or 1)
        try:
            return Timing(kind, count=count, every=every, when=when)
        except ValueError as error:
            self.add_error("when", core_words(error))
        return None


class TermsForm(TakingForm, ReasonForm):
    """Everything that an order says."""

    product = forms.ChoiceField(
        label=_("Form and strength"),
        error_messages={"required": _("Choose the form: one may differ much from another.")},
    )
    route = forms.ChoiceField(label=_("How it is given"), required=False)
    indication = forms.CharField(label=_("For which problem"), max_length=300, required=False)
    target_symptom = forms.CharField(
        label=_("What should get better"),
        max_length=300,
        required=False,
        help_text=_("The symptom to watch, like sleep or panic"),
    )
    field_order = (
        "product",
        "dose",
        "unit",
        "kind",
        "every",
        "when",
        "count",
        "effective_at",
        "reason_code",
        "reason_text",
    )
    TERMS = (
        "product",
        "dose",
        "unit",
        "kind",
        "every",
        "count",
        "when",
        "route",
        "indication",
        "target_symptom",
        "effective_at",
    )

    def __init__(
        self, request: HttpRequest, medicine: Medicine, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        """Offer the products of the medicine; the only form of a medicine needs no choice."""
        super().__init__(request, data, initial=initial)
        self.medicine = medicine
        self.fields["product"].choices = product_choices(medicine)
        self.fields["route"].choices = [("", gettext("As the form says")), *routes.choices()]
        offered = [value for value, _words in flat(self.fields["product"].choices) if value]
        only_forms = [value for value in offered if value.startswith(FORM_ONLY)]
        if offered[0] == KEEP or len(only_forms) == 1:
            self.initial.setdefault("product", KEEP if offered[0] == KEEP else only_forms[0])

    @property
    def more_open(self) -> bool:
        """Whether one of the fields that are folded away needs a look."""
        return bool(set(self.errors) & {"product", "route", "indication", "target_symptom"})

    @property
    def route_open(self) -> bool:
        """Whether the route was chosen apart from the form."""
        return bool(self["route"].value())

    @property
    def ready(self) -> bool:
        """Whether everything that the preview turns on was filled in, whatever else is missing."""
        return self.is_bound and not set(self.errors) & set(self.TERMS) and None not in self.taken

    def terms(self) -> Terms:
        """What was filled in, once it is ready."""
        data = self.cleaned_data
        medicine = self._chosen(data["product"])
        dose, timing = self.taken
        return Terms(
            medicine=medicine,
            dose=dose,
            timing=timing,
            route=data.get("route") or routes.of_form(medicine.form),
            indication=data.get("indication", "").strip(),
            target_symptom=data.get("target_symptom", "").strip(),
        )

    def _chosen(self, value: str) -> Medicine:
        """The medicine with the chosen product, or with its form alone."""
        if value == KEEP:
            return self.medicine
        if value.startswith(FORM_ONLY):
            return replace(
                self.medicine, form=value.removeprefix(FORM_ONLY), product=None, product_name="", strength=""
            )
        return formulary().medicine(value) or self.medicine


def taken_initial(dose: Dose | None, timing: Timing | None) -> dict[str, Any]:
    """What an order says already, as the form shows it. An amount that is not stated stays empty."""
    initial: dict[str, Any] = {}
    if dose is not None:
        initial |= {"dose": plain(dose.value), "unit": dose.unit}
    if timing is not None:
        initial |= {"kind": timing.kind, "when": list(timing.when)}
        if timing.kind in INTERVALS:
            initial["every"] = timing.every
        if timing.count > 1 and not timing.when:
            initial["count"] = timing.count
    return initial
