"""The words of the timeline: the same in the drawing, in what a mark says, and in the table twin.

Whatever a record carries (names, reasons) is passed through ``said`` before it stands in a sentence, so that writing
that runs from right to left, or a direction mark hidden in it, cannot turn the words around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils import translation

from plait.clinical.medication.timing import Timing
from plait.clinical.medication.words import amount_in_words, dose_in_words
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose, plain

DIRECTION_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0))
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
PLACES = Decimal("0.01")


# One timeline is told in one language; asking for it at every word would cost more than all the drawing.
_language: ContextVar[str] = ContextVar("language of the timeline", default="")


@contextmanager
def one_language() -> Iterator[None]:
    """Everything inside is told in the language that is active now."""
    token = _language.set(_active())
    try:
        yield
    finally:
        _language.reset(token)


def _active() -> str:
    """The language that is active."""
    return translation.get_language() or "en"


@lru_cache(maxsize=4096)
def _translated(language: str, message: str, plural: str, n: int, context: str) -> str:
    """A message of the catalogs. Only constants of the source come here, so what is kept stays small."""
    with translation.override(language):
        if plural:
            return str(translation.ngettext(message, plural, n))
        return str(translation.pgettext(context, message) if context else translation.gettext(message))


def gettext(message: str) -> str:
    """A message in the language of the timeline."""
    return _translated(_language.get() or _active(), message, "", 0, "")


def ngettext(message: str, plural: str, n: int) -> str:
    """A message for one or for many."""
    return _translated(_language.get() or _active(), message, plural, n, "")


def pgettext(context: str, message: str) -> str:
    """A message whose words mean something else elsewhere."""
    return _translated(_language.get() or _active(), message, "", 0, context)


def said(text: str) -> str:
    """Words of a record, kept from turning the direction of the sentence they stand in."""
    if text.isascii():
        return text if "\0" not in text else text.replace("\0", "")
    text = text.translate(DIRECTION_MARKS)
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text):
        return f"{ISOLATE}{text}{END_ISOLATE}"
    return text


def first_upper(text: str) -> str:
    """A name at the head of a line."""
    return text[:1].upper() + text[1:]


def in_language(text: Mapping[str, str]) -> str:
    """The words of a content file in the reader's language, else in English."""
    language = (_language.get() or _active())[:2]
    return text.get(language) or text.get("en", "")


def month_name(month: int) -> str:
    """The short name of a month."""
    return {
        1: pgettext("short month", "Jan"),
        2: pgettext("short month", "Feb"),
        3: pgettext("short month", "Mar"),
        4: pgettext("short month", "Apr"),
        5: pgettext("short month", "May"),
        6: pgettext("short month", "Jun"),
        7: pgettext("short month", "Jul"),
        8: pgettext("short month", "Aug"),
        9: pgettext("short month", "Sep"),
        10: pgettext("short month", "Oct"),
        11: pgettext("short month", "Nov"),
        12: pgettext("short month", "Dec"),
    }[month]


def day_words(day: date) -> str:
    """A day, "12 Jan 2026": unambiguous in every country."""
    return _day_in(_language.get() or _active(), day)


@lru_cache(maxsize=4096)
def _day_in(_told_in: str, day: date) -> str:
    """A day in the language that is active; the language is part of what is remembered."""
    return gettext("%(day)s %(month)s %(year)s") % {"day": day.day, "month": month_name(day.month), "year": day.year}


def month_words(year: int, month: int) -> str:
    """A month, "Jan 2026"."""
    return gettext("%(month)s %(year)s") % {"month": month_name(month), "year": year}


def partial_words(when: PartialDate) -> str:
    """As much of a date as is known."""
    if when.season is not None:
        season = {
            "winter": gettext("winter"),
            "spring": gettext("spring"),
            "summer": gettext("summer"),
            "autumn": gettext("autumn"),
        }[when.season]
        return gettext("%(season)s %(year)s") % {"season": season, "year": when.year}
    if when.month is None:
        return str(when.year)
    if when.day is None:
        return month_words(when.year, when.month)
    return day_words(date(when.year, when.month, when.day))


def number(value: Decimal) -> str:
    """A number of the chart, with at most two places."""
    return plain(value.quantize(PLACES)) if value != value.to_integral_value() else plain(value.to_integral_value())


def dose_words(dose: Dose | None, timing: Timing | None) -> str:
    """What is taken and how often, in the reader's language."""
    return dose_in_words(dose, timing, gettext)


def amount_words(dose: Dose) -> str:
    """An amount in the reader's language, rounded to what can be read in a drawing."""
    places = 0 if dose.value == dose.value.to_integral_value() else (2 if dose.value >= 1 else 4)
    return amount_in_words(Dose(round(dose.value, places), dose.unit), gettext)


def sentence(date_text: str, what: str, why: str, who: str) -> str:
    """Date, what, why and who in one line."""
    parts = [gettext("%(date)s: %(what)s.") % {"date": date_text, "what": what}]
    if why:
        parts.append(gettext("Why: %(why)s.") % {"why": why.rstrip(".")})
    if who:
        parts.append(f"{who}.")
    return " ".join(parts)
