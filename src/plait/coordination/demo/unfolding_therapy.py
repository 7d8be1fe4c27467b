"""What a therapist does in an unfolded story: a course in a weekly slot, with what is missed, until it ends."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plait.coordination.demo.diary import OPENS, Agreed, Due, later
from plait.coordination.demo.unfolding_visits import EVALUATION_MINUTES, Curve

if TYPE_CHECKING:
    from plait.coordination.demo.unfolding import Unfolding

MISSED_SHARE, VIDEO_SHARE, TOLD_SHARE, LOOKS_SHARE = 9, 12, 20, 30  # of a hundred sessions
EVERY_FOURTH = 4
WEEK = 7


def therapy(one: Unfolding, *, lead: bool) -> None:
    """The course; where the therapist leads care, an evaluation before it."""
    told = one.arc["therapy"]
    wish, minutes = one.draw.randrange(15), told.get("minutes", 50)
    begins = one.begins + one.draw.randint(*told["begins"])
    if lead:
        slot = one.diary.find(one.crew["therapist"], one.begins, EVALUATION_MINUTES, wish)
        if slot is None:
            return
        _evaluation(one, slot)
        begins = max(begins, slot[0] + 3)
    agreed = one.diary.find(one.crew["therapist"], begins, minutes, wish)
    if agreed is None:
        return
    planned = one.draw.randint(*told["planned"])
    _course(one, told, agreed, planned)
    _sessions(one, told, agreed, planned, minutes)


def _evaluation(one: Unfolding, slot: tuple[int, str]) -> None:
    one.tell("look", "therapist", *slot)
    text = one.words(one.arc["evaluation"])
    one.tell("visit", "therapist", *slot, kind="evaluation", minutes=EVALUATION_MINUTES, text=text)
    by = one.crew["therapist"]
    one.agreed.append(Agreed(*slot, by, "evaluation", EVALUATION_MINUTES, role="therapist"))


def _course(one: Unfolding, told: dict[str, Any], slot: tuple[int, str], planned: int) -> None:
    modality = one.draw.choice([told["modality"], told["modality"], *told.get("other_modalities", ())])
    one.tell(
        "course",
        "therapist",
        slot[0],
        slot[1],
        key="course",
        modality=modality,
        format=told.get("format", "individual"),
        planned_sessions=planned,
        rhythm=told["rhythm"],
        target=one.words(told["targets"]),
    )


def _sessions(one: Unfolding, told: dict[str, Any], slot: tuple[int, str] | None, planned: int, minutes: int) -> None:
    """In the same slot of the week where it is free; ends when as many took place as were planned."""
    curves = [Curve(one, each) for each in one.arc.get("score", ()) if _own(one, each)]
    attended, weekday_slot = 0, slot
    place = told.get("place", "in-person")
    while slot is not None:
        missed = attended > 0 and one.happens(told.get("missed", MISSED_SHARE))
        if missed:
            _missed(one, slot, minutes, place)
        else:
            attended += 1
            if attended == 1 or attended % EVERY_FOURTH == 0:
                for curve in curves:
                    one.tell("score", "therapist", *slot, **curve.point(slot[0]))
            _held(one, told, slot, Decimal(attended - 1) / planned, minutes)
        if attended == planned:
            ends = {"key": "course", "why": told["ends"]}
            one.tell("end-course", "therapist", slot[0], later(slot[1], 60 + minutes), **ends)
            return
        day = slot[0] + told["rhythm"]
        weekday_slot = slot
        slot = one.diary.find(one.crew["therapist"], day, minutes, _half_hour(slot[1]))
    if weekday_slot is not None:
        _due(one, told, weekday_slot, minutes)


def _own(one: Unfolding, told: dict[str, Any]) -> bool:
    """Scores that the therapist asks: those said to be theirs, all of them where nobody else treats."""
    return told.get("by", "prescriber") == "therapist" or one.arc.get("team") == ["therapist"]


def _held(one: Unfolding, told: dict[str, Any], slot: tuple[int, str], through: Decimal, minutes: int) -> None:
    focuses = told["focuses"]
    focus = focuses[min(int(through * len(focuses)), len(focuses) - 1)]
    video = told.get("place") == "video" or one.happens(VIDEO_SHARE)
    more: dict[str, Any] = {}
    if one.happens(60):
        more["homework"] = one.words(told["homework"])
    if one.happens(TOLD_SHARE):
        more["line"] = one.words(told["lines"])
    if one.happens(LOOKS_SHARE):
        one.tell("look", "therapist", *slot)
    place = "video" if video else "in-person"
    one.tell("session", "therapist", *slot, key="course", minutes=minutes, place=place, focus=focus, **more)
    service = _service(told)
    one.agreed.append(Agreed(*slot, one.crew["therapist"], service, minutes, place, role="therapist"))


def _missed(one: Unfolding, slot: tuple[int, str], minutes: int, place: str) -> None:
    attendance = one.draw.choice(("no-show", "late-cancellation"))
    one.tell("session", "therapist", *slot, key="course", attendance=attendance, place=place)
    status = "noshow" if attendance == "no-show" else "cancelled"
    reason = "" if status == "noshow" else "Called off late"
    by = one.crew["therapist"]
    told = Agreed(*slot, by, _service(one.arc["therapy"]), minutes, place, status, reason, role="therapist")
    one.agreed.append(told)


def _service(told: dict[str, Any]) -> str:
    return {"couple": "couple", "family": "family"}.get(told.get("format", "individual"), "session")


def _due(one: Unfolding, told: dict[str, Any], last: tuple[int, str], minutes: int) -> None:
    place = told.get("place", "in-person")
    wish = _half_hour(last[1])
    day = last[0] + told["rhythm"]
    every = told["rhythm"]
    one.due.append(Due(day, one.crew["therapist"], _service(told), minutes, place, wish, "therapist", every))


def _half_hour(at: str) -> int:
    hours, past = map(int, at.split(":"))
    return (hours - OPENS) * 2 + past // 30
