"""Booking by hand: once, at a time that exists, and not blindly over something else."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.refusal import Refused
from plait.coordination.consequences.visits import Warned
from plait.coordination.door import Denied
from plait.coordination.visits import move_visit
from plait.coordination.visits.book_visit import Booked
from plait.foundation.facts import Stamp
from plait.records.people import actions as people
from plait.records.people import queries as known
from plait.records.visits import queries
from plait.records.visits.models import Appointment, AppointmentEvent
from tests.integration.conftest import NOW
from tests.integration.visits.conftest import once, wall
from tests.signed_in import sign_in

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def kinds(warned: Warned) -> list[str]:
    assert isinstance(warned, Warned), warned
    return [concern.kind for concern in warned.concerns]


def test_a_visit_is_booked_at_the_wall_time_of_the_site(desk):
    outcome = desk.book(wall(7, "09:00"), text="Bring the form")
    booked = queries.appointment(outcome.appointment_id)
    assert (booked.local_start, booked.zone) == (wall(7, "09:00"), "America/New_York")
    assert booked.starts_at.iso() == "2026-12-01T14:00:00Z"
    assert (booked.practitioner, booked.text, booked.status) == ("Dr. A. Reyes", "Bring the form", "booked")
    assert [one.what for one in queries.appointment_events(outcome.appointment_id)] == ["booked"]


def test_the_same_request_twice_books_once(desk):
    key = once()
    first, second = desk.book(wall(7), key=key), desk.book(wall(7), key=key)
    assert first == second
    assert Appointment.objects.count() == AppointmentEvent.objects.count() == 1


@pytest.mark.hazard("H-060")
def test_a_time_that_the_clock_leaps_over_is_refused(desk):
    refused = desk.book("2027-03-14T02:30")
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.field) == ("leapt-over", "starts")
    assert not Appointment.objects.exists()


def test_a_time_that_comes_twice_is_said_and_is_the_first(desk):
    warned = desk.book("2027-11-07T01:30")
    assert kinds(warned) == ["comes-twice"]
    assert not warned.needs_reason
    booked = queries.appointment(desk.book("2027-11-07T01:30", seen=warned.seen).appointment_id)
    assert booked.starts_at.iso() == "2027-11-07T05:30:00Z"


@pytest.mark.hazard("H-060")
def test_a_clash_is_said_first_and_booked_with_a_reason_that_stays(desk):
    desk.booked(wall(7, "09:15"), patient="theo")
    warned = desk.book(wall(7, "09:00"))
    assert kinds(warned) == ["clinician-busy"]
    assert kinds(desk.book(wall(7, "09:00"), seen=warned.seen)) == ["clinician-busy"], "a clash needs a reason"
    outcome = desk.book(wall(7, "09:00"), seen=warned.seen, reason="Both come together")
    assert [one.note for one in queries.appointment_events(outcome.appointment_id)] == ["Both come together"]


def test_a_reason_given_for_one_clash_is_no_reason_for_another_that_came_meanwhile(desk):
    desk.booked(wall(7, "09:15"), patient="theo")
    warned = desk.book(wall(7, "09:00"))
    desk.booked(wall(7, "08:45"), with_="ortiz")
    again = desk.book(wall(7, "09:00"), seen=warned.seen, reason="Both come together")
    assert sorted(kinds(again)) == ["clinician-busy", "person-busy"]


def test_what_was_called_off_is_no_clash(desk):
    other = desk.booked(wall(7, "09:15"), patient="theo")
    desk.mark(other, "cancelled", queries.appointment(other).changed_at, reason="person-asked")
    assert isinstance(desk.book(wall(7, "09:00")), Booked)


def test_a_coordinator_may_book_with_somebody_not_on_the_team_after_being_told(desk):
    warned = desk.book(wall(7), with_="both")
    assert kinds(warned) == ["not-on-team"]
    assert isinstance(desk.book(wall(7), with_="both", seen=warned.seen), Booked)


def test_a_clinician_books_with_the_persons_team_only(desk):
    assert isinstance(desk.book(wall(7), by="reyes", with_="ortiz"), Booked)
    refused = desk.book(wall(8), by="reyes", with_="both")
    assert isinstance(refused, Refused)
    assert refused.reason == "clinician"


@pytest.mark.parametrize(("by", "patient"), [("reyes", "theo"), ("far", "mara"), ("cole", "ines"), ("admin", "mara")])
def test_whoever_may_not_see_a_person_books_nothing_for_them(desk, by, patient):
    with pytest.raises(Denied):
        desk.book(wall(7), by=by, with_="reyes", patient=desk.practice.people[patient])


def test_a_visit_that_took_longer_than_any_does_is_refused(desk):
    assert desk.book(wall(7), minutes=481).reason == "minutes"
    assert desk.book("2029-01-01T09:00").reason == "too-far-ahead"
    assert desk.book("2026-02-30T09:00").reason == "time"


def move(desk, appointment_id, start, shown, *, by="cole", with_="reyes", **more):
    command = move_visit.Command(
        appointment_id, desk.practice.staff[with_].practitioner_id, start, 45, "video", shown.iso(), **more
    )
    return move_visit.commit(command, actor=desk.who(by), at=NOW, once=once())


def test_a_moved_visit_stays_the_same_one_and_tells_its_way(desk):
    appointment = desk.booked(wall(7, "09:00"))
    move(desk, appointment, wall(8, "10:00"), queries.appointment(appointment).changed_at, with_="ortiz")
    booked = queries.appointment(appointment)
    assert (booked.local_start, booked.minutes, booked.mode) == (wall(8, "10:00"), 45, "video")
    assert booked.practitioner == "J. Ortiz"
    moved = queries.appointment_events(appointment)[-1]
    assert (moved.before["local_start"], moved.after["local_start"]) == (wall(7, "09:00"), wall(8, "10:00"))
    assert moved.before["practitioner"] == "Dr. A. Reyes"


def test_a_visit_does_not_clash_with_itself_when_it_moves_by_ten_minutes(desk):
    appointment = desk.booked(wall(7, "09:00"))
    outcome = move(desk, appointment, wall(7, "09:10"), queries.appointment(appointment).changed_at)
    assert not isinstance(outcome, Warned | Refused)


@pytest.mark.hazard("H-060")
def test_the_second_of_two_who_move_a_visit_is_told(desk):
    appointment = desk.booked(wall(7, "09:00"))
    shown = queries.appointment(appointment).changed_at
    move(desk, appointment, wall(8, "10:00"), shown)
    refused = move(desk, appointment, wall(9, "11:00"), shown, by="reyes")
    assert isinstance(refused, Refused)
    assert refused.reason == "changed"
    assert queries.appointment(appointment).local_start == wall(8, "10:00")


def test_who_left_the_team_moves_the_visit_no_more(desk):
    appointment = desk.booked(wall(7))
    shown = queries.appointment(appointment).changed_at
    membership = next(m for m in known.care_team(desk.mara) if m.role == "prescriber")
    people.leave_care_team(Stamp(desk.who("cole"), NOW.plus(days=-1)), membership.thread, NOW.plus(days=-1))
    with pytest.raises(Denied):
        move(desk, appointment, wall(8), shown, by="reyes")


def typed(**fields: str) -> dict[str, str]:
    return {"once": str(uuid4()), "starts": "10:00", "minutes": "30", "mode": "in-person", **fields}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2026-02-31", "2999-01-01", "9999-12-31"])
def test_a_day_that_nobody_meant_is_refused_beside_its_field(desk, settings, day):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    client = sign_in(Client(), desk.who("reyes").id)
    book = reverse("visits:book", args=[desk.mara])
    told = client.post(book, typed(day=day, practitioner=str(desk.who("reyes").practitioner_id), service="other"))
    assert told.status_code == 422
    assert "Use a date like 2026-03-31." in told.content.decode()
    record = reverse("visits:record-unbooked", args=[desk.mara])
    told = client.post(record, {"once": str(uuid4()), "held_on": day, "held_at": "10:00", "minutes": "30"})
    assert "Use a date like 2026-03-31." in told.content.decode()


def test_whoever_is_told_of_a_change_can_send_the_same_again(desk, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    client = sign_in(Client(), desk.who("reyes").id)
    appointment = desk.booked(wall(8))
    for name, fields in (
        ("visits:move", {"day": wall(9)[:10], "practitioner": str(desk.who("reyes").practitioner_id)}),
        ("visits:cancel", {"reason": "person-asked", "note": "Rang at noon"}),
    ):
        address = reverse(name, args=[appointment])
        sent = typed(shown="2026-11-01T00:00:00+00:00", **fields)
        told = client.post(address, sent)
        assert told.status_code == 422
        words = told.content.decode()
        assert "Somebody changed this visit in the meantime." in words
        shown, key = (re.search(rf'name="{field}" value="([^"]+)"', words)[1] for field in ("shown", "once"))
        assert client.post(address, {**sent, "shown": shown, "once": key}).status_code == 302
    assert queries.appointment(appointment).status == "cancelled"
