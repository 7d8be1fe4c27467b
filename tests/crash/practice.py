"""A whole practice in processes of its own, on a folder that is thrown away: supervisor, web, worker, PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plait.foundation.installation import locate
from plait.foundation.postgres_leftovers import processes_on
from plait.foundation.postgres_state import State, free_port

PLAIT = (sys.executable, "-P", "-m", "plait.cli")
READY_SECONDS = 120.0
ROOT = Path(__file__).parents[2]


@dataclass
class Practice:
    """``database``: the address of a server of one's own; without it the embedded one is made and run."""

    home: Path
    database: str = ""
    web_workers: int = 2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What supervisor, web and worker say."""
        return self.home / "serve.log"

    def surroundings(self) -> dict[str, str]:
        """What `plait serve` is given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLAIT_", "DATABASE_"))}
        own = {"PLAIT_HOME": str(self.home), "PORT": str(self.port), "PLAIT_STATEMENT_TIMEOUT": "60s"}
        own["PLAIT_WEB_WORKERS"] = str(self.web_workers)
        return {**kept, **own, **({"DATABASE_URL": self.database} if self.database else {})}

    def url(self, role: str = "plait_app") -> str:
        """The address of its database."""
        if self.database:
            return self.database
        state = State.load(self._installation.practice_database)
        assert state is not None
        return state.url(role)

    @property
    def _installation(self) -> Any:
        return locate(self.surroundings())

    @property
    def data(self) -> Path:
        """The folder of the embedded database."""
        return self._installation.practice_database / "data"

    def open(self) -> None:
        """Make it where it has to be made, run it, and wait until the worker beats."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not self.database:
            subprocess.run([*PLAIT, "set-up"], env=self.surroundings(), check=True, capture_output=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*PLAIT, "serve"], env=self.surroundings(), stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until web, worker and database are well."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.process is not None and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/readyz", timeout=5):  # noqa: S310 - our own
                return
            time.sleep(0.1)
        raise RuntimeError(f"the practice does not run:\n{self.log.read_text(errors='replace')[-4000:]}")

    def close(self) -> None:
        """Stop it as a service manager does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def seed(self) -> dict[str, Any]:
        """Staff who are signed in, and their people."""
        keys = str(self._installation.keys)
        more = {"DATABASE_URL": self.url(), "DJANGO_SETTINGS_MODULE": "plait.config.settings", "PLAIT_KEYS": keys}
        more["PLAIT_INSTALLATION"] = self._installation.name
        said = subprocess.run(
            [sys.executable, "-m", "tests.crash.seeding"],
            env={**self.surroundings(), **more},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if said.returncode:
            raise RuntimeError(said.stderr[-3000:])
        found: dict[str, Any] = json.loads(said.stdout)
        return found

    def processes(self, kind: str) -> set[int]:
        """Those of a kind that run now: "web server" is granian itself, "web" its workers; "worker"; "postgres"."""
        if kind == "postgres":
            return processes_on(self.data)
        assert self.process is not None
        own = {pid: _command(pid) for pid in _children(self.process.pid)}
        servers = {pid for pid, command in own.items() if "granian" in command}
        if kind == "worker":
            return {pid for pid, command in own.items() if "plait.cli worker" in command}
        return servers if kind == "web server" else {pid for server in servers for pid in _children(server)}

    def ends(self) -> str:
        """What the supervisor said of what ended and was started again."""
        said = self.log.read_text(errors="replace").splitlines()
        return "\n".join(line for line in said if "started again" in line)

    def kill(self, kind: str) -> int:
        """kill -9 of every process of a kind, all at once; returns how many there were."""
        found = self.processes(kind)
        for pid in sorted(found):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(found)


def _children(parent: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            found |= {int(pid) for pid in task.read_text().split()}
    return found


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
