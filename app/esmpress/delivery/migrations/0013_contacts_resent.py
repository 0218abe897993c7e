"""A mail with the link of an open prompt that a researcher asked for is a kind of its own."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets the kind in; the rows there are, are looked at in the next migration."""

    dependencies = [("delivery", "0012_contacts_written_messages")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                help_text="invitation, reminder_1 to reminder_9, snooze_1 to snooze_3, or resent_1 to resent_2.",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="notification", name="notification_kind_known"),
        AddConstraintNotValid(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__regex=r"^(invitation|reminder_[1-9]|snooze_[1-3]|resent_[1-2])$"),
                name="notification_kind_is_known",
            ),
        ),
    ]
