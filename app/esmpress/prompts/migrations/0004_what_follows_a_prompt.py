"""What follows a prompt is found without a look at all prompts: deleting one asks for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the index while prompts are written."""

    atomic = False

    dependencies = [
        ("prompts", "0003_version_of_its_schedule"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="prompt",
            index=models.Index(
                condition=models.Q(("triggered_by__isnull", False)),
                fields=["triggered_by"],
                name="prompt_follows",
            ),
        ),
    ]
