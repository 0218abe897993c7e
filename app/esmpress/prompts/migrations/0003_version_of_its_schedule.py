"""A prompt's version is one of its schedule: one check for each row where there would be two."""

from django.db import migrations

CHECK = """
ALTER TABLE prompts_prompt
  ADD CONSTRAINT prompt_version_of_its_schedule
  FOREIGN KEY (schedule_version_id, schedule_id)
  REFERENCES studies_scheduleversion (id, schedule_id)
  DEFERRABLE INITIALLY DEFERRED;
"""
DO_NOT_CHECK = """
ALTER TABLE prompts_prompt DROP CONSTRAINT prompt_version_of_its_schedule;
"""


class Migration(migrations.Migration):
    """Adds the constraint."""

    dependencies = [
        ("prompts", "0002_schedule_version_and_trigger"),
        ("studies", "0003_freeze_protocol"),
    ]

    operations = [migrations.RunSQL(CHECK, DO_NOT_CHECK)]
