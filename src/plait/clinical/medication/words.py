"""A dose in words, as it is said in the clinic: "150 mg every morning", "25 mg as needed, at most 2 a day".

Different structures have different words, so that what is read is what was ordered. What is not stated is said to be
not stated; nothing ever prints as empty brackets or None. English unless the caller passes a translator (language.py).
Source: ISMP on units and zeros; the phrases are plait's.
"""

from __future__ import annotations

from plait.clinical.language import Translate, untranslated
from plait.clinical.medication.daily_total import DailyTotal
from plait.clinical.medication.timing import Timing
from plait.clinical.quantity import SPOKEN, Dose, plain


def amount_in_words(dose: Dose | None, gettext: Translate = untranslated) -> str:
    """How much each time: "12.5 mg", "2 tablets", "dose not stated"."""
    if dose is None:
        return gettext("dose not stated")
    return f"{plain(dose.value)} {_unit(dose.unit, many=dose.value > 1, gettext=gettext)}"


def timing_in_words(timing: Timing | None, gettext: Translate = untranslated) -> str:
    """How often: "every morning", "twice a day", "every 4 weeks", "as needed, at most 2 a day"."""
    if timing is None:
        return gettext("how often not stated")
    if timing.kind == "daily":
        return _daily(timing, gettext)
    if timing.kind == "as-needed":
        most = gettext("at most {number} a day").format(number=timing.count)
        needed = gettext("as needed")
        return f"{needed} {_times_of_day(timing, gettext)}, {most}" if timing.when else f"{needed}, {most}"
    if timing.kind == "once":
        once = gettext("once")
        return f"{once}, {_times_of_day(timing, gettext)}" if timing.when else once
    return _interval(timing, gettext)


def dose_in_words(dose: Dose | None, timing: Timing | None, gettext: Translate = untranslated) -> str:
    """How much and how often: "300 mg in the morning and at bedtime"; "dose not stated" where neither is known."""
    if dose is None and timing is None:
        return gettext("dose not stated")
    if dose is None or timing is None:
        return f"{amount_in_words(dose, gettext)}, {timing_in_words(timing, gettext)}"
    return f"{amount_in_words(dose, gettext)} {timing_in_words(timing, gettext)}"


def total_in_words(total: DailyTotal, gettext: Translate = untranslated) -> str:
    """A daily total: "400 mg a day", "150 mg a day, plus up to 50 mg as needed", or why there is none."""
    if total.unknown:
        why = {
            "dose-not-stated": gettext("the dose of an order is not stated"),
            "timing-not-stated": gettext("how often an order is taken is not stated"),
            "units-differ": gettext("the orders are in different units"),
            "combination": gettext("one medicine has several ingredients"),
            "beyond-any-dose": gettext("the sum is beyond any dose"),
        }[total.unknown]
        return gettext("no daily total: {why}").format(why=why)
    most = amount_in_words(total.as_needed, gettext)
    if total.regular is None:
        nothing, only = gettext("nothing taken now"), gettext("up to {most} a day as needed").format(most=most)
        return nothing if total.as_needed is None else only
    mean = gettext("{amount} a day on average") if total.averaged else gettext("{amount} a day")
    regular = mean.format(amount=amount_in_words(total.regular, gettext))
    return (
        regular
        if total.as_needed is None
        else gettext("{regular}, plus up to {most} as needed").format(regular=regular, most=most)
    )


def _unit(unit: str, *, many: bool, gettext: Translate) -> str:
    """The unit as it is spoken."""
    match unit:
        case "{tablet}":
            return gettext("tablets") if many else gettext("tablet")
        case "{capsule}":
            return gettext("capsules") if many else gettext("capsule")
        case "{spray}":
            return gettext("sprays") if many else gettext("spray")
        case "[iU]":
            return gettext("units")
    return SPOKEN.get(unit, unit)


def _daily(timing: Timing, gettext: Translate) -> str:
    """On every day."""
    match timing.when:
        case ("morning",):
            return gettext("every morning")
        case ("noon",):
            return gettext("every day at noon")
        case ("afternoon",):
            return gettext("every afternoon")
        case ("evening",):
            return gettext("every evening")
        case ():
            return _times_a_day(timing.count, gettext)
    return _times_of_day(timing, gettext)


def _times_a_day(count: int, gettext: Translate) -> str:
    """How many times a day."""
    if count == 1:
        return gettext("once a day")
    return gettext("twice a day") if count == 2 else gettext("{number} times a day").format(number=count)


def _interval(timing: Timing, gettext: Translate) -> str:
    """On some days only."""
    if timing.kind == "interval-days":
        often = gettext("every {number} days").format(number=timing.every)
    elif timing.every == 1:
        often = gettext("every week")
    else:
        often = gettext("every {number} weeks").format(number=timing.every)
    if timing.when:
        return f"{often}, {_times_of_day(timing, gettext)}"
    if timing.count == 1:
        return often
    return gettext("{often}, {number} times on that day").format(often=often, number=timing.count)


def _times_of_day(timing: Timing, gettext: Translate) -> str:
    """The times of day, in order: "in the morning, at noon and at bedtime"."""
    named = [_time_of_day(time, gettext) for time in timing.when]
    if len(named) == 1:
        return named[0]
    return gettext("{these} and {last}").format(these=", ".join(named[:-1]), last=named[-1])


def _time_of_day(time: str, gettext: Translate) -> str:
    """One time of day."""
    match time:
        case "morning":
            return gettext("in the morning")
        case "noon":
            return gettext("at noon")
        case "afternoon":
            return gettext("in the afternoon")
        case "evening":
            return gettext("in the evening")
    return gettext("at bedtime")
