"""Nothing is lost: PostgreSQL itself refuses to change or remove a fact, for the app's role and for the owner."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from plait.foundation import guard


@pytest.mark.hazard("H-009")
@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET recorded_as = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_app_cannot_change_any_fact(statement):
    facts = [table for table, kind in guard.tables().items() if kind == "fact"]
    assert len(facts) > 15
    for table in facts:
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(connection.ops.quote_name(table)))


@pytest.mark.django_db
def test_app_owns_nothing_and_defines_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user GROUP BY 1")
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE intruder (id int)")


@pytest.mark.hazard("H-009")
@pytest.mark.django_db
def test_owner_is_stopped_by_the_trigger():
    facts = {table for table, kind in guard.tables().items() if kind == "fact"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'plait_append_only' AND tgenabled = 'O'"
        )
        assert {row[0].strip('"') for row in cursor.fetchall()} == facts


def test_every_model_declares_its_kind():
    ours = [m for m in apps.get_models() if m.__module__.startswith("plait.")]
    assert {m.__name__: m.record_kind for m in ours if m.record_kind not in {"fact", "work", "projection"}} == {}


@pytest.mark.django_db
def test_a_person_is_found_by_every_key(practice):
    from plait.records.people import queries

    reyes = practice.staff["reyes"]
    for text in ("mara", "LINDQ", "lindqvist mara", "05/02/1992", "1992-05-02", "212 555 0142", "0142"):
        found, more = queries.find(reyes, practice.at, text)
        assert [line.name for line in found] == ["Mara Lindqvist"], text
        assert not more
    assert queries.find(reyes, practice.at, "Ohara")[0] == ()
    assert [p.name for p in queries.find(practice.staff["far"], practice.at, "ines o'hara")[0]] == ["Inês O'Hara"]
