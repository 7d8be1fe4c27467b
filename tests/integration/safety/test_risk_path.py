"""The one risk path: exactly once for each cause, clocks that are read, coverage that opens a chart, a lawful close."""

from __future__ import annotations

import threading
from datetime import date, time
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import Sign
from plait.coordination import door
from plait.coordination.accounts import backend
from plait.coordination.consequences.harm_waiting import Waiting, any_late, waiting
from plait.coordination.people import open_chart, who_looked
from plait.coordination.safety import (
    close_flag,
    hand_over,
    raise_alarm,
    read_flag,
    read_flags,
    set_flag,
    set_threshold,
    work_on_flag,
)
from plait.coordination.tasks import work_on_tasks
from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import KeyReused, Once
from plait.records.people import duties
from plait.records.safety import actions
from plait.records.safety.models import Flag, FlagEvent, OpenFlag
from plait.records.tasks import roster
from plait.records.tasks.models import Task
from tests.integration.conftest import NOW
from tests.integration.safety.conftest import Path, later, once


def waits(path: Path, at: Instant) -> tuple[Waiting, ...]:
    """Every open flag of the practice."""
    return waiting(at, path.practice.people.values())


def names(path: Path, at: Instant) -> list[str]:
    (one,) = waiting(at, [path.mara])
    return [acting.clinician.name for acting in one.duty.acting]


def enter_hours(path: Path) -> None:
    """Weekdays nine to five, in New York; NOW is ten in the morning of a Tuesday."""
    for weekday in range(5):
        roster.open_hours(
            Stamp(path.who("cole"), NOW),
            site_id=path.practice.sites["main"],
            weekday=weekday,
            opens=time(9),
            closes=time(17),
        )


def away(path: Path, who: str, by: str, starts: Instant = NOW, ends: Instant | None = None) -> UUID:
    staff = path.practice.staff
    return roster.add_cover(
        Stamp(path.who("cole"), NOW),
        kind=roster.LEAVE,
        away=staff[who].practitioner_id,
        covered_by=staff[by].practitioner_id,
        starts_at=starts,
        ends_at=ends or NOW.plus(days=7),
    )


def name_lead(path: Path) -> None:
    duties.name_holder(Stamp(SYSTEM, NOW), duties.SAFETY_LEAD, path.who("admin").practitioner_id, date(2020, 1, 1))


@pytest.mark.hazard("H-130")
def test_a_cause_opens_one_flag_however_often_it_comes(path: Path):
    cause = uuid4()
    first = path.receive(cause=cause)
    assert first is not None
    assert path.receive(cause=cause) is None
    assert path.receive() != first, "another answer is another flag"
    assert Flag.objects.count() == 2
    assert Task.objects.filter(cause_kind="flag", cause_id=first).count() == 2, "one for each role that treats"


@pytest.mark.hazard("H-130")
def test_two_that_arrive_at_once_open_one(fresh_database: None):
    from tests.integration.conftest import build_practice

    path, cause = Path(build_practice(NOW)), uuid4()
    start, found = threading.Barrier(2), []

    def arrive() -> None:
        try:
            start.wait()
            found.append(path.receive(cause=cause))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one is None for one in found) == [False, True]
    assert Flag.objects.count() == 1
    assert OpenFlag.objects.count() == 1


@pytest.mark.hazard("H-130")
def test_a_flag_set_by_hand_takes_the_same_path_once(path: Path):
    sent = Once(uuid4(), "said")
    command = set_flag.Command(path.mara, "others", "Said he will hurt his brother", NOW)
    first = set_flag.commit(command, actor=path.who("cole"), at=NOW, once=sent)
    again = set_flag.commit(command, actor=path.who("cole"), at=later(1), once=sent)
    assert first == again
    assert first.to_call == ("Dr. A. Reyes", "J. Ortiz")
    (flag,) = Flag.objects.all()
    assert (flag.level, flag.whom, flag.source, flag.words) == (
        "high",
        "others",
        "hand",
        "Said he will hurt his brother",
    )
    with pytest.raises(KeyReused):
        set_flag.commit(command, actor=path.who("cole"), at=NOW, once=Once(sent.key, "something else"))
    for wrong in ({"words": " "}, {"whom": "x"}, {"level": "x"}, {"said_at": later(5)}):
        said = {"patient_id": path.mara, "whom": "self", "words": "said", "said_at": NOW, **wrong}
        assert isinstance(
            set_flag.commit(set_flag.Command(**said), actor=path.who("reyes"), at=NOW, once=once()), Refused
        )


