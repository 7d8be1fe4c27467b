"""What an earlier run of the embedded server can leave behind, and how it is cleared before the next start.

The caller holds the folder's lock, so no living run of ours can be the owner of what is found here.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE_SECONDS = 20.0


def clear(data: Path, stop: Callable[[], None], tick: Callable[[], None]) -> None:
    """Wait for a server that is just shutting down, stop one that runs on, remove a pid file that names a stranger.

    PostgreSQL itself recovers from a stale pid file whose process is gone. It refuses one whose number now belongs
    to another process (usual after a container was started anew): that case is ours.
    """
    began = time.monotonic()
    asked = False
    while (left := processes_on(data)) and time.monotonic() - began < _PATIENCE_SECONDS:
        # A second is enough for the shutdown that the kernel asked for; then we ask ourselves, once.
        if not asked and time.monotonic() - began > 1.0 and _written_pid(data) in left:
            asked = True
            with contextlib.suppress(Exception):
                stop()
        time.sleep(0.05)
        tick()
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        if not _can_tell():
            _stop_elsewhere(data, stop)
        elif not processes_on(data):
            pid_file.unlink()


def _can_tell() -> bool:
    return sys.platform.startswith("linux") and Path("/proc/self/cwd").exists()


def processes_on(data: Path) -> set[int]:
    """The PostgreSQL processes whose working folder is `data`: each of a server's processes moves there. Linux only."""
    if not _can_tell():
        return set()
    try:
        wanted = data.stat()
    except OSError:
        return set()
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                there = (entry / "cwd").stat()
                same = (there.st_dev, there.st_ino) == (wanted.st_dev, wanted.st_ino)
                if same and (entry / "comm").read_text().strip() == "postgres":
                    found.add(int(entry.name))
    return found


def _written_pid(data: Path) -> int:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", maxsplit=1)[0])
    except (OSError, ValueError):
        return 0


def _stop_elsewhere(data: Path, stop: Callable[[], None]) -> None:
    """Without /proc: ask pg_ctl to stop whatever the pid file names, if it still runs."""
    pid = _written_pid(data)
    if not pid:
        return
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return
    with contextlib.suppress(Exception):
        stop()
