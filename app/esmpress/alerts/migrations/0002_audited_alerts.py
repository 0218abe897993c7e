"""What researchers do with rules, alerts and their mail is told to the audit trail."""

from django.db import migrations

from esmpress.accounts.audited_tables import AUDITED, OWN


class Migration(migrations.Migration):
    """Adds a trigger to each of the package's tables that researchers write."""

    dependencies = [
        ("accounts", "0002_audit"),
        ("alerts", "0001_rules_alerts_and_mails"),
    ]

    operations = [
        migrations.RunSQL(table.attach(), table.detach())
        for table in AUDITED
        if table.since == OWN and table.name.startswith("alerts_")
    ]
