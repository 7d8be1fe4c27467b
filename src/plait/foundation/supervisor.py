"""One process that starts the others in order, watches them, and stops them in order.

Web and worker are asked to finish what they do (TERM) before the database goes; nothing stays behind. Children have
their own session, so Ctrl-C on the screen reaches the supervisor alone.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol, TextIO

from plait.foundation import children
from plait.foundation.installation import SetupRefused
from plait.foundation.progress import Step, step
from plait.foundation.restarts import Restarts

_POLL_SECONDS = 0.1
_ONE_WISH_SECONDS = 0.5
_LAST_LINES = 15
_BEGIN = "--- started "
_LOG_KEPT_BYTES = 4 * 1024 * 1024


class ChildFailed(SetupRefused):
    """A child process ended that should not have; the text names it and shows the end of its log."""


class Interrupted(Exception):
    """Somebody asked to stop (Ctrl-C, TERM, or the terminal was closed) before everything ran."""


@dataclass(frozen=True)
class Child:
    """One process to keep running. `ready`: asked again and again until True. `log`: a file, or our own output.

    `sign`: what `ready` looks at, to say so when it does not come.
    """

    name: str
    what: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: Callable[[], bool]
    log: Path | None = None
    sign: str = ""
    ready_within: float = 90.0
    stop_within: float = 12.0


class Database(Protocol):
    """A database that runs below the children."""

    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def bring_back(self) -> None:
        """Start it again at the same address. Raises SetupRefused when it cannot."""
        ...


@dataclass
class Supervisor:
    """Starts children in the order asked, stops them in the opposite one."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)
    asked_to_stop: int = 0
    _asked_at: float = -1.0e9
    _running: list[tuple[Child, "subprocess.Popen[bytes]"]] = field(default_factory=list)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Turn Ctrl-C, TERM and a closed terminal into an orderly stop while the block runs."""
        before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        for each in before:
            signal.signal(each, self._asked)
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        # One wish may arrive twice: make hands on a TERM that the whole group got already.
        if time.monotonic() - self._asked_at > _ONE_WISH_SECONDS:
            self._asked_at = time.monotonic()
            self.asked_to_stop += 1

    def check(self) -> None:
        """Called in every wait: raises Interrupted once somebody asked to stop."""
        if self.asked_to_stop:
            raise Interrupted

    def ticking(self, shown: Step) -> Callable[[], None]:
        """What others call while they wait for us: show that it goes on, and notice a wish to stop."""

        def tick() -> None:
            shown.tick()
            self.check()

        return tick

    def run(self, what: str, command: Sequence[str], environment: Mapping[str, str], log: Path | None) -> None:
        """Run one command to its end. Raises ChildFailed with the end of its log when it fails."""
        with step(what, self.stream) as shown:
            process = self._spawn(command, environment, log)
            try:
                while process.poll() is None:
                    self.check()
                    time.sleep(_POLL_SECONDS / 2)
                    shown.tick()
            finally:
                _stop(process, 10.0)
            if process.returncode != 0:
                raise ChildFailed(f"{what}: failed ({_ending(process.returncode)}).{_tail(log)}")

    def start(self, child: Child) -> None:
        """Start `child` and wait until it is ready. Raises ChildFailed when it ends or stays silent."""
        with step(child.what, self.stream) as shown:
            process = self._spawn(child.command, child.environment, child.log)
            self._running.append((child, process))
            began = time.monotonic()
            while not child.ready():
                self.check()
                self._raise_if_ended()
                if time.monotonic() - began > child.ready_within:
                    asked = f" (asked: {child.sign})" if child.sign else ""
                    raise ChildFailed(
                        f"{child.name} was not ready within {child.ready_within:.0f} seconds{asked}.{_tail(child.log)}"
                    )
                time.sleep(_POLL_SECONDS)
                shown.tick()

    def watch(self, database_alive: Callable[[], bool] = lambda: True) -> None:
        """Wait until somebody asks to stop. Raises ChildFailed when a child, or the database, ends before that."""
        while not self.asked_to_stop:
            self._raise_if_ended()
            if not database_alive():
                raise ChildFailed("PostgreSQL ended.")
            time.sleep(_POLL_SECONDS * 2)

    def keep(self, database: "Database | None" = None) -> None:
        """Wait until somebody asks to stop; what ends before that is started again, the database first.

        Raises ChildFailed for what ends again and again (see restarts.py).
        """
        ends: dict[str, Restarts] = defaultdict(Restarts)
        while not self.asked_to_stop:
            if database is not None and not database.alive():
                self._pause(ends["PostgreSQL"], "PostgreSQL ended.")
                database.bring_back()
            for place, (child, process) in enumerate(self._running):
                if process.poll() is not None:
                    ended = f"{child.name} ended ({_ending(process.returncode)})."
                    self._pause(ends[child.name], ended, child.log)
                    children.kill_session(process.pid)  # what it had started: the next one needs its port
                    self._running[place] = (child, self._spawn(child.command, child.environment, child.log))
            time.sleep(_POLL_SECONDS)

    def _pause(self, ends: Restarts, ended: str, log: Path | None = None) -> None:
        """Say that something ended and wait a moment before it is started again."""
        seconds = ends.wait(time.monotonic())
        if seconds is None:
            raise ChildFailed(f"{ended} That was too often: nothing is started again.{_tail(log)}")
        print(f"{ended} It is started again.", file=self.stream, flush=True)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.check()
            time.sleep(_POLL_SECONDS / 2)

    def stop(self) -> None:
        """Ask every child to finish, all at once; kill what does not. Asking again while it waits hurries it."""
        asked_before = self.asked_to_stop
        running, self._running = self._running, []
        for _, process in running:
            if process.poll() is None:
                process.terminate()
        began = time.monotonic()
        for child, process in reversed(running):
            while process.poll() is None and time.monotonic() - began < child.stop_within:
                if self.asked_to_stop > asked_before:
                    break
                time.sleep(_POLL_SECONDS / 2)
            # Also after a clean end: whatever a child started in its session goes with it.
            children.kill_session(process.pid)
            process.wait()

    def _raise_if_ended(self) -> None:
        for child, process in self._running:
            if process.poll() is not None:
                raise ChildFailed(f"{child.name} ended ({_ending(process.returncode)}).{_tail(child.log)}")

    @staticmethod
    def _spawn(command: Sequence[str], environment: Mapping[str, str], log: Path | None) -> "subprocess.Popen[bytes]":
        if log is None:
            return children.start(command, output=sys.stdout.fileno(), environment=environment)
        _keep_short(log)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as output:
            output.write(f"{_BEGIN}{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}\n".encode())
            output.flush()
            return children.start(command, output=output, environment=environment, folder=log.parent)


def _keep_short(log: Path) -> None:
    """Put a log that has grown long aside; one older one is kept."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_KEPT_BYTES:
            log.rename(log.with_suffix(".old.log"))


def _stop(process: "subprocess.Popen[bytes]", within: float) -> None:
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(within)
    children.kill_session(process.pid)
    process.wait()


def _ending(code: int) -> str:
    if code < 0:
        try:
            return f"by signal {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"
    return f"exit code {code}"


def _tail(log: Path | None) -> str:
    if log is None:
        return ""
    try:
        this_run = log.read_text(errors="replace").rpartition(_BEGIN)[2]
        lines = this_run.splitlines()[1:][-_LAST_LINES:]
    except OSError:
        return ""
    return f" The end of {log}:\n" + "\n".join(f"  {line}" for line in lines)
