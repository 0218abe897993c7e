"""Endpoints of studies, and what they are told."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from esmpress.accounts.audited_tables import AUDITED


class Migration(migrations.Migration):
    """Adds two tables; what researchers do with endpoints is told to the audit trail."""

    initial = True

    dependencies = [
        ('accounts', '0002_audit'),
        ('studies', '0012_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('url', models.CharField(max_length=500)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=3)),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sealed_secret', models.BinaryField()),
                ('sealed_old_secret', models.BinaryField(null=True)),
                ('old_secret_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('failing_since', models.DateTimeField(null=True)),
                ('off_at', models.DateTimeField(null=True)),
                ('off_reason', models.CharField(blank=True, choices=[('by_hand', 'by hand'), ('gone', 'it answered 410: it is gone'), ('failing', 'for five days nothing reached it')], max_length=10)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhook_endpoints', to='studies.study')),
            ],
            options={
                'verbose_name': 'webhook endpoint',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('participant', models.CharField(blank=True, max_length=12)),
                ('prompt', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('taken', 'taken'), ('given_up', 'given up')], default='waiting', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('claim', models.UUIDField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('status_code', models.PositiveSmallIntegerField(null=True)),
                ('failure', models.CharField(blank=True, choices=[('answer', 'the answer was none of 200 to 299'), ('no_http', 'what came back was no HTTP answer'), ('name', 'the name leads to no address'), ('address', 'the name leads to an address that is not public'), ('connection', 'no connection, or it broke off'), ('certificate', 'the certificate is not valid for this name'), ('tls', 'no secure connection came about'), ('timeout', 'no answer in time'), ('key', 'the key its secret is sealed with is missing here'), ('off', 'the endpoint was off'), ('broken_off', 'sending was broken off each time')], max_length=11)),
                ('ended_at', models.DateTimeField(null=True)),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.endpoint')),
            ],
            options={
                'ordering': ('-pk',),
                'verbose_name': 'webhook event',
            },
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['response.received', 'participant.enrolled', 'participant.withdrawn']), ('kinds__len__gte', 1)), name='endpoint_has_known_kinds'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('off_at__isnull', True), ('off_reason', '')), models.Q(('off_at__isnull', False), models.Q(('off_reason', ''), _negated=True)), _connector='OR'), name='endpoint_is_off_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('old_secret_until__isnull', True), ('sealed_old_secret__isnull', True)), models.Q(('old_secret_until__isnull', False), ('sealed_old_secret__isnull', False)), _connector='OR'), name='endpoint_old_secret_ends'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['endpoint', 'id'], name='webhook_of_endpoint'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='webhook_waiting'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='delivery_ends_with_its_state'),
        ),
        *(migrations.RunSQL(table.attach(), table.detach()) for table in AUDITED if table.name == 'webhooks_endpoint'),
    ]
