"""Stories are well written: whatever today is, their events keep their order, and nothing is misspelt."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from plait.coordination.demo.event import Event, events_of
from plait.coordination.demo.story import Calendar, StoryError, dose, read, stories, timing
from plait.coordination.demo.telling import EVENTS
from plait.knowledge.formulary import formulary

TOLD = dict(stories())
TUESDAY = date(2026, 11, 24)
WEEK = [TUESDAY + timedelta(days=n) for n in range(7)]
ODD = [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2026, 3, 9), date(2026, 11, 2)]
OF_ORDERS = {"start", "change", "hold", "resume", "stop", "error"}


def _subject(event: Event) -> tuple[str, str] | None:
    """What has to happen in its order: the steps of one order, the sessions of one course."""
    if "key" not in event.written:
        return None
    kind = "order" if event.written["do"] in OF_ORDERS else event.written["do"].split("-")[-1]
    return ("course" if kind == "session" else kind, event.written["key"])


def test_there_are_twelve() -> None:
    """As many as the practice was planned with."""
    assert len(TOLD) == 12


@pytest.mark.parametrize("today", [*WEEK, *ODD], ids=str)
def test_events_keep_their_order_whatever_today_is(today: date) -> None:
    """Weekends move an event; never past another step of the same order or course, never before staff joined."""
    calendar = Calendar(today)
    for name, story in TOLD.items():
        events = events_of(story, calendar)
        joined: dict[str, Any] = {}
        for member in map(Event, story["team"]):
            at = calendar.moment(member.day("day", calendar), "08:00")
            joined[member["who"]] = min(at, joined.get(member["who"], at))
        assert all(event.at(calendar) <= calendar.moment(0, "00:00") for event in events), name
        for subject in {_subject(event) for event in events} - {None}:
            own = [event for event in events if _subject(event) == subject]
            assert own == sorted(own, key=lambda event: (event["day"], event.get("at", "10:00"))), (name, subject)
        for event in events:
            if "by" in event.written:
                assert joined[event["by"]] <= event.at(calendar), (name, event.written)


@pytest.mark.parametrize("today", [*WEEK, *ODD], ids=str)
def test_nothing_happens_at_a_weekend(today: date) -> None:
    """The practice is closed then; only what a person takes goes on."""
    calendar = Calendar(today)
    for name, story in TOLD.items():
        for event in events_of(story, calendar):
            assert event.at(calendar).local("America/New_York").isoweekday() <= 5, (name, event.written)


def test_every_medicine_dose_and_rhythm_can_be_read() -> None:
    """Every code is in the formulary, and the names that fall in the demo are those of the medicine."""
    found = set()
    for story in TOLD.values():
        for event in events_of(story, Calendar(TUESDAY)):
            if event["do"] in {"start", "report"}:
                medicine = formulary().medicine(str(event["rxcui"]))
                assert medicine is not None, event.written
                assert medicine.ingredients, event.written
                found.add(medicine.name)
            if "dose" in event.written:
                assert dose(event["dose"]).kind == "mass"
            if "timing" in event.written:
                assert timing(event["timing"])
    assert {"clozapine", "lithium", "methylphenidate", "bupropion", "fluoxetine", "venlafaxine", "quetiapine"} <= found


def test_every_kind_of_event_is_used() -> None:
    """What no story needs is not kept; ``look`` belongs to the stories that are unfolded."""
    used = {event["do"] for story in TOLD.values() for event in events_of(story, Calendar(TUESDAY))}
    assert used == set(EVENTS) - {"look"}


def test_people_differ_and_can_be_reached_by_nobody() -> None:
    """Fictional phone numbers, reserved mail addresses, no two alike."""
    people = [story["person"] for story in TOLD.values()]
    phones = [phone for person in people for phone in person["phones"]]
    phones += [one["phone"] for story in TOLD.values() for one in story.get("relation", [])]
    assert all(" 555 01" in phone for phone in phones)
    assert all(mail.endswith("@example.org") for person in people for mail in person["emails"])
    assert len({person["family"] for person in people}) == 12
    assert all(person["address"]["state"] == person["state_now"] == "NY" for person in people)


def test_every_change_has_a_reason_in_words() -> None:
    """A demo that teaches says why, every time."""
    for name, story in TOLD.items():
        for event in events_of(story, Calendar(TUESDAY)):
            if event["do"] in OF_ORDERS | {"end-report", "end-course"}:
                assert event["why"].strip(), (name, event.written)


def test_staff_of_every_profession() -> None:
    """Everybody the practice needs, and one with two roles who uses both."""
    staff = read("staff.toml")["staff"]
    professions = {one["profession"] for one in staff.values()}
    assert professions == {
        "psychiatrist",
        "psychiatric nurse practitioner",
        "psychologist",
        "social worker",
        "couples and family therapist",
        "care coordinator",
        "practice manager",
    }
    assert {role for one in staff.values() for role in one["roles"]} == {
        "prescriber",
        "therapist",
        "coordinator",
        "administrator",
    }
    both = [event for event in events_of(TOLD["10-taper"], Calendar(TUESDAY)) if event.written.get("by") == "haddad"]
    assert {event.get("as", "prescriber") for event in both} == {"prescriber", "therapist"}


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"do": "visit", "by": "reyes", "day": 0}, "not happened yet"),
        ({"do": "change", "by": "reyes", "day": -3, "from": 5}, "planned"),
        ({"do": "change", "by": "reyes", "day": -3, "from": -1, "planned": True}, "planned"),
    ],
)
def test_what_lies_ahead_is_planned(event: dict[str, Any], says: str) -> None:
    """A story cannot claim that the future happened."""
    with pytest.raises(StoryError, match=says):
        events_of({"event": [event]}, Calendar(TUESDAY))


def test_a_misspelt_table_or_key_is_an_error() -> None:
    """A slip of the pen leaves no story untold."""
    with pytest.raises(StoryError, match="evnt"):
        events_of({"evnt": []}, Calendar(TUESDAY))
    with pytest.raises(StoryError, match="txet"):
        Event({"day": -1, "txet": "seen"}).insist_all_read()
    run = {"key": "cbt", "by": "ortiz", "day": -30, "every": 7, "count": 2, "but": [{"number": 3}]}
    with pytest.raises(StoryError, match="number"):
        events_of({"sessions": [run]}, Calendar(TUESDAY))
