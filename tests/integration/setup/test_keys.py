"""Keys: made once, readable by their owner alone, changed without signing anybody out."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from plait.foundation import keys
from plait.foundation.keys import ENCRYPTION, SESSION, UnsafeKeys, keys_for, rotate, session_keys


def test_the_first_start_makes_one_key_for_its_owner_alone(tmp_path):
    """0700 folders, 0600 file, and the same key ever after."""
    folder = tmp_path / "keys"
    first = keys_for(SESSION, folder)
    assert len(first) == 1
    assert keys_for(SESSION, folder) == first
    assert len(first[0].secret) == 64
    assert [path.stat().st_mode & 0o777 for path in (folder, folder / SESSION)] == [0o700, 0o700]
    assert (folder / SESSION / f"{first[0].id}.key").stat().st_mode & 0o777 == 0o600


def test_the_newest_signs_and_the_older_ones_still_verify(tmp_path):
    """Three in one second keep their order."""
    first = keys_for(SESSION, tmp_path / "keys")[0]
    made = [rotate(SESSION, tmp_path / "keys") for _ in range(3)]
    assert session_keys(tmp_path / "keys") == tuple(key.secret for key in [*reversed(made), first])
    assert len(keys_for(ENCRYPTION, tmp_path / "keys")) == 1


def test_a_clock_that_was_set_back_does_not_make_an_old_key_the_newest(tmp_path, monkeypatch):
    """The order of names is the order of making."""
    folder = tmp_path / "keys"
    keys_for(SESSION, folder)
    monkeypatch.setattr(time, "gmtime", lambda: time.struct_time((2001, 1, 1, 0, 0, 0, 0, 1, 0)))
    made = rotate(SESSION, folder)
    assert keys_for(SESSION, folder)[0] == made


def test_several_processes_that_start_together_make_one_key(tmp_path):
    """The web server's workers, for example."""
    code = "import sys, pathlib, plait.foundation.keys as k; print(k.session_keys(pathlib.Path(sys.argv[1])))"
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "keys")], stdout=subprocess.PIPE) for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in started}) == 1
    assert len(list((tmp_path / "keys" / SESSION).glob("*.key"))) == 1


def test_a_folder_open_to_others_is_refused(tmp_path):
    """Named, with the command that mends it."""
    keys_for(SESSION, tmp_path / "keys")
    (tmp_path / "keys" / SESSION).chmod(0o750)
    with pytest.raises(UnsafeKeys, match="chmod 700"):
        keys_for(SESSION, tmp_path / "keys")


def test_a_damaged_key_is_refused_and_not_replaced(tmp_path):
    """A short key would sign with next to nothing."""
    key = keys_for(SESSION, tmp_path / "keys")[0]
    file = tmp_path / "keys" / SESSION / f"{key.id}.key"
    file.write_text("")
    with pytest.raises(UnsafeKeys, match="holds no whole key"):
        keys_for(SESSION, tmp_path / "keys")
    assert file.read_text() == ""


def test_a_key_never_shows_itself(tmp_path):
    """In a log or a traceback only its id."""
    key = keys_for(SESSION, tmp_path / "keys")[0]
    assert key.secret not in repr(key)


def test_an_unknown_purpose_is_refused(tmp_path):
    """Nothing is made for it."""
    with pytest.raises(UnsafeKeys):
        keys_for("../elsewhere", tmp_path / "keys")
    assert not (tmp_path / "keys").exists()


def test_the_folder_is_the_one_named_in_the_environment(tmp_path, monkeypatch):
    """PLAIT_KEYS is the contract with the settings."""
    monkeypatch.setenv("PLAIT_KEYS", str(tmp_path / "named"))
    session_keys()
    assert [path.name for path in (tmp_path / "named").iterdir()] == [SESSION]
    assert keys.folder_in_use() == tmp_path / "named"
