"""What a prescriber does in an unfolded story: visits in a rhythm, scores along a curve, medicines step by step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plait.coordination.demo.arcs import ladders
from plait.coordination.demo.diary import Agreed, Due, later

if TYPE_CHECKING:
    from plait.coordination.demo.unfolding import Unfolding

WEEK = 7
EVALUATION_MINUTES, FOLLOW_UP_MINUTES = 60, 30
VIDEO_SHARE, MISSED_SHARE = 18, 5  # of a hundred visits
HIGHEST = {"phq-9": 27, "gad-7": 21}
CALLED_OFF = ("Ill", "No childcare", "Away for work", "Train cancelled")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that took place: its number, day and time."""

    number: int
    day: int
    at: str


def visits(one: Unfolding) -> list[Visit]:
    """All visits with the prescriber, with what was done at each; and when the next is due."""
    arc, rhythm = one.arc, one.arc["rhythm"]
    found: list[Visit] = []
    wish, day = one.draw.randrange(14), one.begins
    most = one.draw.choice(arc["visits"]) if "visits" in arc else 99
    curves = [Curve(one, told) for told in arc.get("score", ()) if told.get("by", "prescriber") == "prescriber"]
    while len(found) < most:
        minutes = FOLLOW_UP_MINUTES if found else EVALUATION_MINUTES
        slot = one.diary.find(one.crew["prescriber"], day, minutes, wish)
        if slot is None:
            break
        if found and one.happens(MISSED_SHARE):
            _missed(one, slot, minutes)
            day = slot[0] + one.draw.randint(5, 14)
            continue
        found.append(Visit(len(found) + 1, *slot))
        _took_place(one, found[-1], minutes, curves)
        weeks = rhythm[min(len(found), len(rhythm)) - 1]
        day = slot[0] + weeks * WEEK + one.draw.randint(-3, 4)
    for told in arc.get("medicine", ()):
        _medicine(one, told, found)
    _pregnancy(one, found)
    if found and "visits" in arc:
        _lost(one, day, wish)
    elif found:
        _due(one, day, wish)
    return found


def _took_place(one: Unfolding, visit: Visit, minutes: int, curves: list[Curve]) -> None:
    first = visit.number == 1
    notes = one.arc["evaluation"] if first else one.arc.get("notes", ["Follow-up"])
    text = one.words(notes) if first else notes[min(visit.number - 2, len(notes) - 1)]
    kind = "evaluation" if first else "medication-visit"
    one.tell("look", "prescriber", visit.day, visit.at)
    for curve in curves:
        if first or visit.number <= 4 or one.happens(75):
            one.tell("score", "prescriber", visit.day, visit.at, **curve.point(visit.day))
    one.tell("visit", "prescriber", visit.day, visit.at, kind=kind, minutes=minutes, text=text)
    mode = "in-person" if first or not one.happens(VIDEO_SHARE) else "video"
    service = "evaluation" if first else "follow-up"
    one.agreed.append(Agreed(visit.day, visit.at, one.crew["prescriber"], service, minutes, mode))


def _missed(one: Unfolding, slot: tuple[int, str], minutes: int) -> None:
    came_of_it = one.draw.choice((("noshow", ""), ("cancelled", one.words(list(CALLED_OFF)))))
    status, reason = came_of_it
    by = one.crew["prescriber"]
    one.agreed.append(Agreed(*slot, by, "follow-up", minutes, status=status, reason=reason))


def _lost(one: Unfolding, day: int, wish: int) -> None:
    """They stop coming: the next visits are missed, and no other is due."""
    for _number in range(one.arc.get("missed", 0)):
        slot = one.diary.find(one.crew["prescriber"], day, FOLLOW_UP_MINUTES, wish)
        if slot is None:
            return
        _missed(one, slot, FOLLOW_UP_MINUTES)
        day = slot[0] + 2 * WEEK


def _due(one: Unfolding, day: int, wish: int) -> None:
    mode = "video" if one.happens(VIDEO_SHARE) else "in-person"
    one.due.append(Due(day, one.crew["prescriber"], "follow-up", FOLLOW_UP_MINUTES, mode, wish))


