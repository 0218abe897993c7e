"""The audit trail: what is in it stays, in an order that shows when something was taken out."""

import django.utils.timezone
from django.db import migrations, models

# What one entry's hash is made of, with that of the entry before.
HASH = """
CREATE FUNCTION audit_hash(entry accounts_auditentry) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(entry.previous || convert_to(jsonb_build_array(
    entry.number, extract(epoch FROM entry.at), entry.researcher, entry.act, entry.study,
    entry.subject_type, entry.subject, entry.words, entry.changes, entry.request_id
  )::text, 'UTF8'))
$$;
"""
FORGET_HASH = "DROP FUNCTION audit_hash(accounts_auditentry)"

# One after the other: the lock goes with the transaction, so numbers have no gap either.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('accounts_auditentry'));
  SELECT number, hash INTO last FROM accounts_auditentry ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.previous := coalesce(last.hash, ''::bytea);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""
UNCHAIN = """
DROP TRIGGER audit_chain ON accounts_auditentry;
DROP FUNCTION audit_chain();
"""

KEEP = """
CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Entries of the audit trail are never changed or deleted.'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON accounts_auditentry
  FOR EACH ROW EXECUTE FUNCTION audit_keeps();
"""
LET_GO = """
DROP TRIGGER audit_keeps ON accounts_auditentry;
DROP FUNCTION audit_keeps();
"""

# A row that was made, changed or deleted, with the values before and after. Arguments: the column that tells the study,
# columns of which only the fact of the change is told, columns that are not told at all. Of tables that our own processes write,
# the first argument begins with "by:" and only what a researcher does is told.
ROWS = """
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who bigint := nullif(current_setting('esmpress.researcher', true), '')::bigint;
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  kept jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  hidden text[] := string_to_array(TG_ARGV[1], ' ');
  untold text[] := string_to_array(TG_ARGV[2], ' ');
  changes jsonb;
BEGIN
  IF who IS NULL AND TG_ARGV[0] LIKE 'by:%' THEN RETURN NULL; END IF;
  SELECT jsonb_object_agg(name, CASE WHEN name = ANY (hidden) THEN '[]'
           ELSE jsonb_build_array(old_value, new_value) END)
    INTO changes
    FROM (SELECT name, o.value AS old_value, n.value AS new_value
            FROM jsonb_each(before) AS o(name, value)
            FULL JOIN jsonb_each(after) AS n(name, value) USING (name)
           WHERE o.value IS DISTINCT FROM n.value) AS differing
   WHERE NOT name = ANY (untold)
     AND (old_value IS NOT NULL OR new_value <> 'null'::jsonb);
  IF changes IS NULL THEN RETURN NULL; END IF;
  INSERT INTO accounts_auditentry
    (number, at, researcher, act, study, subject_type, subject, words, changes, request_id, previous, hash)
  VALUES (0, clock_timestamp(), who, lower(TG_OP),
    (kept ->> replace(TG_ARGV[0], 'by:', ''))::bigint,
    TG_TABLE_NAME, coalesce(kept ->> 'id', ''), '', changes,
    coalesce(current_setting('esmpress.request', true), ''), '', '');
  RETURN NULL;
END $$;
"""
FORGET_ROWS = "DROP FUNCTION audit_row()"


# What the Admin writes into its log in words; of forms it writes the fields, which the rows tell better.
SENTENCES = """
CREATE FUNCTION audit_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_type text;
BEGIN
  SELECT app_label || '_' || model INTO of_type FROM django_content_type WHERE id = NEW.content_type_id;
  INSERT INTO accounts_auditentry
    (number, at, researcher, act, study, subject_type, subject, words, changes, request_id, previous, hash)
  VALUES (0, clock_timestamp(), NEW.user_id, 'do',
    CASE WHEN of_type = 'studies_study' THEN NEW.object_id::bigint END,
    coalesce(of_type, ''), coalesce(left(NEW.object_id, 63), ''), NEW.change_message, '{}',
    coalesce(current_setting('esmpress.request', true), ''), '', '');
  RETURN NULL;
END $$;
CREATE TRIGGER audit_sentence AFTER INSERT ON django_admin_log
  FOR EACH ROW WHEN (NEW.change_message <> '' AND left(NEW.change_message, 1) <> '[')
  EXECUTE FUNCTION audit_sentence();
"""
FORGET_SENTENCES = """
DROP TRIGGER audit_sentence ON django_admin_log;
DROP FUNCTION audit_sentence();
"""


class Migration(migrations.Migration):
    """Adds the table, its chain, and what writes into it by itself."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.BigIntegerField(default=0, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("researcher", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("insert", "added"),
                            ("update", "changed"),
                            ("delete", "deleted"),
                            ("do", "did"),
                            ("see", "saw"),
                            ("log in", "logged in"),
                            ("log out", "logged out"),
                            ("fail", "failed to log in"),
                        ],
                        max_length=20,
                    ),
                ),
                ("study", models.BigIntegerField(null=True)),
                ("subject_type", models.CharField(blank=True, max_length=63, verbose_name="table")),
                ("subject", models.CharField(blank=True, max_length=63, verbose_name="row")),
                ("words", models.TextField(blank=True)),
                ("changes", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("previous", models.BinaryField(default=b"")),
                ("hash", models.BinaryField(default=b"")),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit trail",
                "ordering": ("-number",),
                "indexes": [
                    models.Index(fields=["study", "-number"], name="audit_of_study"),
                    models.Index(
                        fields=["researcher", "subject_type", "subject", "-number"],
                        condition=models.Q(("act", "see")),
                        name="audit_seen",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HASH, FORGET_HASH),
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunSQL(KEEP, LET_GO),
        migrations.RunSQL(ROWS, FORGET_ROWS),
        migrations.RunSQL(SENTENCES, FORGET_SENTENCES),
    ]
