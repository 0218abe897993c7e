"""Studies in the Admin: set up, enrol from pasted lines, launch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.decorators import action

from esmpress.console.alerts.rules_admin import AlertRulesAdmin
from esmpress.console.alerts.wishes_admin import AlertWishesAdmin
from esmpress.console.api_tokens.admin import ApiTokensAdmin
from esmpress.console.arms import ArmInline, FrozenArmInline, FrozenPhaseInline, PhaseInline
from esmpress.console.compliance.admin import ComplianceAdmin
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.deleting import DeletingAdmin
from esmpress.console.delivery_health.admin import DeliveryHealthAdmin
from esmpress.console.editing.form import SeenStudyForm
from esmpress.console.exporting import ExportingAdmin
from esmpress.console.feedback.admin import FeedbackAdmin
from esmpress.console.history import HistoryAdmin
from esmpress.console.joining.admin import JoiningAdmin
from esmpress.console.launching import LaunchingAdmin
from esmpress.console.members.admin import MembersAdmin
from esmpress.console.message_pages import MessagesAdmin
from esmpress.console.named_once import NamedOnceAdmin
from esmpress.console.people_import.admin import PeopleImportAdmin
from esmpress.console.plan_notice import PlanNoticeAdmin
from esmpress.console.privacy.disclosure_page import DisclosureAdmin
from esmpress.console.privacy.processing_page import ProcessingAdmin
from esmpress.console.privacy.retention_page import RetentionAdmin
from esmpress.console.progress import Progress, progress_by_study, progress_of, state_of
from esmpress.console.rights.asking import access_of, forget_access
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.rows_at_once import list_with
from esmpress.console.schedules import LaunchedScheduleInline, ScheduleInline
from esmpress.console.scheme_words import in_form_words
from esmpress.console.setting_up.admin import SettingUpAdmin
from esmpress.console.setting_up.new import NewStudyAdmin
from esmpress.console.study_form import PastedParticipantsForm
from esmpress.console.trying_out import TryingOutAdmin
from esmpress.console.wall_clock import on_wall_clock
from esmpress.console.webhooks.admin import WebhooksAdmin
from esmpress.lazy_texts import lazily
from esmpress.participants.enrolment import PastedLines, enrol_lines
from esmpress.prompts import stopping
from esmpress.prompts.planning import plan_new
from esmpress.studies.members import make_owner
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

_SETUP: Any = (
    (lazily("Study"), {"fields": (("name", "slug"), "title", "languages")}),
    (lazily("Contact"), {"fields": (("contact_name", "contact_email"),)}),
    (
        lazily("Messages"),
        {"fields": (("mail_color", "snooze_minutes"), ("reminders_until", "resend_uncertain"))},
    ),
    (
        lazily("Time"),
        {"fields": (("time_zone", "travel_rule"), ("start_rule", "start_date"), "strata")},
    ),
)
_STATE: Any = (
    (
        lazily("State"),
        {"fields": (("state", "launched"), ("participants", "prompts"), "messages")},
    ),
)
_TITLE_IN_WORDS: Any = (
    lazily("Study"),
    {"fields": (("name", "slug"), "title_in_words", "languages_in_words")},
)
_LANGUAGES_IN_WORDS: Any = (
    lazily("Study"),
    {"fields": (("name", "slug"), "title", "languages_in_words")},
)
# What prompts were drawn from, or data already taken home are named after. The languages are shown
# in words, and are no field of the form that would be missed.
_FIXED_BY_LAUNCH = ("slug", "languages", "start_rule", "start_date", "strata")

# Buttons that a launched study has no use for, by their paths; and those that only it has.
_FOR_DRAFTS = ("set-up", "launch")
_FOR_LAUNCHED = ("compliance",)
_FOR_RUNNING = ("end",)


def _add_progress(studies: list[Any]) -> None:
    """Read how the studies of a page go."""
    progress = progress_by_study(studies)
    for study in studies:
        study.progress = progress[study.pk]


def _is_launched(study: Study | None) -> bool:
    return study is not None and study.launched_at is not None


@admin.register(Study)
class StudyAdmin(
    SettingUpAdmin,
    MessagesAdmin,
    DeliveryHealthAdmin,
    ComplianceAdmin,
    AlertRulesAdmin,
    AlertWishesAdmin,
    JoiningAdmin,
    PeopleImportAdmin,
    FeedbackAdmin,
    LaunchingAdmin,
    ExportingAdmin,
    RetentionAdmin,
    ProcessingAdmin,
    DisclosureAdmin,
    TryingOutAdmin,
    ApiTokensAdmin,
    WebhooksAdmin,
    HistoryAdmin,
    NewStudyAdmin,
    DeletingAdmin,
    NamedOnceAdmin,
    MembersAdmin,
    PlanNoticeAdmin,
    StudyScoped,
):
    """Set a study up, launch it, export it."""

    study_path = "pk"
    view_right = Right.SEE_STUDY
    change_right = Right.EDIT_DESIGN
    delete_right = Right.DELETE

    form = SeenStudyForm
    change_form_template = "console/study.html"
    compressed_fields = False
    list_display = ("name", "state", "participants", "prompts", "time_zone", "launched")
    search_fields = ("name", "slug")
    actions_detail: ClassVar = [
        "set_up",
        {
            "title": lazily("Look ahead"),
            "icon": "insights",
            "items": ["preview", "simulate", "methods_text", "copy"],
        },
        "compliance",
        "alert_rules",
        {
            "title": lazily("Mail"),
            "icon": "mail",
            "items": ["message_texts", "preflight", "delivery"],
        },
        "launch",
        {
            "title": lazily("Participants"),
            "icon": "group",
            "items": ["add_participants", "people_import", "joining", "feedback"],
        },
        {
            "title": lazily("Data"),
            "icon": "download",
            "items": [
                "export_csv",
                "export_timings",
                "export_package",
                "export_file",
                "api_tokens",
                "webhooks",
            ],
        },
        {
            "title": lazily("Privacy"),
            "icon": "shield",
            "items": ["retention", "processing_record", "disclosure"],
        },
        "members",
        "end",
    ]

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_fieldsets(self, request: HttpRequest, obj: Study | None = None) -> Any:
        """A new study has no state to show yet; whoever may only look reads the title in words."""
        if obj is None:
            return _SETUP
        if not self.has_change_permission(request, obj):
            return (*_STATE, _TITLE_IN_WORDS, *_SETUP[1:])
        if _is_launched(obj):
            return (*_STATE, _LANGUAGES_IN_WORDS, *_SETUP[1:])
        return (*_STATE, *_SETUP)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """A list that tells how the studies go."""
        del request, kwargs
        return list_with(_add_progress)

    def get_inlines(self, request: HttpRequest, obj: Study | None) -> Any:
        """Forms for arms, phases and schedules until the launch."""
        del request
        if not _is_launched(obj):
            return [ArmInline, PhaseInline, ScheduleInline]
        return [FrozenArmInline, FrozenPhaseInline, LaunchedScheduleInline]

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        """The buttons above a study's page that mean something while it is what it is."""
        study = self.get_object(request, str(object_id))
        idle = set(_FOR_DRAFTS if _is_launched(study) else _FOR_LAUNCHED)
        if study is None or not study.is_running:
            idle.update(_FOR_RUNNING)
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.path not in idle]

    def get_readonly_fields(self, request: HttpRequest, obj: Study | None = None) -> Any:
        """A launched study keeps what its data depend on."""
        del request
        fixed = _FIXED_BY_LAUNCH if _is_launched(obj) else ()
        words = ("state", "launched", "participants", "prompts", "messages", "languages_in_words")
        return (*words, *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Study | None = None) -> Any:
        """The short name follows the name until the launch."""
        del request
        return {} if _is_launched(obj) else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A launched study stays: people took part in it."""
        launched = isinstance(obj, Study) and _is_launched(obj)
        return not launched and super().has_delete_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """By a permission of Django's: there is no role in a study that is not there yet."""
        return access_of(request).may_make_studies()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the role in a study; the list is also for those who may add to it."""
        may_add = obj is None and self.has_add_permission(request)
        return may_add or super().has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Study, form: Any, change: bool) -> None:
        """Whoever adds a study owns it."""
        super().save_model(request, obj, form, change)
        if not change:
            make_owner(obj, acting_researcher(request), now=timezone.now())
            forget_access(request)

    @admin.display(description=lazily("state"), ordering="launched_at")
    def state(self, study: Study) -> str:
        """Draft, running or ended."""
        return state_of(study)

    @admin.display(description=lazily("title"))
    def title_in_words(self, study: Study) -> str:
        """In each language, as no JSON."""
        names = dict(settings.LANGUAGES)
        return "\n".join(f"{names.get(code, code)}: {text}" for code, text in study.title.items())

    @admin.display(description=lazily("languages"))
    def languages_in_words(self, study: Study) -> str:
        """Those that participants can read it in, each by its own name."""
        names = dict(settings.LANGUAGES)
        return ", ".join(names.get(code, code) for code in study.languages)

    @admin.display(description=lazily("launched"), ordering="launched_at")
    def launched(self, study: Study) -> str:
        """When, on the study's wall clock."""
        return on_wall_clock(study.launched_at, study.time_zone)

    @admin.display(description=lazily("participants"))
    def participants(self, study: Study) -> str:
        """How many take part now."""
        return _("%(enrolled)s enrolled") % {"enrolled": _progress(study).enrolled}

    @admin.display(description=lazily("prompts"))
    def prompts(self, study: Study) -> str:
        """How many were answered and missed, and the compliance that makes."""
        return _progress(study).in_words

    @action(description=lazily("End"), permissions=["launch"], url_path="end", icon="stop_circle")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then end the study and cancel what was planned."""
        study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            sentences = [_("No more invitations will be sent. This cannot be undone.")]
            sentences.append(_("Whoever has opened a questionnaire can finish it."))
            return confirm(
                self,
                request,
                study,
                title=_("End this study?") if study.is_running else _("End"),
                sentences=sentences if study.is_running else [_("This study does not run.")],
                button=_("End the study") if study.is_running else "",
            )
        try:
            cancelled = stopping.end_study(study, now=timezone.now())
        except stopping.AlreadyStopped as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, study, "Ended.")
            sentence = ngettext(
                "“%(study)s” has ended; %(count)s prompt cancelled.",
                "“%(study)s” has ended; %(count)s prompts cancelled.",
                cancelled,
            ) % {"study": study, "count": cancelled}
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:studies_study_change", object_id)

    @action(
        description=lazily("Add participants"),
        permissions=["enrol"],
        url_path="add-participants",
        icon="group_add",
    )
    def add_participants(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enrol pasted lines; the refused ones stay in the box, each named with its reason."""
        study = object_or_denied(self, request, object_id)
        posted = request.POST if request.method == "POST" else None
        form = PastedParticipantsForm(posted, study=study)
        refused: list[str] = []
        if request.method == "POST" and form.is_valid():
            result = self._enrol(request, study, form.cleaned_data["lines"])
            if not result.refused:
                return redirect("admin:studies_study_change", object_id)
            # On the page itself: messages would leave addresses in a cookie.
            refused = [in_form_words(str(line)) for line in result.refused]
            form = PastedParticipantsForm(
                initial={"lines": "\n".join(line.text for line in result.refused)}, study=study
            )
        return confirm(
            self,
            request,
            study,
            title=_("Add participants"),
            sentences=[_("Good lines are enrolled at once; the others stay here to be mended.")],
            problems=refused,
            button=_("Enrol"),
            form=form,
            status=422 if refused or form.errors else 200,
        )

    def _enrol(self, request: HttpRequest, study: Study, lines: str) -> PastedLines:
        now = timezone.now()
        result = enrol_lines(study, lines, now=now)
        if study.is_running:
            plan_new(study, result.enrolled, now=now)
        if count := len(result.enrolled):
            sentence = ngettext(
                "%(count)s participant enrolled.", "%(count)s participants enrolled.", count
            ) % {"count": count}
            self.log_change(request, study, sentence)
            self.message_user(request, sentence, messages.SUCCESS)
        return result


def _progress(study: Study) -> Progress:
    """What the list has read of all its studies, or of this one alone."""
    listed: Progress | None = getattr(study, "progress", None)
    return listed or progress_of(study)
