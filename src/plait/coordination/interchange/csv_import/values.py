"""One cell read as what its column says: a day, a number, a choice. What cannot be read is said, never guessed.

Each reader returns the value or raises ``Unreadable`` with a sentence; an empty cell is None where it may be empty.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import UNITS, WRITTEN, Dose, NotADose

# How days may be written. ISO needs no telling; of the others the person says which one it is.
FORMATS = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY")
ORDER = {"DD/MM/YYYY": "dmy", "MM/DD/YYYY": "mdy", "DD.MM.YYYY": "dmy"}
PARTS = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})\Z")
ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?\Z")
SEXES = {"f": "female", "female": "female", "m": "male", "male": "male", "x": "other", "other": "other", "o": "other"}
SPELLED = {"mcg": "ug", "ml": "mL", "mg": "mg", "g": "g", "iu": "[iU]", "units": "[iU]"}
SPELLED |= {"tablets": "{tablet}", "capsules": "{capsule}", "sprays": "{spray}"}
EARLIEST_YEAR, LATEST_YEAR = 1880, 2200


class Unreadable(Exception):
    """A cell that is not what its column says; ``template`` is a sentence with named places, ``value`` the cell."""

    def __init__(self, template: str, value: str = "", **more: str) -> None:
        super().__init__(template)
        self.template, self.values = template, {"value": value[:60], **more}

    def __str__(self) -> str:
        """The sentence in English."""
        return self.template % self.values


def partial_date(text: str, written: str) -> PartialDate | None:
    """A day, or less of one ("2019", "2019-05"), as exactly as it stands."""
    if not text:
        return None
    if ISO.match(text):
        return _checked(text, text)
    parts = PARTS.match(text)
    order = ORDER.get(written)
    if parts is None or order is None:
        raise Unreadable(_("“%(value)s” is no day of the form %(form)s."), text, form=written)
    first, second, year = parts.groups()
    day, month = (first, second) if order == "dmy" else (second, first)
    return _checked(f"{year}-{int(month):02d}-{int(day):02d}", text)


def whole_day(text: str, written: str) -> date | None:
    """A day to the day."""
    found = partial_date(text, written)
    if found is None:
        return None
    if found.day is None:
        raise Unreadable(_("“%(value)s” is no whole day."), text)
    return found.earliest()


def clock(text: str) -> time | None:
    """A time of day by 24 hours."""
    if not text:
        return None
    found = CLOCK.match(text)
    if found is None:
        raise Unreadable(_("“%(value)s” is no time like 14:30."), text)
    return time(int(found[1]), int(found[2]))


def whole(text: str, *, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise Unreadable(
            _("“%(value)s” is no whole number from %(least)s to %(most)s."), text, least=str(least), most=str(most)
        )
    return int(text)


def dose(amount: str, unit: str) -> Dose | None:
    """A dose from its own two columns; never from words."""
    if not amount and not unit:
        return None
    if not amount or not unit:
        raise Unreadable(_("A dose needs its number and its unit, each in a column of its own."), amount or unit)
    code = WRITTEN.get(unit, SPELLED.get(unit.casefold(), unit))
    if code not in UNITS:
        raise Unreadable(_("“%(value)s” is no unit that Plait knows."), unit)
    try:
        Decimal(amount)
        return Dose.parse(amount, code)
    except (NotADose, InvalidOperation):
        raise Unreadable(_("“%(value)s” is no dose: a number above zero, with a point, like 12.5."), amount) from None


def sex(text: str) -> str:
    """Sex for clinical use; what is not stated is unknown."""
    if not text or text.casefold() in {"unknown", "u"}:
        return "unknown"
    found = SEXES.get(text.casefold())
    if found is None:
        raise Unreadable(_("“%(value)s” is none of female, male, other, unknown."), text)
    return found


def one_of(text: str, known: tuple[str, ...], otherwise: str) -> str:
    """One of a list; ``otherwise`` where nothing is stated."""
    if not text:
        return otherwise
    plain = text.strip().casefold().replace(" ", "-").replace("_", "-")
    if plain not in known:
        raise Unreadable(_("“%(value)s” is none of %(known)s."), text, known=", ".join(known))
    return plain


def short(text: str, most: int) -> str:
    """Words that fit their column; longer ones are refused rather than cut."""
    if len(text) > most:
        raise Unreadable(_("This is longer than %(most)s characters."), text, most=str(most))
    return text


def _checked(iso: str, text: str) -> PartialDate:
    try:
        found = PartialDate.parse(iso)
    except ValueError:
        raise Unreadable(_("“%(value)s” is no day."), text) from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise Unreadable(_("“%(value)s” is no year that can be meant."), text)
    return found
