"""A restore onto anything but an empty database, or from anything but a whole archive, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from plait.foundation import archive, restore, restore_schema
from plait.foundation.archive_contents import About, check
from plait.foundation.installation import SetupRefused
from tests.integration.upkeep.conftest import Safe, Source, as_role, hashes, later
from tests.unit.upkeep.archives import ROWS, manifest, new_identity


def test_a_database_that_holds_anything_is_refused_and_left_alone(
    source: Source, safe: Safe, django_at: Callable[[str], None]
) -> None:
    taken = safe.take(source.url)
    before = hashes(source.url)
    django_at(as_role(source.url, "plait_owner"))
    with pytest.raises(SetupRefused, match="not empty: it holds"):
        restore.run(taken.path, safe.identities, at=later(60))
    assert hashes(source.url) == before


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (id int)", "CREATE SCHEMA s CREATE VIEW v AS SELECT 1"])
def test_one_table_of_somebody_else_is_enough(
    empty_database: str, safe: Safe, django_at: Callable[[str], None], statement: str
) -> None:
    with psycopg.connect(empty_database) as owner:
        owner.execute(statement)
    django_at(empty_database)
    with pytest.raises(SetupRefused, match="not empty"):
        restore.run(safe.folder / "never-read", safe.identities, at=later(60))
    assert len(restore_schema.held()) == 1


def test_a_damaged_a_foreign_and_a_newer_archive_leave_the_database_empty(
    source: Source, empty_database: str, safe: Safe, django_at: Callable[[str], None]
) -> None:
    whole = safe.take(source.url).path
    content = whole.read_bytes()
    middle = len(content) // 2
    django_at(empty_database)
    wrong: list[tuple[Path, list[object], str]] = [
        (whole, [new_identity()], "None of the keys"),
        (safe.folder / "nowhere", safe.identities, "There is no archive"),
    ]
    for name, damaged in {
        "header": b"\0" + content[1:],
        "middle": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "tail": content[:-1] + bytes([content[-1] ^ 1]),
        "cut": content[: len(content) - 100],
        "empty": b"",
    }.items():
        path = safe.folder / name
        path.write_bytes(damaged)
        wrong.append((path, safe.identities, "damaged"))
    about = check(whole, safe.identities).about
    newer = replace(
        about,
        version="9.0",
        migrations=[*about.migrations, ["people", "0999_from_tomorrow"]],
        tables={name: ["id"] for name in ROWS},
    )
    wrong.append((_of(newer, safe), safe.identities, r"newer Plait \(9\.0; this one does not know people\.0999"))
    for path, identities, why in wrong:
        with pytest.raises(SetupRefused, match=why) as refusal:
            restore.run(path, identities, at=later(60))
        assert "\n" not in str(refusal.value)
        assert restore_schema.held() == []


def _of(about: About, safe: Safe) -> Path:
    """A whole archive that says this about itself."""
    path = safe.folder / "other"
    parts = [archive.Member(archive.part_name(table, 1), text) for table, text in ROWS.items() if text]
    last = archive.json_of(archive.MANIFEST, asdict(manifest()))
    with path.open("wb") as file:
        members = [archive.json_of(archive.ABOUT, asdict(about)), *parts, last]
        archive.write(iter(members), file, [safe.identities[0].to_public()], 0)
    return path


def test_only_what_a_restore_made_is_thrown_away(
    source: Source, empty_database: str, django_at: Callable[[str], None]
) -> None:
    """A restore that was killed left its mark: the next one clears it. Without the mark nothing is ever thrown away."""
    before = hashes(source.url)
    django_at(as_role(source.url, "plait_owner"))
    restore_schema.throw_away()
    assert hashes(source.url) == before
    django_at(empty_database)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TYPE mood AS ENUM ('calm'); CREATE TYPE pair AS (x int, y int)")
        cursor.execute("CREATE TYPE span AS RANGE (subtype = uuid)")
        cursor.execute("CREATE TABLE a (id serial PRIMARY KEY, mood mood, span span)")
        cursor.execute("CREATE TABLE b (a int REFERENCES a, CHECK (a > 0)); CREATE SEQUENCE alone")
        cursor.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        cursor.execute("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()")
    held = restore_schema.held()
    restore_schema.throw_away()
    assert restore_schema.held() == held
    restore_schema.begin()
    restore_schema.throw_away()
    assert restore_schema.held() == []
