from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0003_events_alerts_and_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='messagetemplate',
            name='html',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='messagetemplate',
            name='body',
            field=models.TextField(),
        ),
        migrations.AlterField(
            model_name='messagetemplate',
            name='subject',
            field=models.CharField(max_length=120),
        ),
    ]
