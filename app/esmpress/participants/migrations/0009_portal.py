"""Personal pages: links that can be revoked, pauses that end by themselves, levels of withdrawal."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Whoever had withdrawn until now had stopped, and nothing else.
LEVELS = """
UPDATE participants_participant SET withdrawal_level = 'stop' WHERE status = 'withdrawn'
"""

# The draw stays, for the sequence of the arms goes on from it; what somebody wrote about an erased
# person does not.
ERASE_REASONS = """
CREATE OR REPLACE FUNCTION refuse_allocation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
       SELECT FROM participants_participant AS participant
         JOIN studies_study AS study ON study.id = participant.study_id
        WHERE participant.id = OLD.participant_id AND study.launched_at IS NULL) THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.reason = 'erased'
     AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' AND EXISTS (
       SELECT FROM participants_participant
        WHERE id = OLD.participant_id AND withdrawal_level = 'erase') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an allocation cannot be changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
KEEP_REASONS = """
CREATE OR REPLACE FUNCTION refuse_allocation_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0008_joining'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='portal_epoch',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='participant',
            name='withdrawal_level',
            field=models.CharField(blank=True, choices=[('stop', 'stop: answers and address are kept'), ('forget', 'forget: the address is deleted too'), ('exclude', 'exclude: the answers are left out of every export too'), ('erase', 'erase: the answers are deleted')], max_length=8),
        ),
        migrations.AddField(
            model_name='pause',
            name='until',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='pause',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('until__isnull', False)), fields=['until'], name='pause_ends_by_itself'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawal_level', ''), ('status', 'withdrawn'), _connector='OR'), name='participant_level_of_a_withdrawal'),
        ),
        migrations.CreateModel(
            name='LinkRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indexes', django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(max_length=32), size=None)),
                ('requested_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.RunSQL(LEVELS, migrations.RunSQL.noop),
        migrations.RunSQL(ERASE_REASONS, KEEP_REASONS),
    ]
