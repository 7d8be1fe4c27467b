"""The form by which somebody without an account asks the practice to call back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plait.coordination.intake.ask_for_contact import DANGER, LANGUAGES, LONGEST_WORDS, SEEKS, WHOM, Command, HandedOver
from plait.foundation.idempotency import Once, payload_hash
from plait.web.contact.words import danger_words, language_words, seeks_words, whom_words

SALT = "contact-form"
LEAST_SECONDS = 3  # nobody fills this in faster; what does is a machine
BESIDE = frozenset({"once", "opened", "website"})


def _line(label: Any, length: int, *, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, help_text=hint, widget=forms.TextInput(attrs=attrs)
    )


def _choice(label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=(), required=False, help_text=hint, widget=forms.RadioSelect)


class AskForm(forms.Form):
    """Nothing is ticked or chosen beforehand. What is wrong is said by the decision; everything typed stays.

    ``website`` is a field that people do not see and machines fill in; ``opened`` says, signed, when it was opened.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    website = forms.CharField(
        required=False,
        max_length=200,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    danger = _choice(_("Are you or is somebody else in danger now?"))
    whom = _choice(_("Who is it for?"))
    about_name = _line(_("Their name"), 200, autocomplete="off")
    relationship = _line(
        _("Who you are to them"), 60, hint=_("For example mother, partner or friend"), autocomplete="off"
    )
    seeks = _choice(_("What do you look for?"))
    name = _line(_("Your name"), 200, hint=_("The name we should ask for. A first name is fine."), autocomplete="name")
    phone = _line(
        _("Phone"), 40, hint=_("Phone or e-mail: one of them is enough."), autocomplete="tel", inputmode="tel"
    )
    message_ok = forms.BooleanField(label=_("You may leave a message on this phone"), required=False)
    text_ok = forms.BooleanField(label=_("You may text this phone"), required=False)
    email = _line(_("E-mail"), 200, autocomplete="email", inputmode="email")
    good_times = _line(_("When is a good time?"), 200, hint=_("For example mornings, or after 5"), autocomplete="off")
    language = _choice(_("Which language should we speak?"))
    birth_date = _line(
        _("Birth date of the person it is for"),
        20,
        hint=_("Like 1990-04-23. It helps us to register you later."),
        autocomplete="bday",
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_(
            "Say as much or as little as you like. Nobody reads this at once, so do not use it in an emergency."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_WORDS}),
    )
    aid_agreed = forms.BooleanField(label=_("Yes, hand over these lines from my sheet"), required=False)
    consent = forms.BooleanField(label=_("Yes, you may keep this and contact me"), required=False)

    def __init__(self, data: Any = None, *, language: str = "en") -> None:
        """The choices in words. A fresh form gets a fresh key and the moment at which it was opened."""
        fresh = {"once": uuid4(), "opened": signing.TimestampSigner(salt=SALT).sign("opened"), "language": ""}
        super().__init__(data, initial=fresh, use_required_attribute=False)
        self.spoken = language
        for name, codes, say in (
            ("danger", DANGER, danger_words),
            ("whom", WHOM, whom_words),
            ("seeks", SEEKS, seeks_words),
            ("language", LANGUAGES, language_words),
        ):
            self.fields[name].choices = [(code, say(code)) for code in codes]  # type: ignore[attr-defined]

    def machine_sent(self) -> bool:
        """Whether it looks as if no human being sent it."""
        if self.cleaned_data.get("website"):
            return True
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(self.cleaned_data.get("opened", ""))
        except signing.BadSignature:
            return True
        try:
            signer.unsign(self.cleaned_data["opened"], max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True

    def send_again(self) -> None:
        """What a human being can do who is taken for a machine: the same form once more, with nothing lost."""
        self.data = self.data.copy()
        self.data["website"] = ""
        self.data["opened"] = signing.TimestampSigner(salt=SALT).sign("opened")
        self.add_error(
            None, gettext("We could not tell that a person sent this. Please wait a moment and send it again.")
        )

    def fresh_key(self) -> None:
        """A new key: what follows is another request."""
        self.data = self.data.copy()
        self.data["once"] = str(uuid4())

    def once_of(self, aid: HandedOver | None) -> Once:
        """The key with the hash of what is asked."""
        asked = {name: self.data.getlist(name) for name in sorted(self.fields) if name not in BESIDE}
        key = self.cleaned_data.get("once") or UUID(int=0)
        return Once(key, payload_hash([asked, aid.as_json() if aid else None]))

    def command(self, *, consent: tuple[str, ...], aid: HandedOver | None, days: int, zone: str) -> Command:
        """What is asked. A language that nobody chose is that of the page."""
        data = self.cleaned_data
        texts = ("name", "phone", "email", "good_times", "seeks", "words", "whom", "about_name", "relationship")
        return Command(
            **{name: data.get(name, "") for name in (*texts, "birth_date", "danger")},
            language=data.get("language") or self.spoken,
            text_ok=data["text_ok"],
            message_ok=data["message_ok"],
            consent=consent if data["consent"] else (),
            aid=aid,
            aid_agreed=data["aid_agreed"],
            days=days,
            zone=zone,
        )
