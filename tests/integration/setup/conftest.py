"""Folders for servers, and small programs that stand for the practice's processes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DRIVER = HERE / "trivial_demo.py"
PATIENCE_SECONDS = 30.0


@pytest.fixture
def ground() -> Iterator[Path]:
    """An empty folder with a space in its path that the user of PostgreSQL can pass through (pytest's own cannot)."""
    folder = Path(tempfile.mkdtemp(prefix="plait set up "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def session_of(leader: int) -> set[int]:
    """All living processes whose session was opened by `leader`."""
    return {pid for pid, session in _processes() if session == leader}


def below(folder: Path) -> set[int]:
    """All living processes that name `folder` in their command or work inside it."""
    found = set()
    for pid, _ in _processes():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            working = str(Path(f"/proc/{pid}/cwd").readlink())
        except OSError:
            continue
        if pid != os.getpid() and (str(folder) in command or working.startswith(str(folder))):
            found.add(pid)
    return found


def _processes() -> list[tuple[int, int]]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found.append((int(entry.name), int(fields[3])))
    return found


def kill_all(pids: set[int]) -> None:
    """kill -9, all at once; some end by themselves when they see the others go."""
    for pid in sorted(pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def eventually(question: Callable[[], object], within: float = PATIENCE_SECONDS) -> bool:
    """Ask until the answer is yes."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return bool(question())


@dataclass
class Demo:
    """A `plait demo` in its own process, with trivial children in place of web and worker."""

    home: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def until(self, text: str) -> None:
        """Read what it says up to a line that contains `text`."""
        for line in self.process.stdout:
            self.said.append(line)
            if text in line:
                return
        pytest.fail(f"it ended without saying {text!r}:\n{''.join(self.said)}")

    def ending(self) -> int:
        """Read the rest, and give the exit code."""
        self.said += self.process.stdout.readlines()
        return self.process.wait(PATIENCE_SECONDS)

    @property
    def text(self) -> str:
        """All that it said so far."""
        return "".join(self.said)

    def leaves_nothing(self) -> bool:
        """True once no process works for this home any more."""
        return eventually(lambda: not below(self.home))


@pytest.fixture
def demo(ground: Path) -> Iterator[Callable[..., Demo]]:
    """Start a demo with trivial children; whatever still runs at the end is ended."""
    started: list[Demo] = []
    alarms: list[threading.Timer] = []

    def start(home: str = "home", children: str = "calm", **more: str) -> Demo:
        folder = ground / home
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_"))},
            "PLAIT_HOME": str(folder),
            "PORT": "0",
            "TRIVIAL_CHILDREN": children,
            **more,
        }
        process = subprocess.Popen(
            [sys.executable, str(DRIVER)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        made = Demo(folder, process)
        alarm = threading.Timer(PATIENCE_SECONDS * 2, process.kill)  # whoever reads what it says never waits for ever
        alarm.daemon = True
        alarm.start()
        alarms.append(alarm)
        started.append(made)
        return made

    yield start
    for alarm in alarms:
        alarm.cancel()
    for each in started:
        if each.process.poll() is None:
            each.process.send_signal(signal.SIGTERM)
            try:
                each.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                each.process.kill()
                each.process.wait()
        each.process.stdout.close()
