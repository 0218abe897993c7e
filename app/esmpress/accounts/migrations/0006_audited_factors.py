"""Second factors that are added and removed are told to the audit trail."""

from django.db import migrations

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds a trigger to each of two more tables."""

    dependencies = [("accounts", "0005_second_factors")]

    operations = [
        migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.since == 6
    ]
