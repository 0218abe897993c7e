"""What is done to a participant is told with their study, and a look as a look."""

from django.db import migrations

# The action flag 4 is a look: `console.history.LOOK`.
TELL_STUDY = """
CREATE OR REPLACE FUNCTION audit_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_type text;
  study bigint;
BEGIN
  SELECT app_label || '_' || model INTO of_type FROM django_content_type WHERE id = NEW.content_type_id;
  IF of_type = 'studies_study' THEN
    study := NEW.object_id::bigint;
  ELSIF of_type = 'participants_participant' THEN
    SELECT study_id INTO study FROM participants_participant WHERE id = NEW.object_id::bigint;
  END IF;
  INSERT INTO accounts_auditentry
    (number, at, researcher, act, study, subject_type, subject, words, changes, request_id, previous, hash)
  VALUES (0, clock_timestamp(), NEW.user_id, CASE NEW.action_flag WHEN 4 THEN 'see' ELSE 'do' END,
    study, coalesce(of_type, ''), coalesce(left(NEW.object_id, 63), ''), NEW.change_message, '{}',
    coalesce(current_setting('esmpress.request', true), ''), '', '');
  RETURN NULL;
END $$;
"""
TELL_NONE = """
CREATE OR REPLACE FUNCTION audit_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """Replaces the function behind the Admin's log; its trigger stays."""

    dependencies = [
        ("participants", "0010_leavings"),
        ("accounts", "0004_audited_members"),
    ]

    operations = [migrations.RunSQL(TELL_STUDY, TELL_NONE)]
