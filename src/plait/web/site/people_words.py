"""What the site calls professions, licences, languages and hours, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext


def profession_word(profession: str) -> str:
    """A profession as an account names it; one that is not known here stays as it was written."""
    return {
        "psychiatrist": gettext("Psychiatrist"),
        "psychiatric nurse practitioner": gettext("Psychiatric nurse practitioner"),
        "psychologist": gettext("Psychologist"),
        "social worker": gettext("Clinical social worker"),
        "couples and family therapist": gettext("Couples and family therapist"),
        "counselor": gettext("Counselor"),
    }.get(profession.casefold(), profession)


def licence_words(line: Any) -> str:
    """A licence in words."""
    values = {"profession": profession_word(line.profession), "state": line.state, "number": line.number}
    return gettext("%(profession)s in %(state)s, number %(number)s") % values


def language_word(code: str) -> str:
    """What a language is called."""
    return {
        "en": gettext("English"),
        "es": gettext("Spanish"),
        "fr": gettext("French"),
        "pt": gettext("Portuguese"),
        "ht": gettext("Haitian Creole"),
        "zh": gettext("Chinese"),
        "ko": gettext("Korean"),
        "vi": gettext("Vietnamese"),
        "tl": gettext("Tagalog"),
        "ru": gettext("Russian"),
        "ar": gettext("Arabic"),
        "hi": gettext("Hindi"),
        "pl": gettext("Polish"),
        "de": gettext("German"),
        "it": gettext("Italian"),
        "ase": gettext("American Sign Language"),
    }.get(code, code)


def day_words() -> tuple[str, ...]:
    """The days of the week, Monday first."""
    return (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )


def hours_lines(hours: Sequence[str]) -> list[dict[str, str]]:
    """The hours with days that are alike together: Monday to Friday, 09:00 to 17:00. Nothing where all are empty."""
    if not any(hours):
        return []
    days, lines, start = day_words(), [], 0
    for at in range(1, len(hours) + 1):
        if at == len(hours) or hours[at] != hours[start]:
            both = {"first": days[start], "last": days[at - 1]}
            named = days[start] if at - start == 1 else gettext("%(first)s to %(last)s") % both
            lines.append({"days": named, "hours": _spans(hours[start])})
            start = at
    return lines


def _spans(hours: str) -> str:
    if not hours:
        return gettext("closed")
    spans = (span.partition("-") for span in hours.split())
    return ", ".join(gettext("%(from)s to %(until)s") % {"from": a, "until": b} for a, _dash, b in spans)
