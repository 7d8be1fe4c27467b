"""The key of the backups: an age identity in the folder of keys, which encrypts every archive and opens it again.

Made on the first backup. An older one still opens the archives of its time, until somebody removes its file. The
public half never leaves the machine: whoever has neither half can neither read an archive nor make one that opens.
Losing the folder of keys loses every archive (SAFETY.md); `plait backup key` prints the key, to be kept elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from pyrage import IdentityError, x25519

from plait.foundation.installation import SetupRefused
from plait.foundation.keys import BACKUP, Key, folder_in_use, keys_for

PREFIX = "AGE-SECRET-KEY-1"
_MOST_BYTES = 64 * 1024


class NoKey(SetupRefused):
    """There is no key that could open an archive; the text says where one was looked for."""


def newest(folder: Path | None = None) -> Key:
    """The key that encrypts; made when there is none."""
    return keys_for(BACKUP, folder or folder_in_use())[0]


def made(folder: Path | None = None) -> bool:
    """Whether there is a key already; makes none."""
    return any(((folder or folder_in_use()) / BACKUP).glob("*.key"))


def recipient(key: Key) -> x25519.Recipient:
    """What an archive is encrypted to."""
    return _identity(key.secret, f"{key.id}.key").to_public()


def identities(file: Path | None = None, folder: Path | None = None) -> list[x25519.Identity]:
    """What may open an archive: the key in a file (as `plait backup key` prints it), else all keys of this copy.

    Raises NoKey with a sentence; makes no key.
    """
    if file is not None:
        return [_identity(text, str(file)) for text in _lines(file)]
    place = folder or folder_in_use()
    if not made(place):
        raise NoKey(
            f"There is no backup key in {place / BACKUP}. Put the folder of keys back, or name the file that holds "
            "what plait backup key printed: --key FILE."
        )
    return [_identity(key.secret, f"{key.id}.key") for key in keys_for(BACKUP, place)]


def _lines(file: Path) -> list[str]:
    """The keys in a file; lines that begin with # say what it is."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise NoKey(f"{file} holds no backup key: it is too large for one.")
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
    except OSError as problem:
        raise NoKey(f"The key {file} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise NoKey(f"{file} holds no backup key: one begins with {PREFIX}.") from problem
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise NoKey(f"{file} holds no backup key: one begins with {PREFIX}.")
    return found


def _identity(text: str, place: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(text)
    except IdentityError as problem:
        raise NoKey(f"{place} holds no whole backup key: one begins with {PREFIX} and has 74 characters.") from problem
