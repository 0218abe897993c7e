"""Coordinator alerts are raised once, and remember when their mail was tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_message_html")]

    operations = [
        migrations.AddField(
            model_name="coordinatoralert",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="coordinatoralert",
            constraint=models.UniqueConstraint(
                fields=("participant", "kind", "raised_at"), name="coordinator_alert_once"
            ),
        ),
    ]
