"""One copy of Plait in use: its name, and the folder on this machine where its data and its keys live.

Two copies on one machine never meet: the name is taken from the place of the copy, and names the folder, the
cookies and what is said on the screen. Nothing here creates or changes anything except `Installation.prepare`.

Standard library only, so that `plait clean` works before anything is installed.
"""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MARKER = ".plait-demo"
SYSTEM_HOME = Path("/var/lib/plait")


class SetupRefused(Exception):
    """Set-up cannot go on; the text is a sentence for whoever started it, and says what to do."""


class UnsafeToRemove(SetupRefused):
    """The demo data cannot be removed; the text says why, in a sentence for the screen."""


class NoHome(SetupRefused):
    """There is no folder in which this copy could keep its data; the text says what to do."""


@dataclass(frozen=True)
class Installation:
    """One copy in use. `name`: 8 hex digits. `home`: holds `demo/` (data of the demo practice) and `keys/`."""

    name: str
    project: Path
    home: Path

    @property
    def demo(self) -> Path:
        """All that `make clean` removes: database, logs, what is running."""
        return self.home / "demo"

    @property
    def practice(self) -> Path:
        """A practice of one's own on the embedded database: never removed by a command."""
        return self.home / "practice"

    @property
    def practice_database(self) -> Path:
        """The folder of the embedded PostgreSQL server of the practice."""
        return self.practice / "postgres"

    @property
    def backups(self) -> Path:
        """Where backups go when nobody names another folder (PLAIT_BACKUPS, --to)."""
        return self.home / "backups"

    @property
    def keys(self) -> Path:
        """Keys of sessions, of encryption and of backups: never removed by a command."""
        return self.home / "keys"

    @property
    def database(self) -> Path:
        """The folder of the embedded PostgreSQL server."""
        return self.demo / "postgres"

    @property
    def logs(self) -> Path:
        """One log file for each child process."""
        return self.demo / "logs"

    @property
    def keys_stand_in_the_copy(self) -> bool:
        """True when no home outside the copy could be written: whoever copies the folder copies the keys."""
        return self.home.is_relative_to(self.project)

    def prepare(self) -> None:
        """Make the folders of the demo practice, and mark the demo folder as ours.

        Raises NoHome, with a sentence, when a folder of that name exists that is not ours.
        """
        try:
            self._prepare()
        except OSError as problem:
            raise self._unusable(problem) from problem

    def prepare_practice(self, folder: Path) -> None:
        """Make `folder` in our home, for a practice of one's own. Raises NoHome, also for a home inside the copy."""
        if self.keys_stand_in_the_copy:
            raise NoHome(
                f"No folder outside this copy can be written, and a practice does not belong into {self.home}: whoever "
                "copies or removes the copy would take it along. Set PLAIT_HOME to a folder that you may write."
            )
        try:
            folder.mkdir(mode=self._make_home(), exist_ok=True)
        except OSError as problem:
            raise self._unusable(problem) from problem

    def _unusable(self, problem: OSError) -> NoHome:
        return NoHome(f"{self.home} cannot be used: {problem.strerror}. Set PLAIT_HOME to a folder that you may write.")

    def _make_home(self) -> int:
        """Make our home and what stands above it; the mode that folders below it need."""
        # PostgreSQL runs as another user when we are root: that user must be able to walk through, not to look in.
        passable = 0o711 if os.geteuid() == 0 else 0o700
        for folder in reversed(self.home.parents):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(passable)
        made_home = not self.home.exists()
        self.home.mkdir(parents=True, exist_ok=True)
        if made_home:
            self.home.chmod(passable)
        return passable

    def _prepare(self) -> None:
        passable = self._make_home()
        if self.demo.exists() and any(self.demo.iterdir()):
            reason = _not_ours(self)
            if reason:
                raise NoHome(reason)
        self.demo.mkdir(exist_ok=True)
        self.demo.chmod(passable)
        (self.demo / MARKER).write_text(json.dumps({"made_by": "plait", "installation": self.name}) + "\n")
        self.logs.mkdir(mode=0o700, exist_ok=True)


def project_root() -> Path:
    """The folder of this copy: where pyproject.toml stands, else where the package is installed."""
    package = Path(__file__).resolve().parent.parent
    root = package.parent.parent
    return root if (root / "pyproject.toml").is_file() else package


