import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def received_as_submitted(apps, schema_editor):
    """Before there were late uploads, every response came as it was sent."""
    apps.get_model("responses", "Response").objects.update(received_at=F("submitted_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('prompts', '0003_version_of_its_schedule'),
        ('responses', '0003_photo'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('prompt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='prompts.prompt')),
                ('language', models.CharField(max_length=6)),
                ('answers', models.JSONField(default=dict)),
                ('changed', models.JSONField(default=dict)),
                ('page', models.CharField(blank=True, max_length=40)),
                ('timings', models.JSONField(null=True)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'partial response',
            },
        ),
        migrations.AddField(
            model_name='response',
            name='received_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(received_as_submitted, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='response',
            name='received_at',
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name='response',
            name='device',
            field=models.CharField(blank=True, default='', max_length=7),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='response',
            name='item_timings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None),
        ),
        migrations.AddField(
            model_name='response',
            name='page_timings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None),
        ),
        migrations.AddField(
            model_name='response',
            name='hidden',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None),
        ),
    ]
