"""What is done to a participant is told with their study, and a look as a look."""

from django.db import migrations

# The action flag 4 is a look: `console.history.LOOK`.
TELL_STUDY = "\nCREATE OR REPLACE FUNCTION audit_sentence() RETURNS trigger LANGUAGE " "plpgsql AS $$\nDECLARE\n  of_type text;\n  study bigint;\nBEGIN\n  SELECT " "app_label || '_' || model INTO of_type FROM django_content_type WHERE " "id = NEW.content_type_id;\n  IF of_type = 'studies_study' THEN\n    study " ":= NEW.object_id::bigint;\n  ELSIF of_type = 'participants_participant' " "THEN\n    SELECT study_id INTO study FROM participants_participant WHERE " "id = NEW.object_id::bigint;\n  END IF;\n  INSERT INTO " "accounts_auditentry\n    (number, at, researcher, act, study, " "subject_type, subject, words, changes, request_id, previous, hash)\n  " "VALUES (0, clock_timestamp(), NEW.user_id, CASE NEW.action_flag WHEN 4 " "THEN 'see' ELSE 'do' END,\n    study, coalesce(of_type, ''), " "coalesce(left(NEW.object_id, 63), ''), NEW.change_message, '{}',\n    " "coalesce(current_setting('esmpress.request', true), ''), '', '');\n  " "RETURN NULL;\nEND $$;\n"
TELL_NONE = "\nCREATE OR REPLACE FUNCTION audit_sentence() RETURNS trigger LANGUAGE " "plpgsql AS $$\nDECLARE\n  of_type text;\nBEGIN\n  SELECT app_label || '_' " "|| model INTO of_type FROM django_content_type WHERE id = " "NEW.content_type_id;\n  INSERT INTO accounts_auditentry\n    (number, at, " "researcher, act, study, subject_type, subject, words, changes, " "request_id, previous, hash)\n  VALUES (0, clock_timestamp(), " "NEW.user_id, 'do',\n    CASE WHEN of_type = 'studies_study' THEN " "NEW.object_id::bigint END,\n    coalesce(of_type, ''), " "coalesce(left(NEW.object_id, 63), ''), NEW.change_message, '{}',\n    " "coalesce(current_setting('esmpress.request', true), ''), '', '');\n  " "RETURN NULL;\nEND $$;\n"


class Migration(migrations.Migration):
    """Replaces the function behind the Admin's log; its trigger stays."""

    dependencies = [
        ("participants", "0010_leavings"),
        ("accounts", "0004_audited_members"),
    ]

    operations = [migrations.RunSQL(TELL_STUDY, TELL_NONE)]