@pytest.mark.hazard("H-131")
def test_the_clock_runs_while_nothing_runs(path: Path):
    """No worker, no job: each moment is asked for by itself."""
    name_lead(path)
    enter_hours(path)
    path.receive("high")
    steps = {minutes: waits(path, later(minutes))[0].reading for minutes in (0, 14, 15, 29, 30, 500)}
    assert [one.step for one in steps.values()] == [0, 0, 1, 1, 2, 2]
    assert [one.late for one in steps.values()] == [False, False, False, False, True, True]
    user = backend._SIGNED_IN(path.who("far").id)
    assert [any_late(user, later(minutes)) for minutes in (29, 30)] == [False, True]
    quiet, loud = (raise_alarm.read(actor=SYSTEM, at=later(minutes)) for minutes in (29, 30))
    assert (quiet.late, quiet.call) == (0, ())
    assert (loud.late, loud.call) == (1, ("Dr. A. Reyes", "J. Ortiz", "P. Adeyemi"))


@pytest.mark.hazard("H-131")
def test_acknowledged_and_never_closed_is_late_as_well_and_a_hand_over_buys_no_time(path: Path):
    flag = path.receive("high")
    to = path.who("ortiz").practitioner_id
    command = hand_over.Command(flag, to, "")
    hand_over.commit(command, actor=path.who("reyes"), at=later(20), once=once())
    assert waits(path, later(31))[0].reading.late, "it waited all along"
    work_on_flag.acknowledge(work_on_flag.Acknowledge(flag), actor=path.who("ortiz"), at=later(32), once=once())
    assert not waits(path, later(33))[0].reading.late
    assert waits(path, later(33))[0].reading.step == 2, "who was told stays told"
    assert waits(path, later(32 + 24 * 60))[0].reading.late


@pytest.mark.hazard("H-133")
def test_without_a_roster_everybody_who_treats_and_the_safety_lead_are_told(path: Path):
    name_lead(path)
    path.receive("low")
    (one,) = waits(path, NOW)
    assert (names(path, NOW), one.duty.lead, one.duty.gap) == (["Dr. A. Reyes", "J. Ortiz"], True, True)
    lead = path.who("admin")
    lead = type(lead)(**{**{f: getattr(lead, f) for f in lead.__slots__}, "duties": ("safety-lead",)})
    found = read_flags.read(actor=lead, at=NOW)
    assert (len(found.mine), len(found.to_reach)) == (0, 1)
    enter_hours(path)
    (one,) = waits(path, NOW)
    assert (one.duty.lead, one.duty.gap) == (False, False)
    assert read_flags.read(actor=lead, at=NOW).to_reach == ()


def test_somebody_whom_nobody_treats_goes_to_the_coordinators_at_once(path: Path):
    command = set_flag.Command(path.practice.people["theo"], "self", "Rang in tears", NOW)
    set_flag.commit(command, actor=path.who("cole"), at=NOW, once=once())
    assert len(read_flags.read(actor=path.who("cole"), at=NOW).to_reach) == 1
    kinds = set(Task.objects.values_list("kind", "owner_role"))
    assert kinds == {("find-clinician", "coordinator"), ("risk-answer-of-nobody", "safety-lead")}


@pytest.mark.hazard("H-133")
def test_leave_makes_the_cover_responsible_and_opens_the_chart_until_the_flag_is_closed(path: Path):
    enter_hours(path)
    haddad = path.who("both")
    with pytest.raises(door.Denied):
        open_chart.read(path.mara, actor=haddad, at=NOW)
    away(path, "reyes", "both")
    with pytest.raises(door.Denied):
        open_chart.read(path.mara, actor=haddad, at=NOW)
    flag = path.receive("high")
    assert names(path, NOW) == ["Dr. A. Reyes", "Dr. L. Haddad", "J. Ortiz"]
    chart = open_chart.read(path.mara, actor=haddad, at=later(1))
    assert (chart.header.covers, len(chart.header.flags)) == (True, 1)
    looks = who_looked.read(path.mara, actor=path.who("ortiz"), at=later(2)).looks
    assert [(look.name, look.purpose) for look in looks if look.action == "people.open-chart"][:1] == [
        ("Dr. L. Haddad", "coverage")
    ]
    work_on_flag.acknowledge(work_on_flag.Acknowledge(flag), actor=haddad, at=later(3), once=once())
    assert open_chart.read(path.mara, actor=haddad, at=NOW.plus(days=9)), "who acknowledged it keeps it till the end"
    close_flag.commit(close_flag.Command(flag, "safe", "spoke"), actor=haddad, at=NOW.plus(days=9), once=once())
    with pytest.raises(door.Denied):
        open_chart.read(path.mara, actor=haddad, at=NOW.plus(days=9, seconds=1))


