"""At the same moment: two who merge crosswise, one who writes while others merge, two desks that register."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from plait.clinical.moment import PartialDate
from plait.coordination import door
from plait.coordination.people import merge_records, register_person
from plait.coordination.people.register_person import Alike, Registered
from plait.coordination.people.registration import Details
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id
from plait.records.people import actions as people
from plait.records.people import linking
from plait.records.people.models import MergedRecord
from tests.integration.conftest import NOW, Practice, build_practice

HELD = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() "
    "AND (classid::bigint << 32 | objid::bigint) = %s"
)
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@dataclass
class AtOnce:
    """Runs things in threads of their own, and keeps what came of each."""

    outcomes: list[Any] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, act: Callable[[], Any]) -> None:
        def run() -> None:
            try:
                self.outcomes.append(act())
            except door.Denied as denied:
                self.outcomes.append(denied)
            finally:
                connection.close()

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def join(self) -> list[Any]:
        for thread in self.threads:
            thread.join()
        return self.outcomes


def second_record(practice: Practice) -> UUID:
    details = {"given": "Mara", "family": "Keller", "birth_date": "1992-05-02"}
    stamp = Stamp(practice.staff["cole"], practice.at.plus(days=-9))
    again = people.register_patient(stamp, site_id=practice.sites["main"], details=details)
    reyes = practice.staff["reyes"].practitioner_id
    people.join_care_team(stamp, patient_id=again, practitioner_id=reyes, role="prescriber", starts_at=stamp.at)
    return again


def wait_for_somebody_waiting() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.wide
def test_two_who_merge_crosswise_make_one_merge_and_no_circle(fresh_database: str) -> None:
    practice = build_practice(NOW)
    mara, again = practice.people["mara"], second_record(practice)
    at_once, cole = AtOnce(), practice.staff["cole"]
    for pair in ((mara, again), (again, mara)) * 2:
        command = merge_records.Command(*pair, "Same card.")
        at_once.start(lambda c=command: merge_records.commit(c, actor=cole, at=NOW, once=Once(new_id(), "")))
    outcomes = at_once.join()
    assert len([one for one in outcomes if isinstance(one, UUID)]) == 1
    assert MergedRecord.objects.count() == 1


def test_whoever_waited_while_others_merged_has_the_lock_of_all_records(fresh_database: str) -> None:
    practice = build_practice(NOW)
    mara, again = practice.people["mara"], second_record(practice)
    at_once, reyes = AtOnce(), practice.staff["reyes"]
    key = int.from_bytes(mara.bytes[8:], "big", signed=True)

    def goes_on_with_a_thread() -> tuple[UUID, int]:
        with (
            door.write("problems.record", actor=reyes, at=NOW, patient=lambda: again) as visit,
            connection.cursor() as cursor,
        ):
            cursor.execute(HELD, [key])
            return visit.patient, cursor.fetchone()[0]

    def writes_on_the_old_record() -> Any:
        with door.write("problems.record", actor=reyes, at=NOW, patient=again):
            return "written on the record that was merged"

    with door.write("people.merge", actor=practice.staff["cole"], at=NOW, patient=mara, also=[again]) as visit:
        linking.link_records(visit.stamp, patient_id=again, person_id=mara, reason="x")
        people.refresh_people([mara, again])
        at_once.start(goes_on_with_a_thread)
        wait_for_somebody_waiting()
        at_once.start(writes_on_the_old_record)
        sleep(0.3)
    outcomes = at_once.join()
    assert (mara, 1) in outcomes
    assert [one.person for one in outcomes if isinstance(one, door.Moved)] == [mara]


def test_two_desks_that_register_one_person_do_not_both_find_nobody(fresh_database: str) -> None:
    practice = build_practice(NOW)
    at_once, cole = AtOnce(), practice.staff["cole"]
    command = register_person.Command(Details("Bea", "Oyelaran", birth_date=PartialDate.parse("1988-07-14")))
    for _ in range(4):
        at_once.start(lambda: register_person.commit(command, actor=cole, at=NOW, once=Once(new_id(), "")))
    kinds = [type(one) for one in at_once.join()]
    assert (kinds.count(Registered), kinds.count(Alike)) == (1, 3)
