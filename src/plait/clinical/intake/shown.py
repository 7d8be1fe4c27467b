"""Which comparison fits the answers, and what is shown in it.

The comparisons are tried in the order of the aid: what changes the options most (age, psychosis, bipolar disorder,
pregnancy) comes first, the talk with somebody who can tell comes last and always fits. While a sign of danger is up,
waiting is not among the options, and the reason stands beside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plait.clinical.intake.aid import Aid, Answers, Arm, Comparison, NotOffered, Number, Option, Words
from plait.clinical.intake.danger import red_flags
from plait.clinical.intake.reading import Reading


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option with its figures here, or in words that no good one was found."""

    option: Option
    numbers: tuple[Number, ...]
    no_number: Words | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody is shown: the comparison, why it is this one, its options, and what is not offered and why."""

    comparison: Comparison
    options: tuple[ShownOption, ...]
    left_out: tuple[NotOffered, ...]
    reasons: tuple[Words, ...]
    flagged: bool  # a sign of danger is up


def comparison(aid: Aid, answers: Answers) -> Shown:
    """The comparison that fits the answers. It never says what somebody has, and picks nothing."""
    flags = red_flags(aid, answers)
    reading = Reading(aid, answers, _known(tuple(one.flag.id for one in flags)))
    fitting = next(one for one in aid.comparisons if reading.holds(one.when))
    options, left_out = [], list(fitting.left_out)
    for offered in fitting.offers:
        option = aid.options[offered.option]
        if flags and option.arm == "wait":
            left_out.append(NotOffered("wait", option.name, aid.no_wait))
            continue
        numbers = tuple(aid.numbers[number] for number in offered.numbers)
        options.append(ShownOption(option, numbers, offered.no_number))
    reasons = [reason.words for reason in fitting.reasons if reading.holds(reason.when)]
    if flags:
        reasons.append(aid.no_wait)
    return Shown(fitting, tuple(options), tuple(left_out), tuple(reasons), bool(flags))


def arms_offered(aid: Aid, answers: Answers) -> tuple[Arm, ...]:
    """The ways to go that the comparison shows, each once, in its order."""
    return tuple(dict.fromkeys(one.option.arm for one in comparison(aid, answers).options))


def _known(flags: tuple[str, ...]) -> Mapping[str, Callable[[], tuple[str, ...]]]:
    """The built-in facts while the comparison is still looked for: nothing is offered yet."""
    return MappingProxyType({"flag": lambda: flags, "offered": lambda: ()})
