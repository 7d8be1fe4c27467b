"""A backup is one moment of the whole practice, readable by its owner alone, and never half a file."""

from __future__ import annotations

import stat
from typing import Any

import psycopg
import pytest

from plait.foundation import archive, backup, table_hashes
from plait.foundation.archive_contents import check
from plait.foundation.backup import BackupFailed
from plait.foundation.table_hashes import LEFT_OUT
from tests.integration.upkeep.conftest import Safe, Source, as_role, hashes, later
from tests.unit.upkeep.archives import new_identity


def test_everything_is_in_it_for_its_owner_alone(source: Source, safe: Safe) -> None:
    taken = safe.take(source.url, installation="7e577e57", encryption_keys=["20260101T000000Z-000"])
    checked = check(taken.path, safe.identities)
    assert checked.manifest.hashes == hashes(source.url)
    assert (taken.rows, taken.tables) == (checked.rows, len(checked.about.tables))
    assert checked.manifest.hashes["people_patient"].rows == 3
    assert checked.manifest.hashes["audit_auditevent"].rows == 0
    assert checked.at == later(1).utc
    assert not LEFT_OUT & checked.about.tables.keys()
    assert stat.S_IMODE(taken.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(safe.archives.stat().st_mode) == 0o700
    content = taken.path.read_bytes()
    for secret in (b"Lindqvist", b"people_patient", safe.key.secret.encode()):
        assert secret not in content


def test_the_hash_of_a_table_is_that_of_a_plain_copy(source: Source) -> None:
    """What docs/how-to/back-up-and-restore.md tells anybody to type."""
    import hashlib

    plain = "COPY (SELECT {} FROM people_patient ORDER BY id) TO STDOUT"
    with psycopg.connect(source.url, options="-c timezone=UTC") as connection:
        (columns,) = connection.execute(
            "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute "
            "WHERE attrelid = 'people_patient'::regclass AND attnum > 0 AND NOT attisdropped"
        ).fetchone()
        with connection.cursor().copy(plain.format(columns)) as copy:
            text = b"".join(bytes(row) for row in copy)
    assert hashes(source.url)["people_patient"].sha256 == hashlib.sha256(text).hexdigest()


def test_one_changed_value_changes_the_hash_of_its_table_alone(source: Source) -> None:
    before = hashes(source.url)
    with psycopg.connect(source.url) as connection:
        connection.execute("UPDATE people_site SET name = name || ' ' WHERE name = 'Main'")
    after = hashes(source.url)
    with psycopg.connect(source.url) as connection:
        connection.execute("UPDATE people_site SET name = trim(name)")
    assert hashes(source.url) == before
    assert {name for name in before if before[name] != after[name]} == {"people_site"}


def test_nothing_is_replaced_and_nothing_half_is_left(source: Source, safe: Safe) -> None:
    first = safe.take(source.url)
    content = first.path.read_bytes()
    safe.taken = 0
    with pytest.raises(BackupFailed, match="nothing is replaced"):
        safe.take(source.url)
    killed = safe.archives / f".plait-20260101T000000Z{backup.SUFFIX}.1.partial"
    killed.write_bytes(b"half")
    other = safe.archives / "notes.txt"
    other.write_text("mine")
    with pytest.raises(BackupFailed, match="does not open what it encrypted"):
        safe.take(source.url, identities=[new_identity()])
    assert sorted(safe.archives.iterdir()) == sorted([first.path, other])
    assert first.path.read_bytes() == content


def test_what_is_on_the_disk_is_compared_with_what_the_database_said(
    source: Source, safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that gives back an archive of yesterday in place of the new one: well encrypted, whole, and wrong."""
    yesterday = safe.take(source.url).path
    with psycopg.connect(source.url) as connection:
        connection.execute("UPDATE people_site SET name = name || '!'")
    real = archive.read
    monkeypatch.setattr(archive, "read", lambda _path, *more: real(yesterday, *more))
    with pytest.raises(BackupFailed, match="does not hold what the database holds"):
        safe.take(source.url)
    assert list(safe.archives.iterdir()) == [yesterday]
    with psycopg.connect(source.url) as connection:
        connection.execute("UPDATE people_site SET name = trim(TRAILING '!' FROM name)")


def test_what_cannot_be_read_whole_is_not_backed_up(source: Source, safe: Safe) -> None:
    with psycopg.connect(as_role(source.url, "plait_owner"), autocommit=True) as owner:
        owner.execute("REVOKE SELECT ON therapy_therapysession FROM plait_app")
        with pytest.raises(BackupFailed, match=r"may not read therapy_therapysession.*DATABASE_OWNER_URL"):
            safe.take(source.url)
        assert safe.take(as_role(source.url, "plait_owner")).rows > 0
        owner.execute("GRANT SELECT ON therapy_therapysession TO plait_app")


def test_there_is_nothing_to_back_up_before_there_is_a_practice(empty_database: str, safe: Safe) -> None:
    with pytest.raises(BackupFailed, match="holds no practice yet"):
        safe.take(empty_database)
    with pytest.raises(BackupFailed, match="could not be read"):
        safe.take(empty_database.replace("plait_owner:", "plait_owner:not"))
    safe.archives.rmdir()
    safe.archives.write_text("a file")
    with pytest.raises(BackupFailed, match="could not be written"):
        safe.take(empty_database)


def test_a_table_that_is_rewritten_meanwhile_is_waited_for(source: Source, safe: Safe) -> None:
    """A migration between the list of tables and the snapshot: the backup begins anew instead of missing a column."""
    seen: list[int] = []
    real = table_hashes.tables

    def listed(connection: Any) -> Any:
        found = real(connection)
        seen.append(len(found))
        if len(seen) == 1:
            with psycopg.connect(as_role(source.url, "plait_owner"), autocommit=True) as owner:
                owner.execute("ALTER TABLE people_site ADD COLUMN opened date")
                owner.execute("GRANT SELECT ON people_site TO plait_app")
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(table_hashes, "tables", listed)
        taken = safe.take(source.url)
    with psycopg.connect(as_role(source.url, "plait_owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE people_site DROP COLUMN opened")
    assert len(seen) == 4
    assert "opened" in check(taken.path, safe.identities).about.tables["people_site"]
