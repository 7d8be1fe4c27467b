"""make demo: it starts, it stops, it starts again, whatever happened in between, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time

from plait.foundation.installation import locate
from plait.foundation.postgres_leftovers import processes_on
from tests.integration.setup.conftest import below, eventually, kill_all

RUNNING = "Plait is running"
DATA = ("demo", "postgres", "data")


def test_ctrl_c_stops_everything_and_nothing_stays_behind(demo):
    """The signal goes to the whole group of the terminal, as a shell sends it."""
    practice = demo()
    practice.until(RUNNING)
    assert len(below(practice.home)) > 3
    os.killpg(practice.process.pid, signal.SIGINT)
    assert practice.ending() == 0
    assert practice.leaves_nothing()
    assert not (practice.home.joinpath(*DATA) / "postmaster.pid").exists()


def test_term_stops_everything_too(demo):
    """As a service manager does it."""
    practice = demo()
    practice.until(RUNNING)
    practice.process.terminate()
    assert practice.ending() == 0
    assert practice.leaves_nothing()


def test_a_second_start_keeps_the_data(demo):
    """What was written in the first run is there in the second."""
    first = demo()
    first.until("start number 1")
    first.until(RUNNING)
    first.process.terminate()
    assert first.ending() == 0
    second = demo()
    second.until("start number 2")


def test_a_start_while_it_runs_says_where(demo):
    """One sentence with the address, and nothing is disturbed."""
    first = demo()
    first.until(RUNNING)
    second = demo()
    assert second.ending() == 1
    assert "Already running at http://localhost:" in second.text
    assert "Traceback" not in second.text
    assert first.process.poll() is None
    assert processes_on(first.home.joinpath(*DATA))


def test_kill_9_of_the_supervisor_leaves_nothing_and_the_next_start_recovers(demo):
    """The kernel tells the children; the next start may come at once."""
    first = demo()
    first.until(RUNNING)
    first.process.kill()
    second = demo()
    second.until("start number 2")
    second.until(RUNNING)
    second.process.terminate()
    assert second.ending() == 0
    assert second.leaves_nothing()


def test_kill_9_of_the_supervisor_ends_every_child(demo):
    """Without a next start that could tidy up."""
    practice = demo()
    practice.until(RUNNING)
    practice.process.kill()
    assert practice.leaves_nothing()


def test_kill_9_of_postgres_stops_the_rest_and_the_next_start_recovers(demo):
    """All of PostgreSQL at once, as the kernel does when memory runs out."""
    first = demo()
    first.until(RUNNING)
    kill_all(processes_on(first.home.joinpath(*DATA)))
    assert first.ending() == 1
    assert "PostgreSQL ended" in first.text
    assert first.leaves_nothing()
    second = demo()
    second.until("start number 2")
    second.until(RUNNING)


def test_a_child_that_dies_is_named_with_its_last_words(demo):
    """The rest is stopped, and the exit code says that something went wrong."""
    practice = demo(children="short")
    assert practice.ending() == 1
    assert "The worker ended (exit code 3)" in practice.text
    assert "my last words" in practice.text
    assert practice.leaves_nothing()


def test_a_deaf_child_does_not_keep_the_practice_from_stopping(demo):
    """After its time is over it is killed."""
    practice = demo(children="deaf")
    practice.until(RUNNING)
    practice.process.terminate()
    assert practice.ending() == 0
    assert practice.leaves_nothing()


def test_what_a_child_started_goes_with_it(demo):
    """The whole session of the child is ended, not its first process alone."""
    practice = demo(children="forking")
    practice.until(RUNNING)
    practice.process.terminate()
    assert practice.ending() == 0
    assert practice.leaves_nothing()


def test_ctrl_c_during_the_start_stops_cleanly(demo):
    """At any moment of the first start; the next one goes on from there."""
    for delay in (0.2, 0.5, 0.9):
        practice = demo()
        practice.until(" ...")
        time.sleep(delay)
        practice.process.send_signal(signal.SIGINT)
        assert practice.ending() in (0, 130), practice.text
        assert "Traceback" not in practice.text
        assert practice.leaves_nothing()
    last = demo()
    last.until(RUNNING)


def test_two_copies_run_side_by_side(demo):
    """Own data, own ports, own names."""
    left, right = demo("left"), demo("right")
    left.until(RUNNING)
    right.until(RUNNING)
    names = {locate({"PLAIT_HOME": str(each.home)}).name for each in (left, right)}
    assert len(names) == 2
    left.process.terminate()
    assert left.ending() == 0
    assert right.process.poll() is None
    assert not eventually(lambda: not below(right.home), within=0.5)


def test_it_works_in_a_path_of_more_than_150_characters(demo):
    """With spaces, quotes and letters beyond ASCII in it."""
    deep = "a folder with spaces, it's long – " * 5
    practice = demo(deep.strip())
    practice.until(RUNNING)
    assert len(str(practice.home)) > 150
    practice.process.terminate()
    assert practice.ending() == 0
    assert practice.leaves_nothing()
