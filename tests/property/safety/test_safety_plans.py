"""What is said to differ between two safety plans is all that differs, and two changes at once lose nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from plait.clinical.safety.safety_plan import PARTS, Line, SafetyPlan, changes, plan, rebased, rebuilt

WORDS = st.sampled_from(["walk", "walk the dog", "walk the dog twice", "call Ana", "Ana", "tea", "  ", "x" * 40])
LINES = st.lists(st.builds(Line, WORDS, st.sampled_from(["", "988", "+1 212 555 0142"])), max_size=5)
PLANS = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, LINES)).map(plan)

SIXTY = settings(max_examples=60, deadline=None)


@SIXTY
@given(PLANS, PLANS)
def test_the_differences_rebuild_the_later_plan(before: SafetyPlan, after: SafetyPlan) -> None:
    told = changes(before, after)
    assert rebuilt(before, told) == after
    assert (told == ()) == (before == after)


@SIXTY
@given(PLANS, PLANS)
def test_every_line_that_came_or_went_is_named(before: SafetyPlan, after: SafetyPlan) -> None:
    told = changes(before, after)
    for part in PARTS:
        own = [one for one in told if one.part == part]
        gone = [one.before for one in own if one.before is not None]
        come = [one.after for one in own if one.after is not None]
        kept = sorted(before.part(part), key=repr)
        for line in gone:
            kept.remove(line)
        assert sorted([*kept, *come], key=repr) == sorted(after.part(part), key=repr)


@SIXTY
@given(PLANS, PLANS, PLANS)
def test_two_changes_at_once_lose_no_part(base: SafetyPlan, mine: SafetyPlan, theirs: SafetyPlan) -> None:
    together = rebased(base, mine, theirs)
    for part in PARTS:
        was, own, other = base.part(part), mine.part(part), theirs.part(part)
        if other not in (was, own):
            assert (together.plan.part(part) == other) == (own == was)
            assert (part in together.clashing) == (own != was)
        else:
            assert together.plan.part(part) == (own if own != was else other)
            assert part not in together.clashing


@SIXTY
@given(PLANS)
def test_what_is_stored_is_read_again(one: SafetyPlan) -> None:
    assert SafetyPlan.read(one.stored()) == one
    assert rebased(one, one, one).plan == one
    assert replace(one) == plan(dict(one.parts))
