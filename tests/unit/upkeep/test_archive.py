"""An archive is used whole or not at all: every change to it, and every other key, is found out and said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plait.foundation import archive, backup_keys
from plait.foundation.archive import Damaged, Member, WrongKey
from plait.foundation.archive_contents import check
from plait.foundation.installation import SetupRefused
from tests.unit.upkeep.archives import ABOUT, ROWS, Told, key_file, manifest, members, new_identity, newer, sealed

IDENTITY = new_identity()
WHOLE = sealed(members(), IDENTITY)
CHUNK = 65536 + 16  # of an age file: what is encrypted, and the tag that vouches for it


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes to a file."""

    def keep(content: bytes) -> Path:
        path = tmp_path / "plait-20261124T020000Z.tar.gz.age"
        path.write_bytes(content)
        return path

    return keep


def first_chunk() -> int:
    """Where the chunks begin: after the header, whose last line is its own seal, and a nonce of 16 bytes."""
    return WHOLE.index(b"\n", WHOLE.index(b"\n---") + 1) + 1 + 16


def test_what_was_written_is_read_back_in_its_order(kept: Callable[[bytes], Path]) -> None:
    told = Told()
    archive.read(kept(WHOLE), [IDENTITY], told)
    assert [name for name, _ in told.heard] == ["about", "people", "notes", "manifest"]
    assert dict(told.heard[1:3]) == {"people": ROWS["people"], "notes": ROWS["notes"]}
    checked = check(kept(WHOLE), [new_identity(), IDENTITY])
    assert (checked.about, checked.manifest) == (ABOUT, manifest())
    assert checked.rows == 3


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    assert b"people" not in WHOLE
    assert b"Mara" not in WHOLE
    assert b"manifest" not in WHOLE


@pytest.mark.hazard("H-037")
def test_one_changed_bit_anywhere_is_found_out(kept: Callable[[bytes], Path]) -> None:
    places = [*range(0, first_chunk(), 7), first_chunk(), first_chunk() + CHUNK // 2, len(WHOLE) // 2, len(WHOLE) - 1]
    places += range(first_chunk(), len(WHOLE), len(WHOLE) // 40)
    for place in places:
        damaged = bytearray(WHOLE)
        damaged[place] ^= 1
        with pytest.raises(SetupRefused, match="damaged") as refusal:
            check(kept(bytes(damaged)), [IDENTITY])
        assert "\n" not in str(refusal.value), place


def test_what_was_cut_off_is_found_out_also_between_chunks(kept: Callable[[bytes], Path]) -> None:
    ends = [0, 1, 30, first_chunk() - 1, first_chunk(), len(WHOLE) // 2, len(WHOLE) - 1]
    ends += range(first_chunk() + CHUNK, len(WHOLE), CHUNK)
    assert len(ends) > 10
    for end in ends:
        with pytest.raises(SetupRefused, match="damaged"):
            check(kept(WHOLE[:end]), [IDENTITY])
    with pytest.raises(Damaged):
        check(kept(WHOLE + b"\0"), [IDENTITY])


def test_exchanged_doubled_and_missing_chunks_are_found_out(kept: Callable[[bytes], Path]) -> None:
    start = first_chunk()
    head, one, two, rest = (
        WHOLE[:start],
        WHOLE[start : start + CHUNK],
        WHOLE[start + CHUNK : start + 2 * CHUNK],
        WHOLE[start + 2 * CHUNK :],
    )
    for wrong in (head + two + one + rest, head + one + one + two + rest, head + two + rest, head + one + rest):
        with pytest.raises(Damaged):
            check(kept(wrong), [IDENTITY])
    check(kept(head + one + two + rest), [IDENTITY])


def test_another_key_is_named_as_such(kept: Callable[[bytes], Path]) -> None:
    with pytest.raises(WrongKey, match="None of the keys at hand opens"):
        check(kept(WHOLE), [new_identity()])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (members(told=manifest({**ROWS, "people": b"1\tMara\n2\tThea\n"})), "rows of people are not"),
        (members()[:-1], "ends too early"),
        (members()[1:], "does not belong"),
        ([members()[0], Member("../../etc/passwd", b"x"), members()[-1]], "does not belong"),
        ([members()[0], Member(archive.part_name("people", 2), b"1\n"), members()[-1]], "not in their order"),
        ([members()[0], Member(archive.part_name("others", 1), b"1\n"), members()[-1]], "does not name"),
        ([members()[0], Member(archive.MANIFEST, b"[]")], "cannot be read"),
        ([members()[0], Member(archive.MANIFEST, b"{}")], "not complete"),
        ([Member(archive.ABOUT, b'{"format": 1}')], "not complete"),
        ([*members(), members()[-1]], "does not belong"),
    ],
)
def test_an_archive_that_is_encrypted_well_but_not_whole_is_refused(
    kept: Callable[[bytes], Path], content: list[Member], why: str
) -> None:
    with pytest.raises(Damaged, match=why):
        check(kept(sealed(content, IDENTITY)), [IDENTITY])


def test_an_archive_of_a_newer_plait_says_so(kept: Callable[[bytes], Path]) -> None:
    with pytest.raises(SetupRefused, match=r"made by a newer Plait \(9\.0\)"):
        check(kept(sealed(members(newer()), IDENTITY)), [IDENTITY])


def test_a_key_is_read_from_what_was_printed_and_anything_else_refused(tmp_path: Path) -> None:
    file = key_file(tmp_path, IDENTITY)
    assert [str(one) for one in backup_keys.identities(file)] == [str(IDENTITY)]
    for content in (b"", b"# only a word\n", b"AGE-SECRET-KEY-1HALF\n", b"\xff\xfe", b"age1notasecret\n"):
        file.write_bytes(content)
        with pytest.raises(SetupRefused, match="AGE-SECRET-KEY-1"):
            backup_keys.identities(file)
    with pytest.raises(SetupRefused, match="cannot be read"):
        backup_keys.identities(tmp_path / "missing.txt")
    with pytest.raises(SetupRefused, match="no backup key"):
        backup_keys.identities(folder=tmp_path / "keys")
    assert not (tmp_path / "keys").exists()


def test_what_fails_while_writing_is_raised_as_itself() -> None:
    class Full:
        def write(self, _text: bytes) -> int:
            raise OSError(28, "No space left on device")

        def flush(self) -> None: ...

    def breaks() -> Any:
        yield members()[0]
        raise ConnectionError("the server went away")

    with pytest.raises(OSError, match="No space left"):
        archive.write(iter(members()), Full(), [IDENTITY.to_public()], 0)  # type: ignore[arg-type]
    with pytest.raises(ConnectionError, match="went away"):
        archive.write(breaks(), Full(), [IDENTITY.to_public()], 0)  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not on this machine")
def test_the_age_program_opens_it_as_well(kept: Callable[[bytes], Path], tmp_path: Path) -> None:
    command = ["age", "-d", "-i", str(key_file(tmp_path, IDENTITY)), str(kept(WHOLE))]
    opened = subprocess.run(command, capture_output=True, check=True).stdout
    listed = subprocess.run(["tar", "tz"], input=opened, capture_output=True, check=True).stdout.decode().split()
    assert listed == ["about.json", "tables/people/000001.copy", "tables/notes/000001.copy", "manifest.json"]
