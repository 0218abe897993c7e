"""When a row changed last, for programs that ask what is new; the API alone reads it."""

from django.db import migrations, models
from django.db.models.functions import Now

from esmpress.accounts.audited_tables import AUDITED

# The beginning of the statement, so never before that of its transaction: `export.horizon` counts on it.
NOTE = """
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := statement_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER participant_change_is_noted
  BEFORE UPDATE OF number, status, language, time_zone, enrolled_at, start_date, arm_id, stratum,
                   withdrawn_at, withdrawal_level
  ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION note_change();
"""
FORGET = """
DROP TRIGGER participant_change_is_noted ON participants_participant;
DROP FUNCTION note_change();
"""
# Its arguments are those of the day it was made: the column is not told to the audit trail.
(AUDITED_PARTICIPANTS,) = [one for one in AUDITED if one.name == "participants_participant"]
AGAIN = f"{AUDITED_PARTICIPANTS.detach()}; {AUDITED_PARTICIPANTS.attach()};"


class Migration(migrations.Migration):
    """Adds the column, and the trigger that keeps it."""

    dependencies = [
        ("accounts", "0003_audited_tables"),
        ("participants", "0013_address_changed_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
