"""When a prompt changed last, for programs that ask what is new; the API alone reads it."""

from django.db import migrations, models
from django.db.models.functions import Now

# What the API tells of a prompt: a new link is no change.
NOTE = """
CREATE TRIGGER prompt_change_is_noted
  BEFORE UPDATE OF scheduled_at, time_zone, utc_offset_minutes, dst, open_until, finish_until,
                   status, status_reason, sent_at, opened_at, started_at, answered_at, ended_at,
                   questionnaire_version_id, schedule_version_id
  ON prompts_prompt
  FOR EACH ROW EXECUTE FUNCTION note_change();
"""
FORGET = "DROP TRIGGER prompt_change_is_noted ON prompts_prompt"


class Migration(migrations.Migration):
    """Adds the column, and the trigger that keeps it."""

    dependencies = [
        ("participants", "0014_changed_at"),
        ("prompts", "0004_what_follows_a_prompt"),
    ]

    operations = [
        migrations.AddField(
            model_name="prompt",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        migrations.RunSQL(NOTE, FORGET),
    ]