def _medicine(one: Unfolding, told: dict[str, Any], found: list[Visit]) -> None:
    """A medicine of the arc, from the visit at which it was started; a visit that never was takes its step along."""
    name = one.draw.choice(told["choose"])
    ladder = ladders()[name]
    rung, key = told.get("rung", 0), name
    rung = min(rung, len(ladder["doses"]) - 1)
    by_number = {visit.number: visit for visit in found}
    for step in told["steps"]:
        visit = by_number.get(step["visit"])
        begins = step["do"] == "start"
        if visit is None or not one.happens(step.get("chance", 100)):
            if begins:
                return
            continue
        at = later(visit.at, 50 if visit.number == 1 else 20)
        common = {"key": key, "reason": step["reason"], "why": one.words(step["why"])}
        if begins:
            terms = {"rxcui": ladder["rxcui"], "dose": ladder["doses"][rung], "timing": ladder["timing"]}
            about = {"indication": one.arc["indication"], "target": one.words(told["target"])}
            one.tell("start", "prescriber", visit.day, at, **common, **terms, **about)
            one.tell("step", "prescriber", visit.day, at, title=name.capitalize())
        elif step["do"] in {"up", "down"}:
            rung += 1 if step["do"] == "up" else -1
            if not 0 <= rung < len(ladder["doses"]):
                return
            one.tell("change", "prescriber", visit.day, at, **common, dose=ladder["doses"][rung])
        else:
            one.tell(step["do"], "prescriber", visit.day, at, **common)


def _pregnancy(one: Unfolding, found: list[Visit]) -> None:
    """What was answered at the first visits, where an arc tells it: state, weeks, breastfeeding."""
    asked = one.arc.get("pregnancy", ())
    shift = one.draw.randint(0, 4)
    for told, visit in zip(asked, found[::2], strict=False):
        more = {"weeks": told[1] + shift, "breastfeeding": told[2]} if len(told) > 1 else {}
        one.tell("pregnancy", "prescriber", visit.day, later(visit.at, 25), state=told[0], **more)


def results(one: Unfolding, found: list[Visit]) -> None:
    """What was measured: near one value of this person, or in words."""
    by_number = {visit.number: visit for visit in found}
    for told in one.arc.get("result", ()):
        common = {name: told[name] for name in ("loinc", "text", "unit", "category") if name in told}
        own = None
        for number in told["visits"]:
            visit = by_number.get(number)
            if visit is None:
                continue
            if "words" in told:
                value: object = one.words(told["words"])
            else:
                own = _near(one, told["between"], own)
                value = own
            one.tell("result", "prescriber", visit.day, later(visit.at, 5), value=value, **common)


def _near(one: Unfolding, between: list[str], last: Decimal | None) -> Decimal:
    low, high = map(Decimal, between)
    unit = Decimal(1).scaleb(low.as_tuple().exponent)  # type: ignore[arg-type]
    steps = int((high - low) / unit)
    if last is None:
        return low + unit * one.draw.randint(0, steps)
    reach = max(1, steps // 5)
    return min(high, max(low, last + unit * one.draw.randint(-reach, reach)))


class Curve:
    """How a score goes: waypoints of (day in care, lowest, highest), one value drawn for each, and a little unrest."""

    def __init__(self, one: Unfolding, told: dict[str, Any]) -> None:
        """Draw this person's waypoints."""
        self._one, self._name, self._harm = one, told["instrument"], told.get("harm", ())
        self._points = [(day, one.draw.randint(low, high)) for day, low, high in told["curve"]]

    def point(self, day: int) -> dict[str, Any]:
        """Total and answer about harm on a day."""
        care, draw = day - self._one.begins, self._one.draw
        (begin, first), *rest = self._points
        value = first
        for until, total in rest:
            if care <= until:
                value = first + (total - first) * (care - begin) // (until - begin)
                break
            begin, first = until, total
            value = total
        total = min(HIGHEST[self._name], max(0, value + draw.randint(-1, 1)))
        told: dict[str, Any] = {"instrument": self._name, "total": total}
        for since, until, answer in self._harm:
            if since <= care <= until and total >= 10 and draw.random() < 0.5:
                told["harm"] = answer
        return told
