"""How long a study keeps each class of data; nothing goes as long as there is no row."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds the table, told to the audit trail."""

    dependencies = [
        ('accounts', '0007_researcher_language'),
        ('studies', '0012_api_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.CharField(choices=[('contact', 'contact data'), ('answers', 'answers and photos'), ('photos', 'photos'), ('messages', 'messages and their delivery')], max_length=10)),
                ('days', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(36525)])),
                ('counted_from', models.CharField(choices=[('study', 'the end of the study'), ('participant', "each participant's own end, or that of the study")], default='study', max_length=12)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retention_rules', to='studies.study')),
            ],
            options={
                'ordering': ('study', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('study', 'data'), name='retention_rule_once'), models.CheckConstraint(condition=models.Q(('days__range', (1, 36525))), name='retention_rule_lasts_a_day')],
            },
        ),
        *(migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.name == "studies_retentionrule"),
    ]
