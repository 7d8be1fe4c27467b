"""What the embedded server's folder remembers: its port, its passwords, and who is using it at the moment."""

import contextlib
import fcntl
import json
import os
import secrets
import socket
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self
from urllib.parse import quote

from plait.foundation.installation import SetupRefused

SUPERUSER = "postgres"
OWNER = "plait_owner"
APP = "plait_app"
NOTES = "plait_notes"
DATABASE = "plait"
_LOGINS = (SUPERUSER, OWNER, APP)
_LOCK_PATIENCE_SECONDS = 1.0


@dataclass(frozen=True)
class Holder:
    """Who uses a server's folder: process number, what for ("demo"), and where it can be reached in a browser."""

    process: int
    purpose: str
    address: str = ""


class InUse(SetupRefused):
    """Another process uses this folder; `holder` says which."""

    def __init__(self, holder: Holder) -> None:
        """Say it in a sentence."""
        self.holder = holder
        at = f" at {holder.address}" if holder.address else ""
        super().__init__(f"Already running{at} (plait {holder.purpose}, process {holder.process}).")


@dataclass(frozen=True)
class State:
    """Port and passwords of one embedded server. Kept 0600; never printed."""

    port: int = 0
    passwords: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """What the folder remembers, or nothing."""
        try:
            kept = json.loads((folder / "server.json").read_text())
            return cls(int(kept["port"]), {role: str(kept["passwords"][role]) for role in _LOGINS})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    @classmethod
    def load_or_new(cls, folder: Path, remedy: str = "make clean to begin anew.") -> Self:
        """What the folder remembers; a folder without a database gets new random passwords."""
        found = cls.load(folder)
        if found is not None:
            return found
        if (folder / "data").exists():
            raise StateLost(
                f"The passwords of the database in {folder} are gone (server.json is missing or damaged): "
                f"restore that file, or {remedy}"
            )
        made = cls(0, {role: secrets.token_hex(24) for role in _LOGINS})
        made.save(folder)
        return made

    def with_port(self, port: int) -> Self:
        """The same with another port."""
        return replace(self, port=port)

    def save(self, folder: Path) -> None:
        """Write it whole or not at all."""
        hidden = folder / "server.json.new"
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"port": self.port, "passwords": self.passwords}, file)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(folder / "server.json")

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role, password included."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{quote(database, safe='')}"


class StateLost(SetupRefused):
    """A database is there, but not what is needed to open it; the text says what to do."""


class FolderLock:
    """Held by one process while it uses the folder. The kernel lets go of it when that process ends, however."""

    def __init__(self, path: Path, holder: Holder) -> None:
        """Only remember."""
        self._path = path
        self._holder = holder
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take it, or raise InUse."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        patience = time.monotonic() + _LOCK_PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:  # somebody who only looks lets go at once
                    os.close(descriptor)
                    raise InUse(_written_in(self._path)) from None
                time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(self._holder)).encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; the file stays, empty."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def holder_of(folder: Path) -> Holder | None:
    """Who uses the server's folder at this moment, or nothing."""
    path = folder / "lock"
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written_in(path)
    finally:
        os.close(descriptor)
    return None


def _written_in(path: Path) -> Holder:
    try:
        kept = json.loads(path.read_text())
        return Holder(int(kept["process"]), str(kept["purpose"]), str(kept["address"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(0, "start", "")


def free_port() -> int:
    """A port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True if a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
