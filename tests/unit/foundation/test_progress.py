"""Whoever waits sees that it goes on: a turning sign on a screen, plain lines in a log."""

from __future__ import annotations

import io

import pytest

from plait.foundation.progress import Step, step


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_log_gets_a_line_at_once_and_one_every_ten_seconds():
    """And one at the end that says how long it took."""
    clock, log = Clock(), io.StringIO()
    shown = Step("Counting", log, clock)
    for _ in range(250):
        clock.seconds += 0.1
        shown.tick()
    shown.finish()
    assert log.getvalue().splitlines() == [
        "Counting ...",
        "  still: Counting (10 s)",
        "  still: Counting (20 s)",
        "  done: Counting (25.0 s)",
    ]


def test_what_is_quick_leaves_one_line_in_a_log():
    """Nothing to wait for, nothing more to say."""
    log = io.StringIO()
    with step("Counting", log):
        pass
    assert log.getvalue() == "Counting ...\n"


def test_a_screen_shows_a_turning_sign_and_one_line_in_the_end():
    """The line is written over, and the last one stays."""
    clock, screen = Clock(), Screen()
    shown = Step("Counting", screen, clock)
    shown.tick()
    assert screen.getvalue() == "", "no flicker for what is quick"
    clock.seconds += 1
    shown.tick()
    shown.tick()
    assert screen.getvalue() == "\r| Counting ... 1 s \r/ Counting ... 1 s "
    clock.seconds += 2
    shown.finish()
    assert screen.getvalue().endswith("\r\033[KCounting ... done (3.0 s)\n")


def test_a_failure_is_said_and_raised_on():
    """What follows is the reason, in the caller's words."""
    log = io.StringIO()
    with pytest.raises(ValueError, match="why"), step("Counting", log):
        raise ValueError("why")
    assert "stopped: Counting" in log.getvalue()
