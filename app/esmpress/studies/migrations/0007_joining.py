"""How people join a study by themselves; the database refuses any change to what they agree to."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FREEZE = """
CREATE FUNCTION refuse_consent_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version of a consent cannot be changed'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER consent_document_is_frozen
  BEFORE UPDATE ON studies_consentdocument
  FOR EACH ROW EXECUTE FUNCTION refuse_consent_document_change();
"""
THAW = """
DROP TRIGGER consent_document_is_frozen ON studies_consentdocument;
DROP FUNCTION refuse_consent_document_change();
"""


class Migration(migrations.Migration):
    """Adds the tables and the trigger."""

    dependencies = [
        ('questionnaires', '0003_pages_and_kinds'),
        ('studies', '0006_languages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=False, help_text='Whether people can join by themselves now.', verbose_name='open')),
                ('quota', models.PositiveIntegerField(blank=True, help_text='How many can take part at the same time, however they came; empty: any number.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('information', models.JSONField(blank=True, default=dict)),
                ('consent_title', models.JSONField(blank=True, default=dict)),
                ('consent_text', models.JSONField(blank=True, default=dict)),
                ('eligible_if', models.TextField(blank=True)),
                ('stratum', models.CharField(blank=True, max_length=40)),
                ('eligibility', models.ForeignKey(blank=True, help_text='Questions that decide who can join; their answers are not kept.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaires.questionnaire')),
                ('study', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='joining', to='studies.study')),
            ],
            options={
                'verbose_name': 'joining',
                'verbose_name_plural': 'joining',
            },
        ),
        migrations.CreateModel(
            name='Purpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For the data, for example: taking_part, interview.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Use small letters, digits and underscores, beginning with a letter.')])),
                ('text', models.JSONField(default=dict)),
                ('is_required', models.BooleanField(default=True, verbose_name='needed to take part')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('joining', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purposes', to='studies.joining')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ConsentDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.JSONField()),
                ('text', models.JSONField()),
                ('purposes', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_documents', to='studies.study')),
            ],
            options={
                'ordering': ('study', 'number'),
                'constraints': [models.UniqueConstraint(fields=('study', 'number'), name='consent_document_number_unique')],
            },
        ),
        migrations.AddConstraint(
            model_name='joining',
            constraint=models.CheckConstraint(condition=models.Q(('quota__isnull', True), ('quota__gte', 1), _connector='OR'), name='joining_has_a_place'),
        ),
        migrations.AddConstraint(
            model_name='joining',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('eligibility__isnull', True), ('eligible_if', '')), models.Q(('eligibility__isnull', False), models.Q(('eligible_if', ''), _negated=True)), _connector='OR'), name='joining_condition_goes_with_its_questions'),
        ),
        migrations.AddConstraint(
            model_name='purpose',
            constraint=models.UniqueConstraint(fields=('joining', 'name'), name='purpose_name_unique'),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
