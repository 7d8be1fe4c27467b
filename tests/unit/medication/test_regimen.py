"""An order's history replayed: what was taken on any day, as known on any day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plait.clinical.medication.regimen import by_order, current_orders, regimens, state, steps, upcoming

from .histories import BUPROPION, BUPROPION_XL, SERTRALINE, TWICE, line, mg, moment

PLAIN = (
    line(1, "start", "2026-01-01", dose=mg(50)),
    line(2, "change", "2026-02-01", dose=mg(100)),
    line(3, "hold", "2026-03-01", dose=mg(100)),
    line(4, "resume", "2026-03-08", dose=mg(100)),
    line(5, "stop", "2026-05-01", dose=mg(100)),
)


@pytest.mark.parametrize(
    ("day", "status", "dose"),
    [
        ("2026-01-01T11:59:59Z", None, None),
        ("2026-01-01T12:00:00Z", "active", 50),
        ("2026-02-01T11:59:59Z", "active", 50),
        ("2026-02-01T12:00:00Z", "active", 100),
        ("2026-03-01T12:00:00Z", "on-hold", 100),
        ("2026-03-08T12:00:00Z", "active", 100),
        ("2026-05-01T11:59:59Z", "active", 100),
        ("2026-05-01T12:00:00Z", "stopped", 100),
        ("2031-01-01T12:00:00Z", "stopped", 100),
    ],
)
def test_the_latest_line_not_after_the_day_holds(day: str, status: str | None, dose: int | None) -> None:
    found = state(PLAIN, at=moment(day))
    assert (found and found.status) == status
    assert (found and found.dose) == (mg(dose) if dose else None)


def test_steps_touch_and_end_with_the_stop() -> None:
    found = steps(PLAIN)
    assert [(s.start, s.dose, s.on_hold) for s in found] == [
        (moment("2026-01-01"), mg(50), False),
        (moment("2026-02-01"), mg(100), False),
        (moment("2026-03-01"), mg(100), True),
        (moment("2026-03-08"), mg(100), False),
    ]
    assert [s.end for s in found] == [*(s.start for s in found[1:]), moment("2026-05-01")]


def test_an_order_without_stop_goes_on_and_its_planned_change_is_there() -> None:
    lines = (
        line(1, "start", "2026-01-01", dose=mg(50)),
        line(2, "change", "2027-01-01", recorded="2026-01-01", dose=mg(75)),
    )
    assert steps(lines)[-1].end is None
    assert state(lines, at=moment("2026-06-01")).dose == mg(50)  # type: ignore[union-attr]
    assert [s.dose for s in upcoming(lines, at=moment("2026-06-01"))] == [mg(75)]
    assert upcoming(lines, at=moment("2027-01-01")) == ()


@pytest.mark.hazard("H-015")
def test_a_late_entry_fills_its_place_and_undoes_nothing() -> None:
    late = line(6, "change", "2026-01-15", recorded="2026-04-01", dose=mg(75))
    lines = (*PLAIN, late)
    assert state(lines, at=moment("2026-01-20")).dose == mg(75)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-02-02")).dose == mg(100)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-01-20"), known_at=moment("2026-03-31")).dose == mg(50)  # type: ignore[union-attr]


def test_a_late_change_counts_beyond_the_hold_that_was_written_before_it() -> None:
    lines = (
        line(1, "start", "2026-01-01", dose=mg(50)),
        line(2, "hold", "2026-02-01", dose=mg(50)),
        line(3, "change", "2026-01-20", recorded="2026-02-02", dose=mg(100)),
        line(4, "resume", "2026-03-01", dose=mg(50)),
    )
    assert state(lines, at=moment("2026-02-10")).dose == mg(100)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-03-10")).dose == mg(100)  # type: ignore[union-attr]


def test_of_two_lines_at_the_same_moment_the_later_recorded_holds() -> None:
    lines = (
        line(1, "start", "2026-01-01", dose=mg(50)),
        line(2, "change", "2026-01-01", recorded="2026-01-02", dose=mg(25)),
    )
    assert state(lines, at=moment("2026-01-01")).dose == mg(25)  # type: ignore[union-attr]
    assert [s.dose for s in steps(lines)] == [mg(25)]


def test_a_stop_ends_what_was_planned_after_it() -> None:
    lines = (
        line(1, "start", "2026-01-01", dose=mg(50)),
        line(2, "change", "2026-03-01", recorded="2026-01-01", dose=mg(100)),
        line(3, "stop", "2026-02-01", dose=mg(50)),
    )
    assert state(lines, at=moment("2026-04-01")).status == "stopped"  # type: ignore[union-attr]
    assert steps(lines)[-1].end == moment("2026-02-01")
    assert [then.status for then in upcoming(lines, at=moment("2026-01-15"))] == ["stopped"]


def test_a_line_in_error_is_not_there_and_the_history_of_knowing_is_kept() -> None:
    wrong = replace(PLAIN[1], entered_in_error_at=moment("2026-02-10"))
    lines = (PLAIN[0], wrong, *PLAIN[2:])
    assert state(lines, at=moment("2026-02-05")).dose == mg(50)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-03-10")).dose == mg(50)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-02-05"), known_at=moment("2026-02-09")).dose == mg(100)  # type: ignore[union-attr]
    assert state(lines, at=moment("2026-02-05"), known_at=moment("2026-02-10")).dose == mg(50)  # type: ignore[union-attr]


def test_a_line_is_known_from_the_moment_it_was_recorded() -> None:
    late = line(6, "change", "2026-01-15", recorded="2026-04-01", dose=mg(75))
    for known, dose in (("2026-04-01T11:59:59Z", 50), ("2026-04-01T12:00:00Z", 75)):
        found = state((*PLAIN, late), at=moment("2026-01-20"), known_at=moment(known))
        assert found is not None
        assert found.dose == mg(dose)


def test_an_order_whose_start_is_in_error_does_not_exist() -> None:
    lines = (replace(PLAIN[0], entered_in_error_at=moment("2026-06-01")), *PLAIN[1:])
    assert state(lines, at=moment("2026-03-10")) is None
    assert steps(lines) == ()
    assert current_orders(lines, at=moment("2026-03-10")) == ()
    assert state(lines, at=moment("2026-03-10"), known_at=moment("2026-05-01")) is not None


def test_nothing_holds_before_the_start() -> None:
    lines = (line(2, "change", "2025-12-01", dose=mg(100)), line(1, "start", "2026-01-01", dose=mg(50)))
    assert state(lines, at=moment("2025-12-15")) is None
    assert state(lines, at=moment("2026-01-02")).dose == mg(50)  # type: ignore[union-attr]


def test_who_made_it_what_it_is_and_who_said_what_is_taken() -> None:
    found = state(PLAIN, at=moment("2026-03-02"))
    assert found is not None
    assert (found.line.sequence, found.terms.sequence) == (3, 2)
    assert (found.since, found.started_at) == (moment("2026-03-01"), moment("2026-01-01"))


def test_an_imported_order_is_unconfirmed_until_a_line_is_written_here() -> None:
    imported = line(1, "start", "2026-01-01", dose=mg(50), confirmed=False)
    assert not state([imported], at=moment("2026-02-01")).confirmed  # type: ignore[union-attr]
    confirming = line(2, "change", "2026-02-01", dose=mg(50))
    assert state([imported, confirming], at=moment("2026-02-01")).confirmed  # type: ignore[union-attr]


def test_a_history_is_of_one_order() -> None:
    with pytest.raises(ValueError, match="one order"):
        state([line(1, "start", "2026-01-01"), line(1, "start", "2026-01-01", order="b")], at=moment("2026-02-01"))


def test_no_lines_are_no_order() -> None:
    assert state([], at=moment("2026-01-01")) is None
    assert steps([]) == ()
    assert current_orders([], at=moment("2026-01-01")) == ()


def test_current_orders_are_active_or_on_hold_and_group_by_ingredient() -> None:
    lines = (
        *PLAIN,
        line(1, "start", "2026-01-01", order="b", medicine=BUPROPION_XL, dose=mg(150)),
        line(1, "start", "2026-02-01", order="c", medicine=BUPROPION, dose=mg(75), timing=TWICE),
        line(1, "start", "2027-01-01", order="d", medicine=BUPROPION, dose=mg(75)),
    )
    at = moment("2026-03-02")
    current = current_orders(lines, at=at)
    assert [(o.medicine, o.status) for o in current] == [
        (BUPROPION_XL, "active"),
        (BUPROPION, "active"),
        (SERTRALINE, "on-hold"),
    ]
    assert [(r.name, len(r.orders)) for r in regimens(current)] == [("bupropion", 2), ("sertraline", 1)]
    assert len(current_orders(lines, at=moment("2026-06-01"))) == 2
    assert set(by_order(lines)) == {o.order_id for o in lines}