def locate(environment: Mapping[str, str], project: Path | None = None) -> Installation:
    """This copy's Installation: PLAIT_HOME, else a system folder (root), else the user's data folder.

    Without any of them that can be written: `var/` inside the copy. Raises NoHome when that is read-only too.
    """
    place = (project or project_root()).resolve()
    chosen = environment.get("PLAIT_HOME")
    if chosen:
        home = Path(chosen).expanduser().resolve()
        if home == place or home in place.parents:
            raise NoHome(f"PLAIT_HOME is {home}, which holds this copy of Plait itself: name a folder of its own.")
        return Installation(_name(home), place, home)
    name = _name(place)
    for home in _candidates(environment, place, name):
        if _can_write(home):
            return Installation(name, place, home)
    raise NoHome("Plait found no folder that it may write. Set PLAIT_HOME to one, for example PLAIT_HOME=/tmp/plait.")


def _candidates(environment: Mapping[str, str], place: Path, name: str) -> list[Path]:
    if os.geteuid() == 0:
        return [SYSTEM_HOME / name, place / "var" / name]
    data = environment.get("XDG_DATA_HOME") or ""
    home = environment.get("HOME") or ""
    found = []
    if data.startswith("/"):
        found.append(Path(data) / "plait" / name)
    elif home.startswith("/"):
        found.append(Path(home) / ".local" / "share" / "plait" / name)
    return [*found, place / "var" / name]


def _name(place: Path) -> str:
    return hashlib.sha256(str(place).encode()).hexdigest()[:8]


def _can_write(folder: Path) -> bool:
    """True if `folder`, or else the nearest folder above it that exists, may be written by this process."""
    for candidate in (folder, *folder.parents):
        try:
            if candidate.exists():
                return candidate.is_dir() and os.access(candidate, os.W_OK | os.X_OK)
        except OSError:
            return False
    return False


def remove_demo(installation: Installation) -> bool:
    """Remove the demo practice of this copy, and nothing else; False when there was none.

    The caller makes sure that nothing runs on it. Raises UnsafeToRemove for anything that is not clearly ours.
    """
    demo = installation.demo
    if not demo.is_symlink() and not demo.exists():
        return False
    reason = _not_ours(installation)
    if reason:
        raise UnsafeToRemove(f"{reason} Nothing was removed.")
    # Moved aside first: a removal that is interrupted never leaves half a database under the name in use.
    aside = installation.home / "demo.removing"
    if aside.is_dir() and not aside.is_symlink():
        shutil.rmtree(aside)
    demo.rename(aside)
    shutil.rmtree(aside)
    return True


def _not_ours(installation: Installation) -> str:
    """Why the demo folder is not plainly this copy's own: a sentence, or nothing."""
    demo, home = installation.demo, installation.home
    reason = ""
    if home.is_symlink() or demo.is_symlink():
        reason = f"{demo if demo.is_symlink() else home} is a link to another place."
    elif not demo.is_dir():
        reason = f"{demo} is not a folder."
    elif demo.resolve() != home.resolve() / "demo":
        reason = f"{demo} does not stand inside this copy's home, {home}."
    elif demo.stat().st_uid != os.geteuid():
        reason = f"{demo} belongs to another user (number {demo.stat().st_uid})."
    return reason or _wrong_mark(demo / MARKER, installation.name)


def _wrong_mark(marker: Path, name: str) -> str:
    """What is wrong with the mark that `prepare` wrote: a sentence, or nothing."""
    try:
        if not stat.S_ISREG(marker.lstat().st_mode):
            return f"{marker} is not a plain file."
        written = json.loads(marker.read_text())
    except FileNotFoundError:
        return f"{marker.parent} carries no mark of Plait ({MARKER})."
    except (OSError, ValueError):
        return f"The mark of Plait, {marker}, cannot be read."
    if not isinstance(written, dict) or written.get("made_by") != "plait":
        return f"The mark {marker} was not written by Plait."
    if written.get("installation") != name:
        return f"{marker.parent} belongs to another copy of Plait ({written.get('installation')}), not to {name}."
    return ""
