"""Whether two descriptions mean the same person: compared by name, birth date, phone, e-mail and identifiers.

Pure: no database, no clock. ``compare`` says how sure one may be and why, in words (English, to be translated).
``strong`` is said only where twins (same family name, birth date and home, other given name) and a parent with the
same name (other birth date) are ruled out; everything else that deserves a second look is ``possible``. A name alone,
however equal, is no reason: a large practice has many people of one name.

Why so, and why no library for distances between words: docs/decisions/0013-one-person-two-records.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import PartialDate
from plait.records.people.nicknames import forms_of
from plait.records.people.search_keys import email_key, fold, phone_key

Sure = Literal["strong", "possible"]
GivenLevel = Literal["same", "form", "near", "other", "unknown"]
FamilyLevel = Literal["same", "part", "near", "other", "unknown"]
BirthLevel = Literal["equal", "swapped", "digit", "year", "fits", "other", "unknown"]

SUFFIXES = frozenset({"jr", "junior", "sr", "senior", "ii", "iii", "iv"})
PARTICLES = frozenset({"de", "del", "della", "der", "den", "la", "las", "los", "le", "di", "da", "do", "dos", "das"})
PARTICLES |= {"van", "von", "zu", "al", "el", "bin", "ibn", "y", "e", "st", "mc", "mac", "o"}
SHORTEST_TYPO = 4  # below that, one letter makes another name: Ana and Ava, Jon and Jan
SHORTEST_FORM = 3
YEARS = range(1880, 2101)  # in which somebody in care may be born: no other is worth looking for


@dataclass(frozen=True, slots=True)
class Description:
    """What is known or typed of somebody, as far as it tells who they are."""

    given: str
    family: str
    preferred_name: str = ""
    birth_date: PartialDate | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How sure, and why in words: first what is alike, last what speaks against it."""

    sure: Sure
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a comparison found, feature by feature."""

    given: GivenLevel
    family: FamilyLevel
    swapped: bool
    birth: BirthLevel
    phone: bool
    email: bool
    identifier: bool
    suffixes_differ: bool

    @property
    def contact(self) -> bool:
        """A phone or an e-mail address in common."""
        return self.phone or self.email

    @property
    def same_given(self) -> bool:
        """The given name is the same or a usual form of it: what twins do not have."""
        return self.swapped or self.given in {"same", "form"}

    @property
    def same_name(self) -> bool:
        """Given and family name agree."""
        return self.swapped or (self.same_given and self.family in {"same", "part"})

    @property
    def near_name(self) -> bool:
        """Given and family name agree but for a slip of the pen."""
        return self.same_name or (self.given in {"same", "form", "near"} and self.family in {"same", "part", "near"})


def compare(one: Description, other: Description) -> Resemblance | None:
    """Whether two descriptions may mean one person; None where nothing but chance speaks for it."""
    signs = signs_of(one, other)
    if _strong(signs):
        return Resemblance("strong", _why(signs))
    return Resemblance("possible", _why(signs)) if _possible(signs) else None


def signs_of(one: Description, other: Description) -> Signs:
    """Compare feature by feature."""
    return Signs(
        given=_given(one, other),
        family=_family(one, other),
        swapped=_swapped(one, other),
        birth=_birth(one.birth_date, other.birth_date),
        phone=_common({phone_key(p) for p in one.phones}, {phone_key(p) for p in other.phones}),
        email=_common({email_key(e) for e in one.emails}, {email_key(e) for e in other.emails}),
        identifier=bool(set(one.identifiers) & set(other.identifiers)),
        suffixes_differ=_suffixes_differ(one, other),
    )


def _strong(signs: Signs) -> bool:
    if signs.suffixes_differ or not signs.same_given:
        return False
    if signs.birth == "equal":
        return signs.same_name or signs.contact or signs.identifier
    return signs.birth in {"swapped", "digit"} and signs.same_name and (signs.contact or signs.identifier)


def _possible(signs: Signs) -> bool:
    if signs.identifier:
        return True
    if signs.birth == "equal":
        return signs.near_name or signs.same_given or signs.family in {"same", "part"} or signs.contact
    if signs.birth in {"swapped", "digit", "year", "fits"}:
        return signs.same_name or (signs.near_name and signs.contact)
    if signs.birth == "unknown":
        return signs.contact and (signs.near_name or signs.same_given)
    return signs.contact and signs.same_name


def _why(signs: Signs) -> tuple[str, ...]:
    reasons = [
        (signs.identifier, _("the same number from another system")),
        (signs.swapped, _("given and family name the other way round")),
        (not signs.swapped and signs.given == "same" and signs.family == "same", _("the same name")),
        (not signs.swapped and signs.given == "same" and signs.family != "same", _("the same given name")),
        (not signs.swapped and signs.given == "form", _("another form of the given name, or the name they go by")),
        (not signs.swapped and signs.given == "near", _("a given name that is written almost the same")),
        (not signs.swapped and signs.given != "same" and signs.family == "same", _("the same family name")),
        (not signs.swapped and signs.family == "part", _("a part of the family name in common")),
        (not signs.swapped and signs.family == "near", _("a family name that is written almost the same")),
        (signs.birth == "equal", _("the same birth date")),
        (signs.birth == "swapped", _("the birth date with day and month the other way round")),
        (signs.birth in {"digit", "year"}, _("a birth date that differs in one digit")),
        (signs.birth == "fits", _("birth dates that fit, as far as they are known")),
        (signs.phone, _("the same phone number")),
        (signs.email, _("the same e-mail address")),
        (signs.family == "other" and not signs.swapped, _("but another family name: it may have changed")),
        (_other_given(signs), _("but another given name: it may be a twin")),
        (signs.birth == "other", _("but another birth date: it may be a parent or child of the same name")),
        (signs.suffixes_differ, _("but Jr and Sr, or another such word, differ")),
    ]
    return tuple(words for holds, words in reasons if holds)


def _other_given(signs: Signs) -> bool:
    return not signs.swapped and signs.given in {"other", "near"} and signs.birth == "equal"


def _given_words(one: Description) -> list[str]:
    return [word for word in fold(one.given) if word not in SUFFIXES]


def _family_words(one: Description) -> list[str]:
    words = [word for word in fold(one.family) if word not in SUFFIXES]
    return [word for word in words if word not in PARTICLES] or words


def _suffixes_differ(one: Description, other: Description) -> bool:
    here, there = ({word for word in fold(f"{d.given} {d.family}") if word in SUFFIXES} for d in (one, other))
    return bool(here and there) and here != there


def _swapped(one: Description, other: Description) -> bool:
    given, family = _given_words(one), _family_words(one)
    return bool(given and family) and given != family and (given, family) == (_family_words(other), _given_words(other))


def _given(one: Description, other: Description) -> GivenLevel:
    """Twins of a family with one first name for all (Maria Elena, Maria Isabel) are only ``near``."""
    here, there = _given_words(one), _given_words(other)
    called_here, called_there = fold(one.preferred_name), fold(other.preferred_name)
    if not (here or called_here) or not (there or called_there):
        return "unknown"
    if here and there and here[0] == there[0]:
        return "same" if _second_names_agree(here[1:], there[1:]) else "near"
    firsts_here, firsts_there = {*here[:1], *called_here}, {*there[:1], *called_there}
    if firsts_here & firsts_there or any(forms_of(word) & firsts_there for word in firsts_here):
        return "form"
    if (len(here) == 1 and here[0] in there) or (len(there) == 1 and there[0] in here):
        return "form"
    return "near" if any(_near(a, b) for a in firsts_here for b in firsts_there) else "other"


def _second_names_agree(here: list[str], there: list[str]) -> bool:
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(here, there, strict=False))


def _near(one: str, other: str) -> bool:
    """One letter off, the beginning of it, or an initial."""
    short, long = sorted((one, other), key=len)
    begins = long.startswith(short) and (len(short) == 1 or len(short) >= SHORTEST_FORM)
    return begins or one_edit_apart(one, other)


def _family(one: Description, other: Description) -> FamilyLevel:
    here, there = _family_words(one), _family_words(other)
    if not here or not there:
        return "unknown"
    if (
        "".join(fold(one.family)) == "".join(fold(other.family))
        or "".join(here) == "".join(there)
        or set(here) == set(there)
    ):
        return "same"
    if set(here) & set(there):
        return "part"
    return "near" if one_edit_apart("".join(here), "".join(there)) else "other"


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one slip makes the other word: a letter wrong, missing, too much, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_TYPO or len(long) - len(short) > 1 or short == long:
        return False
    first = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[first:] == long[first + 1 :]
    swapped = short[first : first + 2] == long[first : first + 2][::-1] and short[first + 2 :] == long[first + 2 :]
    return swapped or short[first + 1 :] == long[first + 1 :]


def _birth(one: PartialDate | None, other: PartialDate | None) -> BirthLevel:
    if one is None or other is None:
        return "unknown"
    if one.day is None or other.day is None:
        return "fits" if one.earliest() <= other.latest() and other.earliest() <= one.latest() else "other"
    if one == other:
        return "equal"
    here, there = one.earliest(), other.earliest()
    if here.year == there.year and (here.month, here.day) == (there.day, there.month):
        return "swapped"
    if not _one_digit_off(f"{here:%Y%m%d}", f"{there:%Y%m%d}"):
        return "other"
    return "digit" if here.year == there.year else "year"


def _one_digit_off(one: str, other: str) -> bool:
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return len(apart) == 1


def near_dates(day: date) -> set[str]:
    """Days that are written almost the same, as eight digits: what ``compare`` calls swapped or one digit off."""
    text = f"{day:%Y%m%d}"
    found = {text[:i] + digit + text[i + 1 :] for i in range(len(text)) for digit in "0123456789"}
    found |= {text[:i] + b + a + text[i + 2 :] for i, (a, b) in enumerate(pairwise(text))}
    found.add(f"{text[:4]}{text[6:]}{text[4:6]}")
    return {digits for digits in found - {text} if _is_day(digits)}


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in YEARS
    except ValueError:
        return False


def _common(one: set[str], other: set[str]) -> bool:
    return bool((one & other) - {""})
