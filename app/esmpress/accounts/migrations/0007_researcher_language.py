from django.db import migrations, models


class Migration(migrations.Migration):
    """Keeps which language of the Admin a researcher chose."""

    dependencies = [("accounts", "0006_audited_factors")]

    operations = [
        migrations.AddField(
            model_name="researcher",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("pl", "polski")],
                db_default="",
                default="",
                help_text="Without a choice that of the browser, or English. Everybody can " "choose it in the menu under the own name.",
                max_length=5,
                verbose_name="language of the Admin",
            ),
        ),
    ]
