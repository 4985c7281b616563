"""The database's own refusal to change evidence: consents, history and approvals, whoever asks and by whatever way.

It is put there after every migration, because SQLite makes a changed table anew and forgets its triggers. What may
change is that a note is emptied and that a member of staff is forgotten.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from stories.models import Approval, ConsentRecord, SubmissionEvent

RECORDS = (Approval, ConsentRecord, SubmissionEvent)
# What a column may change to, and nothing else may change.
EMPTIED = {"note": "''", "by_id": "NULL"}
REFUSAL = "These records are evidence: they are not changed."

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION stories_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    is_now jsonb := to_jsonb(NEW);
BEGIN
    IF was - 'note' - 'by_id' IS DISTINCT FROM is_now - 'note' - 'by_id'
        OR is_now ->> 'by_id' IS DISTINCT FROM was ->> 'by_id' AND is_now ->> 'by_id' IS NOT NULL
        OR is_now ->> 'note' IS DISTINCT FROM was ->> 'note' AND is_now ->> 'note' <> ''
    THEN RAISE EXCEPTION '{REFUSAL}';
    END IF;
    RETURN NEW;
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_evidence BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION stories_keep_evidence()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_evidence BEFORE UPDATE ON {table} WHEN {changed}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""


def install(using: str, **kwargs) -> None:
    """Installs the triggers where the tables are; doing it again changes nothing."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    records = [model for model in RECORDS if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and records:
            cursor.execute(POSTGRESQL)
        for model in records:
            cursor.execute(_trigger(connection, model))


def _trigger(connection: BaseDatabaseWrapper, model: type) -> str:
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return POSTGRESQL_TRIGGER.format(table=table)
    columns = [field.column for field in model._meta.concrete_fields]
    changed = [f'NEW."{column}" IS NOT OLD."{column}"' for column in columns if column not in EMPTIED]
    changed += [
        f'(NEW."{column}" IS NOT OLD."{column}" AND NEW."{column}" IS NOT {empty})'
        for column, empty in EMPTIED.items()
        if column in columns
    ]
    return SQLITE_TRIGGER.format(table=table, changed=" OR ".join(changed), refusal=REFUSAL)
