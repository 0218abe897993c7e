"""The database refuses a change of what was allocated, and a pause without its row."""

from django.db import migrations

# A draft's participants can be deleted with it; those of a launched study leave a trace for ever.
KEEP_ALLOCATIONS = """
CREATE FUNCTION refuse_allocation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
       SELECT FROM participants_participant AS participant
         JOIN studies_study AS study ON study.id = participant.study_id
        WHERE participant.id = OLD.participant_id AND study.launched_at IS NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'an allocation cannot be changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER allocation_is_kept
  BEFORE UPDATE OR DELETE ON participants_allocation
  FOR EACH ROW EXECUTE FUNCTION refuse_allocation_change();
"""
FORGET_ALLOCATIONS = """
DROP TRIGGER allocation_is_kept ON participants_allocation;
DROP FUNCTION refuse_allocation_change();
"""

# Checked at the end of the transaction, for status and row cannot change in one statement.
MATCH_PAUSES = """
CREATE FUNCTION refuse_unmatched_pause() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  IF TG_TABLE_NAME = 'participants_pause' THEN
    changed := NEW.participant_id;
  ELSE
    changed := NEW.id;
  END IF;
  IF EXISTS (
       SELECT FROM participants_participant AS participant
        WHERE participant.id = changed
          AND (participant.status = 'paused') <> EXISTS (
                SELECT FROM participants_pause AS pause
                 WHERE pause.participant_id = participant.id AND pause.ended_at IS NULL)) THEN
    RAISE EXCEPTION 'a participant is paused as long as a pause is open'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER participant_paused_has_its_pause
  AFTER INSERT OR UPDATE OF status ON participants_participant
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unmatched_pause();
CREATE CONSTRAINT TRIGGER pause_has_its_paused_participant
  AFTER INSERT OR UPDATE OF ended_at ON participants_pause
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_unmatched_pause();
"""
UNMATCH_PAUSES = """
DROP TRIGGER participant_paused_has_its_pause ON participants_participant;
DROP TRIGGER pause_has_its_paused_participant ON participants_pause;
DROP FUNCTION refuse_unmatched_pause();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("participants", "0003_allocation_pauses_and_moves")]

    operations = [
        migrations.RunSQL(KEEP_ALLOCATIONS, FORGET_ALLOCATIONS),
        migrations.RunSQL(MATCH_PAUSES, UNMATCH_PAUSES),
    ]
