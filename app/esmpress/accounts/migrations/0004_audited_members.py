"""Who has which role in a study is told to the audit trail, too."""

from django.db import migrations

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds a trigger to each of two more tables."""

    dependencies = [
        ("accounts", "0003_audited_tables"),
        ("studies", "0010_members_of_existing_studies"),
    ]

    operations = [
        migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.since == 4
    ]
