"""Gives launched studies their first schedule versions; freezes versions, and arms and phases."""

from django.db import migrations

FIRST_VERSIONS = """
INSERT INTO studies_scheduleversion (schedule_id, number, scheme, confirmed_at)
SELECT schedule.id, 1, schedule.scheme, study.launched_at
  FROM studies_schedule AS schedule
  JOIN studies_study AS study ON study.id = schedule.study_id
 WHERE study.launched_at IS NOT NULL;
-- The triggers below cannot be made while checks of the new rows are waiting.
SET CONSTRAINTS ALL IMMEDIATE;
"""

FREEZE_VERSIONS = """
CREATE FUNCTION refuse_schedule_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a schedule cannot be changed'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER schedule_version_is_frozen
  BEFORE UPDATE ON studies_scheduleversion
  FOR EACH ROW EXECUTE FUNCTION refuse_schedule_version_change();
"""
THAW_VERSIONS = """
DROP TRIGGER schedule_version_is_frozen ON studies_scheduleversion;
DROP FUNCTION refuse_schedule_version_change();
"""

# Participants were allocated by the arms, and days already over were counted by the phases.
FREEZE_PROTOCOL = """
CREATE FUNCTION refuse_protocol_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    changed := OLD.study_id;
  ELSE
    changed := NEW.study_id;
  END IF;
  IF EXISTS (SELECT FROM studies_study WHERE id = changed AND launched_at IS NOT NULL) THEN
    RAISE EXCEPTION 'arms and phases of a launched study cannot be changed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER arm_is_frozen_by_launch
  BEFORE INSERT OR UPDATE OR DELETE ON studies_arm
  FOR EACH ROW EXECUTE FUNCTION refuse_protocol_change();
CREATE TRIGGER phase_is_frozen_by_launch
  BEFORE INSERT OR UPDATE OR DELETE ON studies_phase
  FOR EACH ROW EXECUTE FUNCTION refuse_protocol_change();
"""
THAW_PROTOCOL = """
DROP TRIGGER arm_is_frozen_by_launch ON studies_arm;
DROP TRIGGER phase_is_frozen_by_launch ON studies_phase;
DROP FUNCTION refuse_protocol_change();
"""


class Migration(migrations.Migration):
    """Adds the rows and the triggers."""

    dependencies = [("studies", "0002_protocol")]

    operations = [
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE_VERSIONS, THAW_VERSIONS),
        migrations.RunSQL(FREEZE_PROTOCOL, THAW_PROTOCOL),
    ]
