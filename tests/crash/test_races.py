"""At the same moment: one order, one key, one task. Exactly one wins, and the others are told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from plait.clinical.medication.timing import Timing
from plait.clinical.moment import PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.coordination.consequences.medication import Shown
from plait.coordination.medication import change_order
from plait.coordination.problems import record_life_event
from plait.coordination.tasks import work_on_tasks
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary
from plait.records.medication import actions as medication
from plait.records.medication import queries
from plait.records.people import actions as people
from plait.records.problems.models import LifeEvent
from plait.records.tasks import actions as tasks
from plait.records.tasks.models import TaskEvent
from tests.integration.conftest import Practice, build_practice

SERTRALINE_50 = "312941"


@pytest.fixture
def practice(fresh_database: str, settings: Any) -> Practice:
    """The small practice, really committed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_practice(now())


def all_at_once(*doing: Callable[[], Any]) -> list[Any]:
    """What each came to, all begun at the same moment."""
    gate, found = threading.Barrier(len(doing)), [None] * len(doing)

    def run(place: int) -> None:
        gate.wait()
        try:
            found[place] = doing[place]()
        except Exception as error:  # noqa: BLE001 - compared below
            found[place] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(doing))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.hazard("H-044")
def test_of_clinicians_who_change_one_order_at_once_one_wins_and_the_others_are_told(practice: Practice) -> None:
    at, mara = now(), practice.people["mara"]
    stamp, haddad = Stamp(SYSTEM, at.plus(days=-9)), practice.staff["both"]
    people.join_care_team(
        stamp, patient_id=mara, practitioner_id=haddad.practitioner_id, role="prescriber", starts_at=stamp.at
    )
    order = medication.start(
        stamp,
        patient_id=mara,
        medicine=formulary().medicine(SERTRALINE_50),
        effective_at=stamp.at,
        prescriber_id=None,
        prescriber_name="",
        dose=Dose.parse("50", "mg"),
        timing=Timing("daily"),
    )
    actors = [practice.staff["reyes"], haddad] * 4
    command = change_order.Command(order, "hold", at, "waiting-for-result", "")

    def one(actor: Any) -> Callable[[], Any]:
        _order, preview = change_order.consider(order, lambda _order: command, actor=actor, at=at)
        assert preview is not None
        shown = Shown(preview.seal, at)
        return lambda: change_order.commit(command, actor=actor, at=at, shown=shown, once=Once(uuid4(), "x"))

    found = all_at_once(*(one(actor) for actor in actors))
    assert sum(isinstance(outcome, change_order.Changed) for outcome in found) == 1, found
    assert [type(outcome) for outcome in found].count(Refused) == len(actors) - 1
    assert [line.action for line in queries.order(order)] == ["start", "hold"]


@pytest.mark.hazard("H-044")
def test_one_key_from_twenty_browsers_is_one_outcome(practice: Practice) -> None:
    at, key = now(), Once(uuid4(), "x")
    command = record_life_event.Command(practice.people["mara"], "New job", PartialDate.parse("2026-05"))

    def send() -> Any:
        return record_life_event.commit(command, actor=practice.staff["reyes"], at=at, once=key)

    found = all_at_once(*[send] * 20)
    assert len(set(found)) == 1
    assert isinstance(found[0], UUID)
    assert LifeEvent.objects.count() == 1


def test_of_two_who_close_one_task_at_once_one_is_told_and_a_lost_answer_is_given_again(practice: Practice) -> None:
    at, mara = now(), practice.people["mara"]
    task = tasks.open_task(
        Stamp(SYSTEM, at),
        kind="reach",
        cause_kind="test",
        cause_id=mara,
        title="Call",
        patient_id=mara,
        owner_role="coordinator",
    )
    assert task is not None
    keys = [Once(uuid4(), "x") for _ in range(6)]

    def close(key: Once) -> Any:
        command = work_on_tasks.Close(task, "Reached")
        return work_on_tasks.close(command, actor=practice.staff["cole"], at=at, once=key)

    found = all_at_once(*(lambda key=key: close(key) for key in keys))
    won = [place for place, outcome in enumerate(found) if outcome == task]
    assert len(won) == 1, found
    assert [getattr(outcome, "reason", "") for outcome in found].count("closed") == len(keys) - 1
    assert TaskEvent.objects.filter(what="completed").count() == 1
    assert close(keys[won[0]]) == task
