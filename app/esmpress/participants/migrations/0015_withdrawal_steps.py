"""What each level of a withdrawal deleted, in counts; the database refuses to change it."""

import django.db.models.deletion
from django.db import migrations, models

# As with allocations: a draft's participants can be deleted with it.
KEEP = """
CREATE FUNCTION refuse_withdrawal_step_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
       SELECT FROM participants_participant AS participant
         JOIN studies_study AS study ON study.id = participant.study_id
        WHERE participant.id = OLD.participant_id AND study.launched_at IS NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'what a withdrawal deleted cannot be changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER withdrawal_step_is_kept
  BEFORE UPDATE OR DELETE ON participants_withdrawalstep
  FOR EACH ROW EXECUTE FUNCTION refuse_withdrawal_step_change();
"""
FORGET = """
DROP TRIGGER withdrawal_step_is_kept ON participants_withdrawalstep;
DROP FUNCTION refuse_withdrawal_step_change();
"""


class Migration(migrations.Migration):
    """Adds the table and its trigger."""

    dependencies = [
        ('participants', '0014_changed_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='WithdrawalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('stop', 'stop: answers and address are kept'), ('forget', 'forget: the address is deleted too'), ('exclude', 'exclude: the answers are left out of every export too'), ('erase', 'erase: the answers are deleted')], max_length=8)),
                ('at', models.DateTimeField()),
                ('wish', models.CharField(choices=[('own_page', 'by the participant, on their own page'), ('researcher', 'by a researcher, as the participant wished'), ('restore', 'again, after a backup was restored'), ('undone', 'by undoing the import they were enrolled with')], max_length=10)),
                ('gone', models.JSONField(default=dict)),
                ('files', models.PositiveIntegerField(default=0)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal_steps', to='participants.participant')),
            ],
            options={
                'ordering': ('participant', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('participant', 'level'), name='withdrawal_step_goes_once')],
            },
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
