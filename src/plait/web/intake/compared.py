"""The comparison that fits, one thought a page: the options, the figures, how it goes, what speaks for and against.

Every option stands in the same order with the same rows, on every page of it. A figure is drawn only where it may be
(checked, out of 100); another one stands as text with its mark; where there is none, that is said as plainly.
"""

from __future__ import annotations

from typing import Any

from plait.clinical.finding import CHECKED
from plait.clinical.intake.decision_aid import Number, Point, Shown, ShownOption, comparison, summary
from plait.web.components.icon_array import SIDE, arrays
from plait.web.intake.cited import Cited, source
from plait.web.intake.steps import Step
from plait.web.intake.within import Visit

FIRST = 5  # so many of their own lines are given back at once, the others when asked for
STRAND = {"therapy": "ther", "medication": "med", "both": "both"}
Made = tuple[str, dict[str, Any]]


def options(visit: Visit, step: Step) -> Made:
    """What the person said, why this comparison, the options in a line each, and what is not offered."""
    found, cited = _shown(visit), Cited(visit)
    said = summary(visit.aid, visit.carried.answers, visit.language)
    for one in found.comparison.citations:
        cited.number(one)
    context = {
        "asks": visit.say(step.page.asks),
        "help": visit.say(step.page.help),
        "title": visit.say(found.comparison.title),
        "said": said[:FIRST],
        "said_more": said[FIRST:] and said,
        "reasons": [visit.say(words) for words in found.reasons],
        "about": visit.say(found.comparison.about),
        "course": visit.say(found.comparison.course),
        "line": visit.say(found.comparison.line),
        "checked": found.comparison.mark in CHECKED,
        "notes": cited.notes,
        "options": [_named(visit, one) for one in found.options],
        "count": len(found.options),
        "left_out": [{"name": visit.say(one.name), "why": visit.say(one.why)} for one in found.left_out],
    }
    return "intake/options.html", context


def numbers(visit: Visit, step: Step) -> Made:  # noqa: ARG001 - every screen is asked alike
    """Will it work: the figures of each option, or that no good one was found."""
    found = _shown(visit)
    told = [_named(visit, one) | {"numbers": [_number(visit, one, n) for n in one.numbers]} for one in found.options]
    drawn = any(number["arrays"] for one in told for number in one["numbers"])
    return "intake/numbers.html", {"options": told, "drawn": drawn}


def rows(visit: Visit, step: Step) -> Made:  # noqa: ARG001 - every screen is asked alike
    """Each question with what every option answers to it."""
    found, cited = _shown(visit), Cited(visit)
    told = [
        {
            "asks": visit.say(row.asks),
            "said": [_named(visit, one) | _point(visit, cited, one.option.rows[row.id]) for one in found.options],
        }
        for row in visit.aid.rows
    ]
    unchecked = any(not one["checked"] for row in told for one in row["said"])
    return "intake/rows.html", {
        "rows": told,
        "count": len(found.options),
        "notes": cited.notes,
        "unchecked": unchecked,
    }


def points(visit: Visit, step: Step) -> Made:  # noqa: ARG001 - every screen is asked alike
    """What speaks for each option and what against it: as many of the one as of the other."""
    found, cited = _shown(visit), Cited(visit)
    told = [
        _named(visit, one)
        | {
            "pros": [_point(visit, cited, point) for point in one.option.pros],
            "cons": [_point(visit, cited, point) for point in one.option.cons],
        }
        for one in found.options
    ]
    unchecked = any(not point["checked"] for one in told for point in [*one["pros"], *one["cons"]])
    return "intake/points.html", {"options": told, "count": len(told), "notes": cited.notes, "unchecked": unchecked}


def _shown(visit: Visit) -> Shown:
    return comparison(visit.aid, visit.carried.answers)


def _named(visit: Visit, one: ShownOption) -> dict[str, Any]:
    option = one.option
    return {
        "id": option.id,
        "name": visit.say(option.name),
        "short": visit.say(option.short),
        "strand": STRAND.get(option.arm, ""),
        "no_number": visit.say(one.no_number),
    }


def _point(visit: Visit, cited: Cited, point: Point) -> dict[str, Any]:
    return {
        "words": visit.say(point.words),
        "checked": point.mark in CHECKED,
        "note": cited.number(point.citation),
    }


def _number(visit: Visit, one: ShownOption, number: Number) -> dict[str, Any]:
    groups = [(visit.say(bar.label), bar.per_100, bar.low, bar.high) for bar in number.bars]
    return {
        "id": number.id,
        "asks": visit.say(number.asks),
        "says": visit.say(number.says),
        "arrays": arrays(groups) if number.drawn else (),
        "side": SIDE,
        "strand": STRAND.get(one.option.arm, ""),
        "population": visit.say(number.population),
        "period": visit.say(number.period),
        "uncertainty": visit.say(number.uncertainty),
        "checked": number.checked,
        "computed": number.computed,
        "source": source(visit, number.citation),
    }
