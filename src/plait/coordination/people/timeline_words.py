"""The words of the timeline: the same in the drawing, in what a mark says, and in the table twin.

Whatever a record carries (names, reasons) is passed through ``said`` before it stands in a sentence, so that writing
that runs from right to left, or a direction mark hidden in it, cannot turn the words around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils import translation

from plait.clinical.medication.timing import Timing
from plait.clinical.medication.words import amount_in_words, dose_in_words
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose, plain

gettext: Callable[[str], str] = translation.gettext
ngettext: Callable[[str, str, int], str] = translation.ngettext
pgettext: Callable[[str, str], str] = translation.pgettext

DIRECTION_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0))
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
PLACES = Decimal("0.01")


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
    language = (translation.get_language() or "en")[:2]
    return text.get(language) or text.get("en", "")


def month_name(month: int) -> str:
    """The short name of a month."""
    return (
        pgettext("short month", "Jan"),
        pgettext("short month", "Feb"),
        pgettext("short month", "Mar"),
        pgettext("short month", "Apr"),
        pgettext("short month", "May"),
        pgettext("short month", "Jun"),
        pgettext("short month", "Jul"),
        pgettext("short month", "Aug"),
        pgettext("short month", "Sep"),
        pgettext("short month", "Oct"),
        pgettext("short month", "Nov"),
        pgettext("short month", "Dec"),
    )[month - 1]


def day_words(day: date) -> str:
    """A day, "12 Jan 2026": unambiguous in every country."""
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
