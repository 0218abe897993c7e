"""Who asked to join, and what those who joined agreed to, which the database refuses to change."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


KEEP = """
CREATE FUNCTION refuse_consent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a consent that was given cannot be changed'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consent_is_kept
  BEFORE UPDATE ON participants_consent
  FOR EACH ROW EXECUTE FUNCTION refuse_consent_change();
"""
LET_GO = """
DROP TRIGGER consent_is_kept ON participants_consent;
DROP FUNCTION refuse_consent_change();
"""


class Migration(migrations.Migration):
    """Adds the tables and the trigger."""

    dependencies = [
        ('participants', '0007_languages'),
        ('questionnaires', '0003_pages_and_kinds'),
        ('studies', '0007_joining'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choices', models.JSONField()),
                ('language', models.CharField(max_length=6)),
                ('given_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='consents', to='studies.consentdocument')),
                ('eligibility_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaires.questionnaireversion')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='participants.participant')),
            ],
            options={
                'ordering': ['participant', 'given_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sealed_email', models.BinaryField(null=True)),
                ('email_index', models.BinaryField(max_length=32)),
                ('language', models.CharField(max_length=6)),
                ('choices', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='studies.consentdocument')),
                ('eligibility_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaires.questionnaireversion')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='participants.participant')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='studies.study')),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['study', 'created_at'], name='join_request_by_study'), models.Index(fields=['email_index'], name='join_request_by_address'), models.Index(fields=['created_at'], name='join_request_by_age')],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
