"""Tells mail to an address from mail to the one before it."""
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when an address took the place of another."""

    dependencies = [
        ('participants', '0012_people_import'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='changed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
