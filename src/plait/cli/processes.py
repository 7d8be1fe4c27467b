"""The two processes of a running practice, web and worker: their commands, limits and signs of being ready."""

import sys
from collections.abc import Mapping
from pathlib import Path

from plait.cli.address import Address
from plait.foundation.supervisor import Child

# -P: a file in the folder we were started from never replaces a module of ours.
PYTHON = (sys.executable, "-P", "-m")
PLAIT = (*PYTHON, "plait.cli")
_DRAIN_SECONDS = 8
_SUPERVISOR_PATIENCE_SECONDS = 12.0


def web(address: Address, environment: Mapping[str, str], log: Path | None) -> Child:
    """The web server: granian with two workers, which finish their answers when asked to stop."""
    command = [
        *(*PYTHON, "granian", "--interface", "wsgi"),
        *("--host", address.bind, "--port", str(address.port)),
        *("--workers", environment.get("PLAIT_WEB_WORKERS", "2"), "--blocking-threads", "2", "--no-ws"),
        *("--workers-kill-timeout", str(_DRAIN_SECONDS), "--respawn-failed-workers"),
        "plait.config.wsgi:application",
    ]
    return Child(
        name="The web server",
        what="Starting the web server",
        command=command,
        environment=environment,
        ready=address.answers("/healthz", environment.get("PLAIT_ALLOWED_HOSTS", "")),
        sign=f"{address.url}/healthz",
        log=log,
        stop_within=_SUPERVISOR_PATIENCE_SECONDS,
    )


def worker(address: Address, environment: Mapping[str, str], log: Path | None) -> Child:
    """The background worker: ready once the web server has seen its sign of life."""
    return Child(
        name="The worker",
        what="Starting the worker",
        command=[*PLAIT, "worker"],
        environment=environment,
        ready=address.answers("/readyz", environment.get("PLAIT_ALLOWED_HOSTS", "")),
        sign=f"{address.url}/readyz",
        log=log,
        stop_within=_SUPERVISOR_PATIENCE_SECONDS,
    )


def clean_environment(base: Mapping[str, str], **ours: str) -> dict[str, str]:
    """What a child is given: our environment without the owner's address, and with what the caller adds."""
    kept = {name: value for name, value in base.items() if name != "DATABASE_OWNER_URL"}
    kept.setdefault("PYTHONUNBUFFERED", "1")
    return {**kept, **{name: value for name, value in ours.items() if value}}
