"""The embedded PostgreSQL server: the real one, started by us, on the loopback address only.

One folder holds all of it: `server.json` (port and passwords, 0600), `lock` (who uses it), `data/` (owned by the
user PostgreSQL runs as) and `server.log`. Authentication is SCRAM for every role, there is no socket file, page
checksums are on, and fsync, full_page_writes and synchronous_commit keep their safe defaults.

A server never outlives the process that started it: on Linux the kernel asks it to shut down cleanly even after
kill -9. Whatever an earlier run left behind is cleared at the next start.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from plait.foundation import children, postgres_leftovers, postgres_programs, postgres_roles
from plait.foundation.children import Account
from plait.foundation.installation import SetupRefused
from plait.foundation.postgres_state import FolderLock, Holder, State, free_port, is_free

READY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 30.0
_POLL_SECONDS = 0.02
_ATTEMPTS = 4
# Without --locale a host that lacks the locale of its own environment breaks initdb.
_INITDB_OPTIONS = (
    *("-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--data-checksums"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
)
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class ServerFailed(SetupRefused):
    """The embedded server did not start; the text says why, for the screen."""


class EmbeddedServer:
    """A PostgreSQL server in `folder`, for as long as this process lives. Use it as a context manager.

    folder: made when missing. programs: where a readable copy of the programs may be put. purpose and address: what
    a second start is told. may_create_databases: for tests, which clone a template database for each worker.
    tick: called while waiting. remedy: what to do when the database cannot be opened. Start it from the main thread.
    """

    def __init__(
        self,
        folder: Path,
        *,
        programs: Path | None = None,
        purpose: str = "plait",
        address: str = "",
        may_create_databases: bool = False,
        say: Callable[[str], None] = lambda _: None,
        tick: Callable[[], None] = lambda: None,
        remedy: str = "make clean, and the next start makes it anew.",
    ) -> None:
        """Only remember; `start` does the work."""
        self.remedy = remedy
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.may_create_databases = may_create_databases
        self.tick = tick
        self.process: subprocess.Popen[bytes] | None = None
        self._say = say
        self._copy = programs or folder / "programs"
        self._lock = FolderLock(folder / "lock", Holder(os.getpid(), purpose, address))
        self._state = State()
        self._runner: Account | None = None
        self._programs = Path()

    def start(self) -> Self:
        """Make the database when there is none, start the server, and wait until it answers.

        Raises `InUse` when another process uses the folder, ServerFailed with a sentence otherwise.
        """
        _make_passable(self.folder)
        self._lock.take()
        try:
            self._runner = postgres_programs.account()
            self._programs = postgres_programs.usable(self._runner, self._copy, self._say)
            self._state = State.load_or_new(self.folder, self.remedy)
            if not self.data.exists():
                self._make_data()
            postgres_leftovers.clear(self.data, self._pg_ctl_stop, self.tick)
            self._launch()
            postgres_roles.prepare(self._state, may_create_databases=self.may_create_databases)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Shut down cleanly: open transactions are rolled back, everything acknowledged is on disk."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            for sent, within in ((signal.SIGINT, STOP_WITHIN_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                process.send_signal(sent)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(within)
                    break
        if process is not None:
            children.kill_session(process.pid)
        self._lock.release()

    def bring_back(self) -> None:
        """Start again after the server ended by itself: it recovers everything that was acknowledged.

        Raises ServerFailed when that takes another port, which those who use the database do not know.
        """
        before = self._state.port
        self.stop()
        self.start()
        if self._state.port != before:
            raise ServerFailed("PostgreSQL came back on another port, because another program took its own.")

    def url(self, role: str = "plait_app", database: str = "plait") -> str:
        """The address that `role` connects to, password included; postgres is the superuser."""
        if not self._state.port:
            raise ServerFailed("The embedded server is not started yet.")
        return self._state.url(role, database)

    def alive(self) -> bool:
        """True while the server process runs."""
        return self.process is not None and self.process.poll() is None

    def last_lines(self, count: int = 12) -> str:
        """The end of the server's log, to show why it stopped."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])
        except OSError:
            return ""

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever happened."""
        self.stop()

    def _make_data(self) -> None:
        """Run initdb beside the final place, and move it there whole: an interrupted start leaves no half database."""
        fresh = self.folder / "data.new"
        password_file = self.folder / "initdb.password"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self._state.passwords["postgres"] + "\n")
        try:
            if self._runner:
                for path in (fresh, password_file):
                    os.chown(path, self._runner.user, self._runner.group)
                self._insist_on_passage(fresh, self._runner)
            self._run("initdb", ["-D", str(fresh), "--pwfile", str(password_file), *_INITDB_OPTIONS])
        finally:
            password_file.unlink(missing_ok=True)
        fresh.rename(self.data)

    def _insist_on_passage(self, fresh: Path, runner: Account) -> None:
        """As root: make sure that the other user can reach our folder; change nothing on the way to it."""
        reached = subprocess.run(  # noqa: S603 — a fixed command
            ["/bin/sh", "-c", 'test -w "$0" && test -x "$0"', str(fresh)],
            cwd="/",
            check=False,
            user=runner.user,
            group=runner.group,
            extra_groups=[],
        )
        if reached.returncode != 0:
            raise ServerFailed(
                f"As root, PostgreSQL runs as the user {runner.name}, who cannot enter {self.folder}. "
                "Set PLAIT_HOME to a folder below one that everyone may pass through, for example /var/lib/plait-demo."
            )

    def _launch(self) -> None:
        if (self.data / "PG_VERSION").read_text().strip() != str(postgres_programs.MAJOR):
            raise ServerFailed(
                f"The database in {self.data} was made by another PostgreSQL than {postgres_programs.MAJOR}: "
                f"{self.remedy}"
            )
        for attempt in range(_ATTEMPTS):
            if not self._state.port or not is_free(self._state.port) or attempt:
                self._state = self._state.with_port(free_port())
                self._state.save(self.folder)
            if self._ready_after_start(self._state):
                return
            # Another program may have taken the port between our look and the server's: look again.
            if is_free(self._state.port):
                break
        raise ServerFailed(f"PostgreSQL did not start. The end of its log ({self.log}):\n{self.last_lines()}")

    def _ready_after_start(self, state: State) -> bool:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(state.port),
            "unix_socket_directories": "",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        command = [str(self._programs / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            self.process = children.start(
                command,
                output=log,
                environment=_ENVIRONMENT,
                folder=Path("/"),
                account=self._runner,
                sent=signal.SIGINT,
            )
        began = time.monotonic()
        while time.monotonic() - began < READY_WITHIN_SECONDS:
            if self.process.poll() is not None:
                return False
            if postgres_roles.answers(state):
                return True
            time.sleep(_POLL_SECONDS)
            self.tick()
        raise ServerFailed(f"PostgreSQL did not answer within {READY_WITHIN_SECONDS:.0f} seconds.\n{self.last_lines()}")

    def _run(self, program: str, arguments: list[str]) -> None:
        with tempfile.TemporaryFile() as output:
            process = children.start(
                [str(self._programs / program), *arguments],
                output=output,
                environment=_ENVIRONMENT,
                folder=Path("/"),
                account=self._runner,
                sent=signal.SIGKILL,
            )
            try:
                while process.poll() is None:
                    time.sleep(_POLL_SECONDS)
                    self.tick()
            except BaseException:
                children.kill_session(process.pid)
                process.wait()
                raise
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if process.returncode != 0:
            raise ServerFailed(f"PostgreSQL's {program} failed:\n{said}")

    def _pg_ctl_stop(self) -> None:
        self._run("pg_ctl", ["stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60"])


def _make_passable(folder: Path) -> None:
    """Make our folder; as root the user PostgreSQL runs as must be able to walk through it."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if made:
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


@contextlib.contextmanager
def temporary_server(*, may_create_databases: bool = True) -> Iterator[EmbeddedServer]:
    """A server in a folder that is removed afterwards: for tests, and for trying something out."""
    folder = Path(tempfile.mkdtemp(prefix="plait-postgres-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        with EmbeddedServer(folder, purpose="tests", may_create_databases=may_create_databases) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
