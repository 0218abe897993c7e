"""Tokens by which programs read a study, of which only a hash is kept."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds the table; making and revoking tokens is told to the audit trail."""

    dependencies = [
        ("accounts", "0002_audit"),
        ("studies", "0011_members_need_a_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=6)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_with_factor", models.BooleanField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_on", models.DateField(null=True)),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="api_tokens", to=settings.AUTH_USER_MODEL)),
                ("revoked_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("study", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="api_tokens", to="studies.study")),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
                "verbose_name": "API token",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scopes__contained_by",
                                ["read:study", "read:participants", "read:prompts", "read:responses", "read:compliance", "read:arms"],
                            ),
                            ("scopes__len__gte", 1),
                        ),
                        name="api_token_has_known_scopes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("made_at")),
                            ("expires_at__lte", models.F("made_at") + models.Value(datetime.timedelta(days=365))),
                        ),
                        name="api_token_ends_within_a_year",
                    ),
                ],
            },
        ),
        *(migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.name == "studies_apitoken"),
    ]
