"""Compliance and last answers are read from indexes of their own when people are sorted by them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the indexes while prompts are written."""

    atomic = False

    dependencies = [
        ("prompts", "0005_changed_at"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="prompt",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ("answered", "expired")),
                    models.Q(("trigger", "event"), _negated=True),
                ),
                fields=["participant", "status"],
                name="prompt_counted",
            ),
        ),
        AddIndexConcurrently(
            model_name="prompt",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["participant", "answered_at"],
                name="prompt_answers",
            ),
        ),
    ]
