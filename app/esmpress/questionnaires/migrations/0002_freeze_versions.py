"""The database refuses any change to a published version."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published questionnaire version cannot be changed'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER questionnaire_version_is_frozen
  BEFORE UPDATE ON questionnaires_questionnaireversion
  FOR EACH ROW EXECUTE FUNCTION refuse_version_change();
"""
THAW = """
DROP TRIGGER questionnaire_version_is_frozen ON questionnaires_questionnaireversion;
DROP FUNCTION refuse_version_change();
"""


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = [("questionnaires", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