def test_after_hours_the_site_is_covered_by_who_is_on_call(path: Path):
    enter_hours(path)
    path.receive("high")
    night = NOW.plus(seconds=12 * 3600)
    (one,) = waits(path, night)
    assert one.duty.gap, "nobody is on call"
    roster.add_cover(
        Stamp(path.who("cole"), NOW),
        kind=roster.AFTER_HOURS,
        site_id=path.practice.sites["main"],
        covered_by=path.who("both").practitioner_id,
        starts_at=NOW,
        ends_at=NOW.plus(days=7),
    )
    assert "Dr. L. Haddad" in names(path, night)
    assert "Dr. L. Haddad" not in names(path, NOW)
    assert not waits(path, night)[0].duty.gap


def test_a_hand_over_opens_the_chart_to_who_takes_it_and_tells_who_looks_nothing_more(path: Path):
    flag = path.receive("high")
    haddad = path.who("both")
    early = hand_over.Command(flag, haddad.practitioner_id, "Reached by phone")
    with pytest.raises(door.Denied):
        hand_over.commit(early, actor=path.who("cole"), at=NOW, once=once())
    hand_over.commit(early, actor=path.who("cole"), at=later(15), once=once())
    assert read_flag.read(flag, actor=haddad, at=later(16)).flag.flag_id == flag
    stranger = hand_over.Command(flag, path.who("far").practitioner_id, "")
    assert isinstance(hand_over.commit(stranger, actor=path.who("reyes"), at=later(17), once=once()), Refused)


@pytest.mark.hazard("H-134")
def test_nothing_closes_without_a_name_and_a_disposition(path: Path):
    flag, ortiz = path.receive("high"), path.who("ortiz")

    def close(disposition: str, note: str, minute: int) -> object:
        command = close_flag.Command(flag, disposition, note)
        return close_flag.commit(command, actor=ortiz, at=later(minute), once=once())

    assert close("safe", "spoke", 1).reason == "not-acknowledged"
    work_on_flag.acknowledge(work_on_flag.Acknowledge(flag), actor=ortiz, at=later(2), once=once())
    second = work_on_flag.acknowledge(work_on_flag.Acknowledge(flag), actor=path.who("reyes"), at=later(2), once=once())
    assert second.reason == "acknowledged"
    assert close("", "spoke", 3).reason == "disposition"
    assert close("safe", "  ", 4).reason == "note"
    assert close("sender-corrected", "x", 4).reason == "disposition", "only the path itself says that"
    assert close("not-reached", "will try again at 5", 5).reason == "no-contact"
    task = Task.objects.get(cause_id=flag, owner_role="therapist")
    closing = work_on_tasks.Close(task.pk, "done")
    refused = work_on_tasks.close(closing, actor=ortiz, at=later(5), once=once())
    assert refused.reason == "harm", "the task is no side door"
    work_on_flag.note_contact(
        work_on_flag.Contact(flag, "no-answer", "rang twice"), actor=ortiz, at=later(6), once=once()
    )
    assert close("not-reached", "the sister goes there at 5", 7) == flag
    assert not OpenFlag.objects.exists()
    assert set(Task.objects.values_list("status", flat=True)) == {"completed"}
    assert close("safe", "again", 8).reason == "closed"
    late = work_on_flag.add(work_on_flag.Add(flag, "She rang back"), actor=ortiz, at=NOW.plus(days=3), once=once())
    assert late == flag
    assert [event.what for event in FlagEvent.objects.order_by("recorded_at")] == [
        "acknowledged",
        "contact",
        "closed",
        "addendum",
    ]


@pytest.mark.hazard("H-135")
def test_a_personal_threshold_changes_the_clock_alone_and_lapses_by_itself(path: Path):
    review = NOW.plus(days=10).day("UTC")
    command = set_threshold.Command(path.mara, "phq-9", "9", 1, "Has lived with it for years", review)
    set_threshold.commit(command, actor=path.who("ortiz"), at=NOW, once=once())
    usual, more = path.receive("low", value=1), path.receive("moderate", value=2)
    assert Flag.objects.get(pk=usual).usual_until is not None
    assert Flag.objects.get(pk=more).usual_until is None, "a higher answer is none of its business"
    assert len(open_chart.read(path.mara, actor=path.who("reyes"), at=later(1)).header.flags) == 2, "the mark stays"
    found = {one.line.flag_id: one.reading.step for one in waits(path, NOW.plus(days=2))}
    assert found == {usual: 0, more: 2}
    late = path.receive("low", value=1, at=NOW.plus(days=9, seconds=43_200))
    assert {one.line.flag_id: one.reading.step for one in waits(path, NOW.plus(days=11))}[late] == 1, "lapsed meanwhile"
    after = path.receive("low", value=1, at=NOW.plus(days=12))
    assert Flag.objects.get(pk=after).usual_until is None


