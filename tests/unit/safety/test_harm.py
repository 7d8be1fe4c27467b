"""A sign of harm from an answer, who must act on it, and what the clock's file may say."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest

from plait.clinical.assessment.scoring import score
from plait.clinical.moment import Instant, Interval
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import sign_of
from plait.clinical.safety.harm_clock import WIDER
from plait.clinical.safety.harm_duty import AfterHours, Clinician, Hours, Leave, Roster, who_acts
from plait.knowledge.content import CONTENT, Document
from plait.knowledge.harm_clock import check_clock
from plait.knowledge.loader import release

ANA, JO, LEE, SAM = (Clinician(UUID(int=n), name) for n, name in enumerate(("Ana", "Jo", "Lee", "Sam"), 1))
TUESDAY = Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))  # 10:00 in New York
NIGHT = TUESDAY.plus(seconds=12 * 3600)
WEEK = Interval(TUESDAY.plus(days=-1), TUESDAY.plus(days=7))
HOURS = tuple(Hours(day, time(9), time(17)) for day in range(5))
ZONE = "America/New_York"
TEAM = (ANA, JO)


def names(roster: Roster, at: Instant = TUESDAY, **more: int) -> list[str]:
    return [one.clinician.name for one in who_acts(TEAM, roster, at, **more).acting]


@pytest.mark.parametrize(("value", "level"), [(0, None), (1, "low"), (2, "moderate"), (3, "high")])
def test_an_answer_about_harm_gives_one_sign_with_its_level(value: int, level: str | None):
    instrument = release().instruments["phq-9"]
    scored = score(instrument, {item.id: 0 for item in instrument.items} | {"9": value})
    assert not isinstance(scored, Refused)
    sign = sign_of(instrument, scored, source="link", said_at=TUESDAY)
    assert (sign.level if sign else None) == level
    if sign:
        assert (sign.whom, sign.items, sign.instrument) == ("self", (("9", value),), "phq-9")


def test_everything_that_can_speak_of_harm_gives_a_sign():
    """Whatever instrument is added: its answers that speak of harm are never waved through."""
    looked = 0
    for instrument in release().instruments.values():
        for item in instrument.items:
            for one in item.risk:
                scored = score(instrument, {item.id: one.value})
                assert not isinstance(scored, Refused), instrument.id
                sign = sign_of(instrument, scored, source="tablet", said_at=TUESDAY)
                assert sign is not None, (instrument.id, item.id)
                assert sign.whom in {"self", "others", "both"}
                looked += 1
    assert looked >= 3


@pytest.mark.hazard("H-133")
def test_without_a_roster_nobody_is_taken_off_and_the_lead_is_told():
    duty = who_acts(TEAM, Roster(ZONE), TUESDAY)
    assert ([one.clinician for one in duty.acting], duty.lead, duty.gap) == ([ANA, JO], True, True)


def test_with_a_roster_in_clinic_hours_it_is_the_team_alone():
    duty = who_acts(TEAM, Roster(ZONE, HOURS), TUESDAY)
    assert (duty.lead, duty.coordinators, duty.gap) == (False, False, False)
    wider = who_acts(TEAM, Roster(ZONE, HOURS), TUESDAY, WIDER)
    assert (wider.lead, wider.coordinators) == (True, True)


def test_leave_adds_the_cover_also_through_a_cover_who_is_away_and_never_in_a_circle():
    one = Roster(ZONE, HOURS, (Leave(ANA.practitioner_id, LEE, WEEK),))
    assert names(one) == ["Ana", "Lee", "Jo"]
    assert [acting.clinician for acting in who_acts(TEAM, one, TUESDAY).to_call()] == [LEE, JO]
    chain = Roster(ZONE, HOURS, (*one.leaves, Leave(LEE.practitioner_id, SAM, WEEK)))
    assert names(chain) == ["Ana", "Sam", "Jo"]
    circle = Roster(ZONE, HOURS, (*one.leaves, Leave(LEE.practitioner_id, ANA, WEEK)))
    assert names(circle) == ["Ana", "Jo"]
    assert who_acts(TEAM, circle, TUESDAY).gap
    over = Roster(ZONE, HOURS, (Leave(ANA.practitioner_id, LEE, Interval(WEEK.start, TUESDAY)),))
    assert names(over) == ["Ana", "Jo"], "the end does not belong to it"


def test_after_hours_are_the_sites_own_hours():
    on_call = Roster(ZONE, HOURS, after_hours=(AfterHours(SAM, WEEK),))
    assert names(on_call) == ["Ana", "Jo"]
    assert names(on_call, NIGHT) == ["Ana", "Jo", "Sam"]
    assert names(on_call, Instant(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))) == ["Ana", "Jo", "Sam"], "closed at five"
    assert who_acts(TEAM, Roster(ZONE, HOURS), NIGHT).gap


def test_whom_nobody_treats_goes_to_coordinators_and_lead():
    duty = who_acts((), Roster(ZONE, HOURS), TUESDAY)
    assert (duty.acting, duty.lead, duty.coordinators) == ((), True, True)


def clock_with(**changes: object) -> list[str]:
    import tomllib

    table = tomllib.loads((CONTENT / "safety" / "clock.toml").read_text(), parse_float=Decimal)
    for path, value in changes.items():
        level, name = path.split("__")
        table["lengths"][level][name] = value
    doc = Document("safety/clock.toml", table)
    return [str(problem) for problem in check_clock(doc, {"plait-risk-path": {}})]


def test_the_clocks_file_is_held_to_its_own_order():
    assert clock_with() == []
    assert clock_with(high__wider=31), "everybody before the team"
    assert clock_with(low__close=10), "what can wait is asked for sooner than what cannot"
    assert clock_with(high__wider=0)
    assert clock_with(high__often=3)
