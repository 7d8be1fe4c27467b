"""Laws of the risk path's clock: the longer nobody looks, the more are told; nothing but a close ends it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.moment import Instant
from plait.clinical.safety.harm_clock import EVERYBODY, Happened, Opened, read, running
from plait.clinical.safety.harm_closing import DISPOSITIONS, refuse_closing
from plait.knowledge.loader import release

START = Instant(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
MOST = 60 * 24 * 40
minutes = st.integers(0, MOST)
whats = st.sampled_from(("acknowledged", "handed-over", "contact", "addendum"))
clocks = release().clocks
opened = st.builds(
    Opened,
    st.sampled_from(LEVELS),
    st.just(START),
    st.one_of(st.none(), minutes.map(lambda m: START.plus(seconds=60 * m))),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Happened]:
    at = sorted(draw(st.lists(minutes, max_size=6)))
    return [Happened(draw(whats), START.plus(seconds=60 * m)) for m in at]


def after(m: int) -> Instant:
    return START.plus(seconds=60 * m)


@pytest.mark.hazard("H-131")
@given(opened, histories(), minutes, minutes)
def test_escalation_never_goes_backwards(flag: Opened, events: list[Happened], first: int, second: int):
    """Neither by the passing of time nor by anything that is done short of a close."""
    early, late = sorted((first, second))
    until = [event for event in events if event.at <= after(early)]
    more = [event for event in events if event.at <= after(late)]
    assert read(running(flag, more), clocks, after(late)).step >= read(running(flag, until), clocks, after(early)).step


@given(opened, histories(), minutes)
def test_what_is_open_becomes_late_sooner_or_later(flag: Opened, events: list[Happened], moment: int):
    state = running(flag, events)
    longest = max(one.close for one in clocks.by_level.values()) + max(
        one.everybody for one in clocks.by_level.values()
    )
    reading = read(state, clocks, after(MOST + longest + moment))
    assert reading.late
    assert reading.waiting == (state.waiting_since is not None)
    assert not reading.waiting or reading.step == EVERYBODY


@given(opened, histories(), minutes)
def test_until_the_next_moment_nothing_changes(flag: Opened, events: list[Happened], moment: int):
    state = running(flag, events)
    now = max(after(moment), events[-1].at if events else START)
    reading = read(state, clocks, now)
    if reading.next_at is None:
        assert reading.late
    else:
        assert reading.next_at > now
        before = read(state, clocks, reading.next_at.plus(seconds=-1))
        assert (before.step, before.late) == (reading.step, reading.late)


@given(st.sampled_from(LEVELS), minutes, minutes)
def test_a_threshold_only_ever_lengthens_and_never_past_its_review(level: str, until: int, moment: int):
    strict, usual = Opened(level, START), Opened(level, START, after(until))
    with_it, without = (read(running(one, []), clocks, after(moment)) for one in (usual, strict))
    assert with_it.step <= without.step
    if moment >= until:
        assert with_it.step == without.step


@given(opened, histories(), minutes)
def test_a_hand_over_buys_no_time(flag: Opened, events: list[Happened], moment: int):
    waits = [event for event in events if event.what != "acknowledged"]
    assert running(flag, waits).waiting_since == START


@pytest.mark.hazard("H-134")
@given(opened, histories(), st.text(max_size=3), st.one_of(st.sampled_from(DISPOSITIONS), st.text(max_size=4)))
def test_closing_needs_an_acknowledgement_a_disposition_and_words(
    flag: Opened, events: list[Happened], note: str, disposition: str
):
    state = running(flag, events)
    contacts = ["no-answer"] if any(event.what == "contact" for event in events) else []
    refused = refuse_closing(state, disposition=disposition, note=note, contacts=contacts)
    if refused is None:
        assert state.acknowledged_at is not None
        assert disposition in DISPOSITIONS
        assert note.strip()
        assert disposition != "not-reached" or contacts
        closed = running(flag, [*events, Happened("closed", after(MOST))])
        assert refuse_closing(closed, disposition=disposition, note=note, contacts=contacts).reason == "closed"
        assert not read(closed, clocks, after(10 * MOST)).late


@given(opened, histories())
def test_a_closed_flag_stays_closed(flag: Opened, events: list[Happened]):
    closed = running(flag, [*events, Happened("closed", after(MOST))])
    assert running(flag, [*events, Happened("closed", after(MOST)), Happened("handed-over", after(MOST + 1))]) == closed
