"""What researchers decided about messages, kept for as long as the messages."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The key cascades in the database: whatever deletes messages takes their acts along, and nothing
# else deletes or changes one.
KEEP_ACTS = """
ALTER TABLE delivery_messageact
  ADD CONSTRAINT message_act_of_its_message FOREIGN KEY (notification_id)
  REFERENCES delivery_notification (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION refuse_message_act_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (
       SELECT FROM delivery_notification AS row WHERE row.id = OLD.notification_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'what was decided about a message cannot be changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER message_act_is_kept
  BEFORE UPDATE OR DELETE ON delivery_messageact
  FOR EACH ROW EXECUTE FUNCTION refuse_message_act_change();
"""
FORGET_ACTS = """
DROP TRIGGER message_act_is_kept ON delivery_messageact;
DROP FUNCTION refuse_message_act_change();
ALTER TABLE delivery_messageact DROP CONSTRAINT message_act_of_its_message;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0007_preflight"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("try_again", "try again"), ("call_off", "do not send")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(max_length=150)),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("due", "due, trying again"),
                            ("claimed", "claimed by a worker"),
                            ("handed_over", "handed over"),
                            ("accepted", "accepted by the provider"),
                            ("deferred", "deferred by the mailbox"),
                            ("delivered", "delivered"),
                            ("bounced", "bounced"),
                            ("dropped", "dropped by the provider"),
                            ("uncertain", "outcome unknown"),
                            ("not_sent", "not sent"),
                            ("failed", "failed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason_before", models.CharField(blank=True, max_length=200)),
                ("attempts_before", models.PositiveSmallIntegerField()),
                ("handed_over_before", models.DateTimeField(null=True)),
                ("settled_before", models.DateTimeField(null=True)),
                (
                    "notification",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="acts",
                        to="delivery.notification",
                    ),
                ),
                (
                    "researcher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.RunSQL(KEEP_ACTS, FORGET_ACTS),
    ]
