from django.conf import settings
from django.db import migrations
from django.utils import timezone

# Which permissions of before make which role: the first of which somebody has all, so that nobody
# gets to see more than they did.
PEOPLE = {"participants.view_participant", "prompts.view_prompt", "delivery.view_notification"}
LOOK = {"studies.view_study", *PEOPLE}
ROLES = (
    (
        "owner",
        {
            *LOOK,
            "studies.change_study",
            "studies.delete_study",
            "participants.add_participant",
            "participants.change_participant",
            "participants.view_allocation",
            "responses.view_response",
        },
    ),
    ("editor", {*LOOK, "studies.change_study"}),
    (
        "analyst",
        {
            *LOOK,
            "participants.view_allocation",
            "responses.view_response",
        },
    ),
    (
        "coordinator",
        {
            *LOOK,
            "participants.add_participant",
            "participants.change_participant",
        },
    ),
    ("observer", LOOK),
)


def _permissions(researcher):
    """Of their own and of their groups, like studies.view_study."""
    own = researcher.user_permissions.values_list("content_type__app_label", "codename")
    groups = researcher.groups.values_list(
        "permissions__content_type__app_label", "permissions__codename"
    )
    return {f"{app}.{name}" for app, name in (*own, *groups)}


def _role_of(researcher):
    if researcher.is_superuser:
        return "owner"
    held = _permissions(researcher)
    return next((role for role, needed in ROLES if needed <= held), None)


def give_roles(apps, schema_editor):
    """Who worked in all studies by permissions of before works in each of them by a role."""
    studies = list(apps.get_model("studies", "Study").objects.values_list("pk", flat=True))
    if not studies:
        return
    researchers = apps.get_model("accounts", "Researcher").objects
    membership = apps.get_model("studies", "Membership")
    now = timezone.now()
    for researcher in researchers.filter(is_staff=True, is_active=True):
        if role := _role_of(researcher):
            membership.objects.bulk_create(
                membership(study_id=study, researcher_id=researcher.pk, role=role, since=now)
                for study in studies
            )


def name_makers(apps, schema_editor):
    """Who added a questionnaire, as far as the history of the Admin knows."""
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        action_flag=1,
        content_type__app_label="questionnaires",
        content_type__model="questionnaire",
    )
    questionnaires = apps.get_model("questionnaires", "Questionnaire").objects
    for pk, researcher in entries.order_by("-action_time").values_list("object_id", "user_id"):
        if pk.isdecimal():
            questionnaires.filter(pk=int(pk)).update(made_by=researcher)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('questionnaires', '0005_made_by'),
        ('studies', '0009_members'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.RunPython(name_makers, migrations.RunPython.noop),
    ]
