"""The way a medicine gets into the body, as the form says it; the words that a screen shows for it."""

from __future__ import annotations

from django.utils.translation import gettext

from plait.clinical.language import gettext_noop as _

WORDS: dict[str, str] = {
    "oral": _("by mouth"),
    "sublingual": _("under the tongue"),
    "buccal": _("in the cheek"),
    "transdermal": _("through the skin"),
    "nasal": _("through the nose"),
    "inhaled": _("inhaled"),
    "intramuscular": _("into a muscle"),
    "subcutaneous": _("under the skin"),
    "intravenous": _("into a vein"),
    "rectal": _("rectal"),
}
# Words of a form that leave only one way. An injection leaves several, so it says nothing.
FORMS = (
    ("sublingual", "sublingual"),
    ("buccal", "buccal"),
    ("transdermal", "transdermal"),
    ("patch", "transdermal"),
    ("nasal", "nasal"),
    ("inhal", "inhaled"),
    ("rectal", "rectal"),
    ("suppository", "rectal"),
    ("oral", "oral"),
    ("chewable", "oral"),
)


def choices() -> list[tuple[str, str]]:
    """Every route with its words."""
    return [(code, gettext(words)) for code, words in WORDS.items()]


def of_form(form: str) -> str:
    """The route that a form leaves no doubt about, else ""."""
    lowered = form.casefold()
    return next((route for word, route in FORMS if word in lowered), "")


def in_words(route: str) -> str:
    """A route as it is said; one from elsewhere as it came."""
    return gettext(WORDS[route]) if route in WORDS else route
