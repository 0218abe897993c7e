"""Files of people on their way into a study; the bytes in them are sealed."""
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the tables of imports, their files and their lines."""

    dependencies = [
        ('participants', '0011_contacts_acts_tell_their_study'),
        ('studies', '0010_members_of_existing_studies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeopleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked, not imported'), ('importing', 'being imported'), ('imported', 'imported'), ('stopped', 'stopped half way'), ('undoing', 'being undone'), ('undone', 'undone'), ('removed', 'removed without importing')], default='uploaded', max_length=10)),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('encoding', models.CharField(blank=True, max_length=12)),
                ('delimiter', models.CharField(blank=True, max_length=1)),
                ('has_heading', models.BooleanField(default=True)),
                ('columns', models.JSONField(default=dict)),
                ('refusal', models.CharField(blank=True, max_length=20)),
                ('refused_line', models.PositiveIntegerField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people_imports', to='studies.study')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ImportPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('sealed', models.BinaryField()),
                ('people_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='participants.peopleimport')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='As editors and spreadsheets count lines.')),
                ('verdict', models.CharField(choices=[('good', 'good'), ('doubtful', 'doubtful'), ('refused', 'refused')], max_length=8)),
                ('reasons', models.JSONField(default=list)),
                ('twin', models.PositiveIntegerField(null=True)),
                ('is_included', models.BooleanField()),
                ('sealed_cells', models.BinaryField(null=True)),
                ('email_index', models.BinaryField(max_length=32, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('enrolled', 'enrolled'), ('refused', 'refused when its turn came'), ('undone', 'undone'), ('stayed', 'stayed when the others were undone')], max_length=8)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='participants.participant')),
                ('people_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='participants.peopleimport')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.AddIndex(
            model_name='peopleimport',
            index=models.Index(condition=models.Q(('state__in', ('undone', 'removed')), _negated=True), fields=['uploaded_at'], name='people_import_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='peopleimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('started_at__isnull', True), ('state__in', ('uploaded', 'checked'))), ('state', 'removed'), models.Q(('started_at__isnull', False), ('state__in', ('importing', 'imported', 'stopped', 'undoing', 'undone'))), _connector='OR'), name='people_import_begins_when_it_is_started'),
        ),
        migrations.AddConstraint(
            model_name='importpiece',
            constraint=models.UniqueConstraint(fields=('people_import', 'position'), name='import_piece_position_unique'),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['people_import', 'verdict', 'number'], name='import_line_page'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.UniqueConstraint(fields=('people_import', 'number'), name='import_line_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.UniqueConstraint(condition=models.Q(('is_included', True)), fields=('people_import', 'email_index'), name='import_line_address_included_once'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.CheckConstraint(condition=models.Q(('is_included', True), ('verdict', 'refused'), _negated=True), name='import_line_refused_is_left_out'),
        ),
    ]