@pytest.mark.hazard("H-135")
def test_no_answer_that_counts_as_high_is_ever_usual(path: Path):
    review = NOW.plus(days=10).day("UTC")
    high = set_threshold.Command(path.mara, "phq-9", "9", 3, "always", review)
    assert set_threshold.commit(high, actor=path.who("ortiz"), at=NOW, once=once()).reason == "value"
    long = set_threshold.Command(path.mara, "phq-9", "9", 1, "always", NOW.plus(days=400).day("UTC"))
    assert set_threshold.commit(long, actor=path.who("ortiz"), at=NOW, once=once()).reason == "review"


def test_what_is_open_is_rebuilt_from_the_facts_the_same(path: Path):
    first, second = path.receive("high"), path.receive("low")
    work_on_flag.acknowledge(work_on_flag.Acknowledge(first), actor=path.who("ortiz"), at=later(2), once=once())
    closing = close_flag.Command(first, "safe", "spoke")
    command = hand_over.Command(second, path.who("both").practitioner_id, "")
    hand_over.commit(command, actor=path.who("reyes"), at=later(3), once=once())
    before = list(OpenFlag.objects.order_by("pk").values())
    OpenFlag.objects.filter(pk=first).update(waiting_since=None, level="low")
    actions.rebuild()
    assert list(OpenFlag.objects.order_by("pk").values()) == before
    close_flag.commit(closing, actor=path.who("ortiz"), at=later(4), once=once())
    actions.rebuild()
    assert [row.pk for row in OpenFlag.objects.all()] == [second]


def test_postgresql_itself_refuses_to_change_a_flag(path: Path):
    from django.db import DatabaseError, transaction

    flag = path.receive()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE safety_flag SET level = 'low' WHERE id = %s", [flag])


@pytest.mark.hazard("H-131")
def test_however_many_are_open_a_new_one_stands_before_who_must_act(path: Path):
    """More than a page shows: nothing is cut off by its age, and the page says how many more there are."""
    for number in range(101):
        stamp = Stamp(path.who("reyes"), NOW.plus(days=-2, seconds=number))
        sign = Sign("low", "self", "hand", "", (), stamp.at, "Said so.")
        flag = actions.open_flag(stamp, path.mara, sign, cause_kind="test", cause_id=uuid4())
        actions.add_event(stamp, flag, "acknowledged")
    new = path.receive("high")
    found = read_flags.read(actor=path.who("ortiz"), at=later(1))
    assert (found.mine[0].line.flag_id, len(found.mine), found.more) == (new, 50, 52)
    assert raise_alarm.read(actor=SYSTEM, at=NOW.plus(days=40)).late == 102


@pytest.mark.hazard("H-131")
def test_only_what_concerns_somebody_is_read_and_all_of_it(path: Path):
    path.receive("high")
    path.receive("high", whose="ines")
    assert {name: len(read_flags.read(actor=path.who(name), at=NOW).mine) for name in ("reyes", "ortiz", "both")} == {
        "reyes": 1,
        "ortiz": 1,
        "both": 0,
    }
    enter_hours(path)
    away(path, "reyes", "both")
    away(path, "both", "far", ends=later(60))
    assert [len(read_flags.read(actor=path.who(name), at=later(5)).mine) for name in ("both", "far")] == [0, 2]
    assert [len(read_flags.read(actor=path.who(name), at=later(61)).mine) for name in ("both", "far")] == [1, 1]


def test_the_banner_says_of_a_few_rows_what_every_flag_says(path: Path):
    user = path.who("far").id
    one, two = path.receive("low"), path.receive("moderate")
    for number in range(30):
        path.receive(("low", "moderate", "high")[number % 3], at=NOW.plus(seconds=60 * number))
    for flag, minutes in ((one, 40), (two, 45)):
        actions.add_event(Stamp(path.who("reyes"), later(minutes)), flag, "acknowledged")
    for minutes in (1, 29, 30, 59, 60, 61, 24 * 60, 3 * 24 * 60):
        told = any_late(backend._SIGNED_IN(user), later(minutes))
        assert told is any(one.reading.late for one in waits(path, later(minutes))), minutes
    assert len(backend._SIGNED_IN(user).open_flags) <= 3
