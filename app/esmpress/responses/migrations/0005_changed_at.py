"""When answers saved so far changed last, for programs that ask what is new."""

from django.db import migrations, models
from django.db.models.functions import Now

NOTE = """
CREATE TRIGGER draft_change_is_noted
  BEFORE UPDATE OF answers, changed, language, page, timings ON responses_draft
  FOR EACH ROW EXECUTE FUNCTION note_change();
"""
FORGET = "DROP TRIGGER draft_change_is_noted ON responses_draft"


class Migration(migrations.Migration):
    """Adds the column, and the trigger that keeps it."""

    dependencies = [
        ("prompts", "0005_changed_at"),
        ("responses", "0004_drafts_and_paradata"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        migrations.RunSQL(NOTE, FORGET),
    ]
