"""The keys of this copy: what signs a login session, what encrypts a stored secret, and what opens a backup.

One folder outside the copy, 0700, made on first start: `keys/<purpose>/<key id>.key`. The newest key signs or
encrypts; the older ones still verify or decrypt, until somebody removes their file. A key id begins with the
moment it was made (UTC), so that sorting by name is sorting by age, also after the folder was restored from a copy.

Losing the folder signs everybody out and makes stored second factors unreadable: see SAFETY.md.
"""

import fcntl
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from plait.foundation.installation import SetupRefused, locate

SESSION = "session"
ENCRYPTION = "encryption"
BACKUP = "backup"  # an age identity, made on the first backup: see backup_keys.py
PURPOSES = (SESSION, ENCRYPTION, BACKUP)
_BYTES = 48


class UnsafeKeys(SetupRefused):
    """The folder of keys cannot be trusted or used; the text says what to do."""


@dataclass(frozen=True)
class Key:
    """One key. `secret` is text: 64 URL-safe characters that stand for 48 random bytes, or an age identity."""

    id: str
    secret: str

    def __repr__(self) -> str:
        """The id alone: a key never appears in a log."""
        return f"Key({self.id})"


def keys_for(purpose: str, folder: Path) -> tuple[Key, ...]:
    """The keys of one purpose, newest first; the first one is made when there is none.

    Raises UnsafeKeys when the folder is open to others or cannot be used.
    """
    try:
        own = _own_folder(folder, purpose)
        found = _read(own)
        if not found:
            _write_new(own, only_if_none=True)
            found = _read(own)
    except OSError as problem:
        raise UnsafeKeys(f"The keys in {folder} cannot be used: {problem.strerror} ({problem.filename}).") from problem
    return found


def session_keys(folder: Path | None = None) -> tuple[str, ...]:
    """What signs a login session, newest first: Django's SECRET_KEY, then its SECRET_KEY_FALLBACKS."""
    return tuple(key.secret for key in keys_for(SESSION, folder or folder_in_use()))


def ids(purpose: str, folder: Path) -> tuple[str, ...]:
    """Which keys of one purpose there are, newest first; makes none."""
    return tuple(sorted((file.stem for file in (folder / purpose).glob("*.key")), reverse=True))


def folder_in_use() -> Path:
    """The folder of keys: PLAIT_KEYS, else the one of this copy."""
    named = os.environ.get("PLAIT_KEYS")
    return Path(named) if named else locate(os.environ).keys


def rotate(purpose: str, folder: Path) -> Key:
    """Make a new key that signs from the next start on; the older ones keep verifying."""
    keys_for(purpose, folder)
    _write_new(folder / purpose, only_if_none=False)
    return keys_for(purpose, folder)[0]


def _own_folder(folder: Path, purpose: str) -> Path:
    if purpose not in PURPOSES:
        raise UnsafeKeys(f"There are no keys for {purpose!r}: it is one of {', '.join(PURPOSES)}.")
    own = folder / purpose
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own.mkdir(mode=0o700, exist_ok=True)
    for each in (folder, own):
        state = each.stat()
        if state.st_mode & 0o077:
            raise UnsafeKeys(f"{each} is open to other users of this machine: run chmod 700 '{each}' and start again.")
        if state.st_uid != os.geteuid():
            raise UnsafeKeys(f"{each} belongs to another user: start as that user, or set PLAIT_KEYS to your own.")
    return own


def _read(own: Path) -> tuple[Key, ...]:
    files = sorted(own.glob("*.key"), key=lambda file: file.name, reverse=True)
    found = tuple(Key(file.stem, file.read_text(encoding="ascii").strip()) for file in files)
    for key in found:
        if len(key.secret) < _BYTES:
            raise UnsafeKeys(f"{own / key.id}.key holds no whole key: restore it, or remove that file.")
    return found


def _write_new(own: Path, *, only_if_none: bool) -> None:
    """Write one key file, whole or not at all; two processes that start together make one key."""
    with (own / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        present = _read(own)
        if present and only_if_none:
            return
        stamp, number = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), 0
        if present and (newest := present[0].id.rpartition("-"))[0] >= stamp:
            # Two in one second, or a clock that was set back: the new key still has to sort as the newest.
            stamp, number = newest[0], int(newest[2]) + 1 if newest[2].isdigit() else 0
        key_id = f"{stamp}-{number:03d}"
        hidden = own / f".{key_id}.new"
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(_new_secret(own.name) + "\n")
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(own / f"{key_id}.key")


def _new_secret(purpose: str) -> str:
    if purpose != BACKUP:
        return secrets.token_urlsafe(_BYTES)
    # Late: the keys of a login session do not need the library of the backups.
    from pyrage import x25519

    return str(x25519.Identity.generate())
