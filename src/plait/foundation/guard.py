"""What PostgreSQL itself refuses: the rights of each database role, set from each model's declared kind.

The app's role may insert and read facts, and nothing else with them; it owns no table and defines nothing.
A statement trigger refuses UPDATE, DELETE and TRUNCATE on facts to the owner as well. A superuser can switch a
trigger off; SAFETY.md says so. Run by ``plait migrate`` after the migrations, every time, so that a new table can
never be left without its rights. Decision record 0003.
"""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

APP = "plait_app"
READ_ONLY = frozenset({"django_migrations"})

FUNCTION = """
CREATE OR REPLACE FUNCTION plait_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


def tables() -> dict[str, str]:
    """Every table of the registry with its kind: fact, work, projection, or "third party"."""
    return {
        model._meta.db_table: getattr(model, "record_kind", "") or "third party"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def apply(connection: BaseDatabaseWrapper) -> None:
    """Set rights and triggers. Needs the owner's connection; may be run again at any time."""
    quote = connection.ops.quote_name
    kinds = tables()
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            kind = kinds.get(table, "third party")
            rights = "SELECT, INSERT" if kind == "fact" else "SELECT, INSERT, UPDATE, DELETE"
            if table in READ_ONLY:
                rights = "SELECT"
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {APP}, PUBLIC")
            cursor.execute(f"GRANT {rights} ON {quote(table)} TO {APP}")
            if kind == "fact":
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER plait_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
                    f"ON {quote(table)} FOR EACH STATEMENT EXECUTE FUNCTION plait_refuse_change()"
                )
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
