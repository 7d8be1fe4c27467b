"""Child processes that never outlive their parent.

On Linux the kernel sends a child the signal it asked for when its parent ends, however that happens (kill -9 too).
Elsewhere a child learns of it only by the supervisor's own stop; the next start clears what was left.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.5
# Loaded once, before any fork: a child between fork and exec must not load a library.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def die_with_parent(sent: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process `sent` when its parent ends; nothing happens where it cannot."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)


def end_after_parent(grace_seconds: float) -> None:
    """Watch the parent, on any system: when it is gone, ask this process to end, and after `grace_seconds` end it.

    For a process whose orderly end may wait for a database that went with the parent.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="end-after-parent", daemon=True).start()


@dataclass(frozen=True)
class Account:
    """The user that a child runs as, when not as ourselves: numbers of user and group."""

    name: str
    user: int
    group: int


def bound_to(parent: int, sent: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: bind its life to the process `parent`, and accept every signal."""

    def bind() -> None:
        die_with_parent(sent)
        if os.getppid() != parent:  # the parent ended before the kernel was asked
            os._exit(1)
        # A shell that starts us in the background ignores Ctrl-C for us, and a child would inherit that.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)

    return bind


def start(
    command: Sequence[str],
    *,
    output: IO[bytes] | int,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    account: Account | None = None,
    sent: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, as `account`, with `sent` delivered to it when this process ends.

    Must be called from the main thread: the kernel counts the thread that forked as the parent.
    """
    return subprocess.Popen(  # noqa: S603 — commands are made by us
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environment) if environment is not None else None,
        cwd=folder,
        start_new_session=True,
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=[] if account else None,
        preexec_fn=bound_to(os.getpid(), sent),  # noqa: PLW1509 — the supervisor has one thread
    )


def kill_session(leader: int) -> None:
    """End at once whatever is left of the session that process `leader` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
