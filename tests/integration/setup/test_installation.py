"""Where a copy keeps its things, and what make clean removes: the demo data of this copy, and nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from plait.cli import main
from plait.foundation import installation as installations
from plait.foundation.installation import MARKER, Installation, NoHome, UnsafeToRemove, locate, remove_demo

plain_user = pytest.mark.skipif(os.geteuid() == 0, reason="root has a system folder")


@pytest.fixture
def ours(ground: Path) -> Installation:
    """A prepared home with something in it."""
    found = locate({"PLAIT_HOME": str(ground / "home")})
    found.prepare()
    (found.demo / "postgres").mkdir()
    (found.demo / "postgres" / "server.json").write_text("{}")
    found.keys.mkdir(mode=0o700)
    (found.keys / "kept.key").write_text("secret")
    (found.home / "programs").mkdir()
    return found


def test_the_name_comes_from_the_place_and_is_stable(ground):
    """Eight hex digits; another place, another name."""
    here, there = (locate({"PLAIT_HOME": str(ground / name)}) for name in ("here", "there"))
    assert here.name != there.name
    assert here == locate({"PLAIT_HOME": str(ground / "." / "here")})
    assert len(here.name) == 8
    assert int(here.name, 16) >= 0
    assert not here.home.exists(), "looking creates nothing"


def test_a_plain_user_gets_the_data_folder_and_root_a_system_folder(ground, monkeypatch):
    """HOME and XDG_DATA_HOME, as the desktop's rules say; without any that can be written, var/ in the copy."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(installations, "_can_write", lambda folder: str(folder).startswith(str(ground)))
    project = ground / "plait"
    project.mkdir()
    name = locate({"HOME": "/nonexistent"}, project).name
    data, home = str(ground / "data"), str(ground / "me")
    assert locate({"HOME": home}, project).home == ground / "me" / ".local" / "share" / "plait" / name
    assert locate({"HOME": home, "XDG_DATA_HOME": data}, project).home == ground / "data" / "plait" / name
    assert locate({"HOME": "/nonexistent"}, project).home == project / "var" / name
    assert locate({"HOME": "/nonexistent"}, project).keys_stand_in_the_copy
    monkeypatch.setattr(installations, "_can_write", lambda _: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert locate({"HOME": home}, project).home == Path("/var/lib/plait") / name


def test_a_home_that_holds_the_copy_itself_is_refused(ground):
    """Data would stand among the program's own files, and be removed with them."""
    project = ground / "deep" / "plait"
    project.mkdir(parents=True)
    for home in (project, project.parent, Path("/")):
        with pytest.raises(NoHome, match="name a folder of its own"):
            locate({"PLAIT_HOME": str(home)}, project)


def test_clean_removes_the_demo_data_and_keeps_keys_and_programs(ours):
    """And says so a second time without an error."""
    assert remove_demo(ours)
    assert not ours.demo.exists()
    assert (ours.keys / "kept.key").read_text() == "secret"
    assert (ours.home / "programs").exists()
    assert not remove_demo(ours)


def _without_mark(ours: Installation) -> None:
    (ours.demo / MARKER).unlink()


def _mark_of_another(ours: Installation) -> None:
    (ours.demo / MARKER).write_text(json.dumps({"made_by": "plait", "installation": "0123abcd"}))


def _mark_of_a_stranger(ours: Installation) -> None:
    (ours.demo / MARKER).write_text("hello")


def _mark_is_a_link(ours: Installation) -> None:
    real = ours.home / "mark"
    (ours.demo / MARKER).rename(real)
    (ours.demo / MARKER).symlink_to(real)


def _demo_is_a_link(ours: Installation) -> None:
    ours.demo.rename(ours.home / "elsewhere")
    ours.demo.symlink_to(ours.home / "elsewhere")


def _demo_is_a_file(ours: Installation) -> None:
    ours.demo.rename(ours.home / "elsewhere")
    ours.demo.write_text("not a folder")


def _demo_is_of_another_user(ours: Installation) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(ours.demo, 65534, 65534)


@pytest.mark.hazard("H-036")
@pytest.mark.parametrize(
    "spoil",
    [
        _without_mark,
        _mark_of_another,
        _mark_of_a_stranger,
        _mark_is_a_link,
        _demo_is_a_link,
        _demo_is_a_file,
        _demo_is_of_another_user,
    ],
)
def test_clean_refuses_whatever_is_not_plainly_ours(ours, spoil, monkeypatch, capsys):
    """With a sentence; every byte stays where it is."""
    spoil(ours)
    before = sorted(str(path) for path in ours.home.rglob("*"))
    with pytest.raises(UnsafeToRemove, match="Nothing was removed"):
        remove_demo(ours)
    monkeypatch.setenv("PLAIT_HOME", str(ours.home))
    assert main(["clean"]) == 1
    assert "Nothing was removed" in capsys.readouterr().err
    assert sorted(str(path) for path in ours.home.rglob("*")) == before


def test_a_link_inside_the_demo_data_takes_nothing_with_it(ours, ground):
    """Removal never follows a link."""
    precious = ground / "precious"
    precious.mkdir()
    (precious / "file").write_text("keep me")
    (ours.demo / "link").symlink_to(precious)
    assert remove_demo(ours)
    assert (precious / "file").read_text() == "keep me"


def test_a_home_that_is_a_link_is_followed_once_and_named_by_its_real_place(ours, ground, monkeypatch):
    """PLAIT_HOME may be a link of the administrator's: the real folder counts."""
    (ground / "link").symlink_to(ours.home)
    monkeypatch.setenv("PLAIT_HOME", str(ground / "link"))
    assert locate({"PLAIT_HOME": str(ground / "link")}) == ours


def test_prepare_refuses_a_demo_folder_that_is_not_ours(ground):
    """Somebody else's files are never mixed with ours."""
    (ground / "home" / "demo").mkdir(parents=True)
    (ground / "home" / "demo" / "thesis.txt").write_text("mine")
    with pytest.raises(NoHome, match="carries no mark of Plait"):
        locate({"PLAIT_HOME": str(ground / "home")}).prepare()


def test_clean_refuses_while_it_runs(demo, monkeypatch, capsys):
    """Stop it first."""
    practice = demo()
    practice.until("Plait is running")
    monkeypatch.setenv("PLAIT_HOME", str(practice.home))
    assert main(["clean"]) == 1
    assert "is running" in capsys.readouterr().err
    assert practice.process.poll() is None
    practice.process.terminate()
    assert practice.ending() == 0
    assert main(["clean"]) == 0
    assert not (practice.home / "demo").exists()
