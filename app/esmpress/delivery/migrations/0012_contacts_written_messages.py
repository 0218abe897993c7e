"""Texts that researchers write to participants, carried by letters, one to each."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table, and to letters which text they carry."""

    dependencies = [
        ("delivery", "0011_letters_to_researchers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WrittenMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "researcher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written_messages",
                        to="studies.study",
                    ),
                ),
            ],
            options={"ordering": ("written_at", "pk")},
        ),
        migrations.AddField(
            model_name="letter",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="delivery.writtenmessage",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("join_confirm", "confirm that you want to take part"),
                    ("join_known", "you take part already"),
                    ("welcome", "welcome"),
                    ("portal_link", "link to the personal page"),
                    ("withdrawn", "farewell"),
                    ("alerts", "alerts, for a researcher"),
                    ("written", "message by a researcher"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("message", "participant"),
                name="letter_written_once",
            ),
        ),
    ]
