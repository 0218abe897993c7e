"""What a restored database must not forget: who left; the chain is added to and never changed."""
from django.db import migrations, models

KEEP = """
CREATE FUNCTION refuse_leaving_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
     AND to_jsonb(NEW) - ARRAY['seq', 'line'] = to_jsonb(OLD) - ARRAY['seq', 'line'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a leaving cannot be changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER leaving_is_kept
  BEFORE UPDATE OR DELETE ON participants_leaving
  FOR EACH ROW EXECUTE FUNCTION refuse_leaving_change();
"""
FORGET = """
DROP TRIGGER leaving_is_kept ON participants_leaving;
DROP FUNCTION refuse_leaving_change();
"""


class Migration(migrations.Migration):
    """Adds the table and its trigger."""

    dependencies = [
        ('participants', '0009_portal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participant', models.BigIntegerField(help_text="The number of the participant's row.")),
                ('enrolled_at', models.DateTimeField()),
                ('act', models.CharField(choices=[('unsubscribe', 'no more mail'), ('subscribe', 'mail again'), ('stop', 'withdrawn: stop'), ('forget', 'withdrawn: forget'), ('exclude', 'withdrawn: exclude'), ('erase', 'withdrawn: erase')], max_length=12)),
                ('at', models.DateTimeField()),
                ('seq', models.BigIntegerField(help_text='Place in the chain, from 1.', null=True, unique=True)),
                ('line', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(condition=models.Q(('seq__isnull', True)), fields=['id'], name='leaving_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('line', ''), ('seq__isnull', True)), models.Q(('seq__gte', 1), models.Q(('line', ''), _negated=True)), _connector='OR'), name='leaving_in_the_chain_has_its_line')],
            },
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
