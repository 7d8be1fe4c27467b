"""From a fresh clone to a running practice, in a path with spaces that is longer than a console script can bear."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NEEDED = ("git", "make", "curl", "setsid", "pgrep")


@pytest.mark.wide
def test_a_fresh_clone_runs_in_a_long_path_with_spaces(ground):
    """Set-up, first start within four minutes, Ctrl-C, second start, make clean: tools/fresh_clone.sh tries it all."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or not (ROOT / ".git").exists():
        pytest.skip(f"needs a git checkout and {', '.join(missing) or 'git'}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    folder = ground / ("a long name with spaces " * 7).strip()
    assert len(str(folder)) > 150
    done = subprocess.run(
        ["sh", str(ROOT / "tools" / "fresh_clone.sh"), port, str(folder)],
        env={**os.environ, "PLAIT_HOME": str(ground / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all as it should be" in done.stdout
    command = folder / ".venv" / "bin" / "plait"
    where = subprocess.run([command, "where"], capture_output=True, text=True, check=True)
    assert str(folder) in where.stdout
