"""What ends by itself is started again, later each time, and not for ever."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plait.foundation import restarts
from plait.foundation.restarts import Restarts
from plait.foundation.supervisor import Child, ChildFailed, Interrupted, Supervisor


def test_each_wait_is_longer_and_after_five_it_is_enough():
    ends = Restarts()
    assert [ends.wait(second) for second in range(6)] == [0.5, 1, 2, 4, 8, None]


def test_what_is_long_ago_does_not_count():
    ends = Restarts()
    assert [ends.wait(moment * 200.0) for moment in range(12)] == [0.5, 1, 2, *[2] * 9]


def child(folder: Path, program: str) -> Child:
    log = folder / "child.log"
    return Child(
        name="The worker",
        what="Starting",
        command=[sys.executable, "-c", program],
        environment=dict(os.environ),
        ready=lambda: log.exists() and "up" in log.read_text(),
        log=log,
    )


def test_what_cannot_live_ends_everything_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(restarts, "FIRST_WAIT_SECONDS", 0.001)
    said = io.StringIO()
    supervisor = Supervisor(stream=said)
    supervisor.start(child(tmp_path, "import time; print('up', flush=True); time.sleep(0.2); print('last words')"))
    with pytest.raises(ChildFailed, match="too often") as failed:
        supervisor.keep()
    supervisor.stop()
    assert "last words" in str(failed.value)
    assert said.getvalue().count("It is started again.") == restarts.MOST


def test_what_was_killed_lives_again_and_a_wish_to_stop_is_heard(tmp_path, monkeypatch):
    monkeypatch.setattr(restarts, "FIRST_WAIT_SECONDS", 0.001)
    supervisor = Supervisor(stream=io.StringIO())
    supervisor.start(child(tmp_path, "import time; print('up', flush=True); time.sleep(60)"))
    first = supervisor._running[0][1].pid

    def disturb() -> None:
        os.kill(first, signal.SIGKILL)
        while supervisor._running[0][1].pid == first:
            time.sleep(0.01)
        supervisor.asked_to_stop += 1

    threading.Thread(target=disturb, daemon=True).start()
    try:
        supervisor.keep()
    except Interrupted:
        pytest.fail("it had time to start again")
    second = supervisor._running[0][1]
    assert (second.pid != first, second.poll()) == (True, None)
    supervisor.stop()


class Lost:
    """A database that is gone until it is brought back."""

    def __init__(self, brought_back: Callable[[], None]) -> None:
        self.gone, self.brought_back = True, brought_back

    def alive(self) -> bool:
        return not self.gone

    def bring_back(self) -> None:
        self.gone = False
        self.brought_back()


def test_the_database_comes_back_before_those_who_need_it(tmp_path, monkeypatch):
    monkeypatch.setattr(restarts, "FIRST_WAIT_SECONDS", 0.001)
    supervisor = Supervisor(stream=io.StringIO())
    supervisor.start(child(tmp_path, "import time; print('up', flush=True); time.sleep(60)"))
    first = supervisor._running[0][1]
    first.kill()
    first.wait()
    seen = []

    def brought_back() -> None:
        seen.append(supervisor._running[0][1].pid)
        supervisor.asked_to_stop += 1

    with contextlib.suppress(Interrupted):  # asked while it waits to start the child again
        supervisor.keep(Lost(brought_back))
    supervisor.stop()
    assert seen == [first.pid]
