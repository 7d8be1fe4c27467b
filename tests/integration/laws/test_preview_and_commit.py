"""A law over random steps: what a preview promised is what the commit does, or the commit says what changed.

Two prescribers work on one person. Each step is previewed, something else may happen in between, then it is committed.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plait.clinical.medication.dose_change import Terms
from plait.clinical.medication.regimen import state
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.coordination import situation
from plait.coordination.consequences.medication import Shown
from plait.coordination.medication import change_order, start_medication
from plait.foundation.idempotency import Once
from plait.knowledge.formulary import formulary

DOSES = ("25", "50", "100", "150")
PRODUCTS = ("312941", "310385", "856377")
steps = st.tuples(
    st.sampled_from(["start", "change", "change", "hold", "resume", "stop"]),
    st.sampled_from(PRODUCTS),
    st.sampled_from(DOSES),
    st.sampled_from([None, "replace", "part-of-regimen"]),
    st.integers(-40, 20),
    st.booleans(),  # whether somebody else is faster
)
histories = st.lists(steps, min_size=1, max_size=6)


def command_for(step, patient, orders, at: Instant):
    """The command of a step, or None where there is no order to take it on."""
    action, product, dose, beside, days, _between = step
    effective = at if days == 0 else at.plus(days=days)
    if action == "start":
        terms = Terms(formulary().medicine(product), Dose.parse(dose, "mg"), Timing("daily"))
        return start_medication.Command(patient, terms, effective, "new-problem", beside=beside)
    if not orders:
        return None
    order = orders[int(dose) % len(orders)]
    terms = None
    if action == "change":
        medicine = situation.gather(patient).order(order)[0].medicine
        terms = Terms(medicine, Dose.parse(dose, "mg"), Timing("daily"))
    return change_order.Command(order, action, effective, "partial-response", terms=terms)


def room(command):
    return start_medication if isinstance(command, start_medication.Command) else change_order


def play(practice, history) -> int:
    """Play a history of steps; returns how many went through."""
    mara, reyes, both = practice.people["mara"], practice.staff["reyes"], practice.staff["both"]
    orders, done, at = [], 0, practice.at
    for step in history:
        at = at.plus(seconds=600)
        command = command_for(step, mara, orders, at)
        if command is None:
            continue
        seen = room(command).preview(command, actor=reyes, at=at)
        shown = Shown(seen.seal, at)
        faster = step[-1] and orders
        if faster:
            other = change_order.Command(orders[0], "stop", at, "well")
            looked = change_order.preview(other, actor=both, at=at)
            faster = not isinstance(
                change_order.commit(other, actor=both, at=at, shown=Shown(looked.seal, at), once=Once(uuid4(), "o")),
                Refused,
            )
        outcome = room(command).commit(command, actor=reyes, at=at, shown=shown, once=Once(uuid4(), "x"))
        if isinstance(outcome, Refused):
            assert seen.refused or (faster and outcome.reason == "changed"), outcome
            if seen.refused and not faster:
                assert outcome == seen.refused[0]
            if outcome.reason == "changed":
                assert outcome.message
            continue
        assert not seen.refused
        assert not faster, "the situation changed, so the commit had to say so"
        done += 1
        orders.extend([outcome.order_id] if hasattr(outcome, "replaced") else [])
        stands = state(situation.gather(mara).order(outcome.order_id), at=seen.effective_at)
        assert (stands.status, stands.dose, stands.timing) == (seen.after.status, seen.after.dose, seen.after.timing)
    return done


def law(practice, history):
    from plait.foundation.facts import Stamp
    from plait.records.people import actions as people

    with transaction.atomic():
        people.join_care_team(
            Stamp(practice.staff["both"], practice.at.plus(days=-60)),
            patient_id=practice.people["mara"],
            practitioner_id=practice.staff["both"].practitioner_id,
            role="prescriber",
            starts_at=practice.at.plus(days=-60),
        )
        play(practice, history)
        transaction.set_rollback(True)


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=25, **QUIET)
@given(histories)
def test_preview_and_commit_agree_or_the_commit_says_what_changed(practice, history):
    law(practice, history)


@pytest.mark.wide
@settings(max_examples=200, **QUIET)
@given(histories)
def test_preview_and_commit_agree_over_many_histories(practice, history):
    law(practice, history)


def test_the_law_can_see_a_step_go_through_and_one_overtaken(practice):
    from plait.foundation.facts import Stamp
    from plait.records.people import actions as people

    people.join_care_team(
        Stamp(practice.staff["both"], practice.at.plus(days=-60)),
        patient_id=practice.people["mara"],
        practitioner_id=practice.staff["both"].practitioner_id,
        role="prescriber",
        starts_at=practice.at.plus(days=-60),
    )
    start, change = ("start", PRODUCTS[0], "50", None, 0, False), ("change", PRODUCTS[0], "100", None, 0, False)
    assert play(practice, [start, change]) == 2
    assert (
        play(practice, [("start", PRODUCTS[1], "50", None, 0, False), ("change", PRODUCTS[1], "100", None, 0, True)])
        == 1
    )
