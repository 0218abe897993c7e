"""Freezes the schedules of launched studies, all but the scheme, which new versions replace."""

from django.db import migrations

# A schedule that comes at the moment of the launch waits for it, and is refused: it would never
# get a version. Who changes or deletes one holds its row, for which the launch waits in turn.
FREEZE_SCHEDULES = """
CREATE FUNCTION refuse_schedule_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  launched timestamptz;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT launched_at INTO launched FROM studies_study WHERE id = NEW.study_id FOR KEY SHARE;
  ELSE
    SELECT launched_at INTO launched FROM studies_study WHERE id = OLD.study_id;
  END IF;
  IF launched IS NOT NULL AND (
    TG_OP <> 'UPDATE' OR to_jsonb(NEW) - 'scheme' <> to_jsonb(OLD) - 'scheme'
  ) THEN
    RAISE EXCEPTION 'schedules of a launched study cannot be added, changed or deleted'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER schedule_is_frozen_by_launch
  BEFORE INSERT OR UPDATE OR DELETE ON studies_schedule
  FOR EACH ROW EXECUTE FUNCTION refuse_schedule_change();
"""
THAW_SCHEDULES = """
DROP TRIGGER schedule_is_frozen_by_launch ON studies_schedule;
DROP FUNCTION refuse_schedule_change();
"""


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = [("studies", "0003_freeze_protocol")]

    operations = [migrations.RunSQL(FREEZE_SCHEDULES, THAW_SCHEDULES)]
