"""Which tables tell the audit trail what changed in them."""

from django.db import migrations

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds a trigger to each."""

    dependencies = [
        ("accounts", "0002_audit"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("delivery", "0010_letters"),
        ("participants", "0010_leavings"),
        ("questionnaires", "0004_presentation"),
        ("studies", "0008_feedback"),
    ]

    operations = [
        migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.since == 3
    ]
