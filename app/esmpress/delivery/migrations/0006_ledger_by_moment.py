"""What is under way and what is recent is found without the rest of the ledger."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0005_alerts_once_and_tried'),
        ('prompts', '0003_version_of_its_schedule'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='notification',
            name='notification_waiting',
        ),
        migrations.AlterField(
            model_name='notification',
            name='prompt',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='prompts.prompt'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('status__in', ('planned', 'due'))), fields=['open_until', 'id', 'due_at'], name='notification_waiting'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['planned_at'], name='notification_by_moment'),
        ),
    ]
