"""The rows there are keep the constraint of before."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Reads the table once, while everybody works."""

    dependencies = [("delivery", "0013_contacts_resent")]

    operations = [ValidateConstraint(model_name="notification", name="notification_kind_is_known")]
