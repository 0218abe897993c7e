"""Participants in the Admin: add one, see their state, act on their participation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import dateformat, timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from unfold.admin import TabularInline

from esmpress.console.addresses.admin import AddressActs
from esmpress.console.alerts.of_participant import alerts_in_lines
from esmpress.console.arms import Frozen
from esmpress.console.blinding import sees_arms, tells_arm
from esmpress.console.enrolment_form import ENROLMENT_FIELDS, EnrolmentForm
from esmpress.console.history import HistoryAdmin
from esmpress.console.joining.reading import consents_in_words
from esmpress.console.many.admin import ManyActs
from esmpress.console.many.writing import WritingActs
from esmpress.console.participant_acts import ParticipantActs
from esmpress.console.participant_figures import FIGURES, ParticipantFigures
from esmpress.console.participant_filters import ComplianceFilter, LastAnswerFilter, MailFilter
from esmpress.console.participant_rights import RightsActs
from esmpress.console.rights.filters import OwnArmsFilter, OwnStudiesFilter
from esmpress.console.rights.scoping import OfParent, StudyScoped, own_studies
from esmpress.console.timeline.admin import TimelineAdmin
from esmpress.console.wake_times import described_wake_times
from esmpress.console.wall_clock import HIDDEN, on_wall_clock
from esmpress.delivery.models import CoordinatorAlert
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Allocation, Participant
from esmpress.prompts.event_links import event_link
from esmpress.prompts.planning import plan_new
from esmpress.studies.models import Schedule
from esmpress.studies.rights import Right
from esmpress.withdrawal import levels_left

Status = Participant.Status
# The buttons that make sense for whoever takes part or is paused; a withdrawal can go further.
_LINKS = ("mail-link", "revoke-links", "show-address", "change-address")
# Whose links lead to a page of their own.
_WITH_PAGE = ("", Participant.Level.STOP)
_CHANGES = (
    "write",
    "resend",
    "move",
    "wake-times",
    "change-arm",
    "send-mail-again",
    *_LINKS,
    "own-data",
    "withdraw",
)
_ACTS: dict[str, tuple[str, ...]] = {
    Status.ENROLLED: ("pause", *_CHANGES),
    Status.PAUSED: ("resume", *_CHANGES),
    Status.WITHDRAWN: (*_LINKS, "own-data", "certificate", "withdraw"),
}


class AllocationInline(Frozen, OfParent, TabularInline):
    """How the participant came to their arm, for those who may see allocations."""

    model = Allocation
    verbose_name_plural = lazily("allocations")
    fields: ClassVar[Any] = ("arm", "origin", "stratum", "from_date", "reason", "researcher")
    readonly_fields = ("drawn",)

    def get_fields(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        """Places in the blocks only after the end: they would tell what is drawn next."""
        del request
        is_over = obj is not None and obj.study.ended_at is not None
        places = ("block", "place", "block_size") if is_over else ()
        return (*self.fields, *places, "drawn")

    @admin.display(description=lazily("drawn at"))
    def drawn(self, allocation: Allocation) -> str:
        """When, on the study's wall clock like all else on the page."""
        return on_wall_clock(allocation.drawn_at, allocation.participant.study.time_zone)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Allocation]:
        """Those of the studies in which who asks may see arms.

        Django's own asks without a participant whether any can be seen, and would show none.
        """
        studies = own_studies(request, Right.SEE_ARMS)
        return Allocation.objects.filter(participant__study__in=studies).order_by("pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see arms in the participant's study."""
        return obj is not None and sees_arms(request, obj.study_id)


@admin.register(Participant)
class ParticipantAdmin(
    ParticipantFigures,
    ParticipantActs,
    RightsActs,
    AddressActs,
    ManyActs,
    WritingActs,
    TimelineAdmin,
    HistoryAdmin,
    StudyScoped,
):
    """Who takes part, by number; addresses have their own pages, arms are for who may see them."""

    study_path = "study"
    view_right = Right.SEE_PEOPLE
    add_right = Right.ENROL
    change_right = Right.ACT_ON_PEOPLE

    form = EnrolmentForm
    change_form_template = "console/change_form.html"
    compressed_fields = False
    list_display = (
        *("code", "study", "status", *FIGURES, "mail", "bounces"),
        "reads",
    )
    list_filter = (
        ("study", OwnStudiesFilter),
        "status",
        ComplianceFilter,
        LastAnswerFilter,
        MailFilter,
        "language",
        "stratum",
    )
    list_select_related = ("study", "arm")
    list_per_page = 50
    search_fields = ("number",)
    search_help_text = lazily("By code, like P0007.")
    inlines = (AllocationInline,)
    actions: ClassVar = [
        "write_many",
        "resend_many",
        "pause_many",
        "resume_many",
        "move_many",
        "withdraw_many",
    ]
    actions_detail: ClassVar = [
        "timeline",
        "pause",
        "resume",
        "move",
        "change_wake_times",
        "change_arm",
        "send_mail_again",
        {
            "title": gettext_lazy("Contact"),
            "icon": "contact_mail",
            "items": [
                "write",
                "resend",
                "mail_link",
                "revoke_links",
                "show_address",
                "change_address",
            ],
        },
        "own_data",
        "certificate",
        "withdraw",
    ]
    readonly_fields = (
        "alerts",
        "alerts_without_arms",
        "code",
        "status",
        "enrolled",
        "start_date",
        "withdrawn",
        "withdrawal_level",
        "paused_until",
        "mail_stops",
        "suppression",
        "awake",
        "agreed_to",
        "event_links",
        "event_links_of_all",
    )

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        """The buttons above a participant's page, as the participation stands."""
        participant = self.get_object(request, str(object_id))
        if participant is None:
            return []
        shown = {"timeline", *_ACTS[participant.status]}
        if participant.arm_id is None:
            shown.discard("change-arm")
        shown.discard("send-mail-again" if participant.gets_mail else "write")
        if not levels_left(participant):
            shown.discard("withdraw")
        if participant.withdrawal_level not in _WITH_PAGE:
            shown.difference_update(_LINKS)
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.path in shown]

    def get_list_display(self, request: HttpRequest) -> Any:
        """The arm only for those who may see allocations."""
        arm = ("arm",) if sees_arms(request) else ()
        return (*super().get_list_display(request), *arm)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """The arm only for those who may see allocations."""
        arm = (("arm", OwnArmsFilter),) if sees_arms(request) else ()
        return (*self.list_filter, *arm)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds an arm by asking for its participants in the address of the list."""
        is_open = not lookup.startswith(("arm", "allocations"))
        return (is_open or sees_arms(request)) and super().lookup_allowed(lookup, value, request)

    @admin.display(description=lazily("code"))
    def code(self, participant: Participant) -> str:
        """The name in data and lists."""
        return participant.code

    @admin.display(description=lazily("mail"))
    def mail(self, participant: Participant) -> str:
        """Whether the participant gets mail, or why not; a dash for who has withdrawn."""
        why = [gettext("unsubscribed")] if participant.unsubscribed_at is not None else []
        if participant.suppressed_at is not None:
            why.append(_suppressed_in_words(participant))
        if not why and participant.status == Status.WITHDRAWN:
            return "–"
        return "; ".join(why) or gettext("gets mail")

    @admin.display(description=lazily("language"), ordering="language")
    def reads(self, participant: Participant) -> str:
        """The language; and the time zone, of whoever does not live in the study's."""
        language = participant.get_language_display()
        away = participant.time_zone != participant.study.time_zone
        return f"{language}, {participant.time_zone}" if away else language

    @admin.display(description=lazily("mail stopped"))
    def suppression(self, participant: Participant) -> str:
        """Why nothing is sent to the address, and since when; a dash when it is."""
        if participant.suppressed_at is None:
            return HIDDEN
        why = _suppressed_in_words(participant)
        since = on_wall_clock(participant.suppressed_at, participant.study.time_zone)
        return f"{why}, {since}"

    @admin.display(description=lazily("wanted no mail"))
    def mail_stops(self, participant: Participant) -> str:
        """Each time in which the participant had unsubscribed, the newest last; a dash for none."""
        zone = participant.study.time_zone
        spans = [
            f"{on_wall_clock(stop.began_at, zone)} – "
            f"{on_wall_clock(stop.ended_at, zone) if stop.ended_at else gettext('now')}"
            for stop in participant.mail_stops.all()
        ]
        return "; ".join(spans) or HIDDEN

    @admin.display(description=lazily("asked again on"))
    def paused_until(self, participant: Participant) -> str:
        """The local day on which a pause ends by itself; a dash when somebody has to resume."""
        pause = participant.pauses.filter(ended_at__isnull=True).first()
        if pause is None or pause.until is None:
            return HIDDEN
        return dateformat.format(pause.until, gettext("D d M Y"))

    @admin.display(description=lazily("enrolled at"))
    def enrolled(self, participant: Participant) -> str:
        """When, on the study's wall clock."""
        return on_wall_clock(participant.enrolled_at, participant.study.time_zone)

    @admin.display(description=lazily("withdrawn at"))
    def withdrawn(self, participant: Participant) -> str:
        """When, on the study's wall clock; a dash for who takes part."""
        return on_wall_clock(participant.withdrawn_at, participant.study.time_zone)

    @admin.display(description=lazily("awake"))
    def awake(self, participant: Participant) -> str:
        """The wake times in words."""
        return described_wake_times(participant.wake_times)

    @admin.display(description=lazily("agreed to"))
    def agreed_to(self, participant: Participant) -> str:
        """Each consent of somebody who joined by themselves: version, when, and every choice."""
        return consents_in_words(participant)

    @admin.display(description=gettext_lazy("alerts"))
    def alerts(self, participant: Participant) -> SafeString | str:
        """Each with how it stands, the newest first."""
        return alerts_in_lines(participant, sees_arms=True)

    @admin.display(description=gettext_lazy("alerts"))
    def alerts_without_arms(self, participant: Participant) -> SafeString | str:
        """The same without those that would tell the arm."""
        return alerts_in_lines(participant, sees_arms=False)

    @admin.display(description=lazily("links to report events"))
    def event_links(self, participant: Participant) -> SafeString:
        """The participant's own address for each schedule by which they report events."""
        return _links(participant, _event_schedules(participant))

    @admin.display(description=lazily("links to report events"))
    def event_links_of_all(self, participant: Participant) -> SafeString:
        """The same without the schedules that only one arm has, whose names would tell it."""
        return _links(participant, _of_all_arms(_event_schedules(participant)))

    def get_fields(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        """The form to enrol somebody, or what is known of them."""
        if obj is None:
            return ENROLMENT_FIELDS
        arm = ("arm",) if sees_arms(request, obj.study_id) else ()
        return (
            ("code", "study", "status"),
            ("language", "time_zone", "awake"),
            ("stratum", *arm),
            ("enrolled", "start_date"),
            *self._alert_fields(request, obj),
            *(("agreed_to",) if obj.consents.exists() else ()),
            *((("paused_until",),) if obj.status == Status.PAUSED else ()),
            ("withdrawn", "withdrawal_level"),
            "suppression",
            "mail_stops",
            *self._link_fields(request, obj),
        )

    def _alert_fields(self, request: HttpRequest, participant: Participant) -> tuple[str, ...]:
        """What rules found of the participant, where they found anything."""
        if not participant.alerts.exists():
            return ()
        unblinded = sees_arms(request, participant.study_id)
        return ("alerts",) if unblinded else ("alerts_without_arms",)

    def _link_fields(self, request: HttpRequest, participant: Participant) -> tuple[str, ...]:
        """A permanent address by which answers are given is for those who may pass it on."""
        if not self.has_withdraw_permission(request, str(participant.pk)):
            return ()
        schedules = _event_schedules(participant)
        if sees_arms(request, participant.study_id):
            return ("event_links",) if schedules else ()
        return ("event_links_of_all",) if _of_all_arms(schedules) else ()

    def get_inlines(self, request: HttpRequest, obj: Participant | None) -> Any:
        """Allocations of whoever is there; Django shows them only to those who may see them."""
        del request
        return self.inlines if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A participant's rows are changed by acts such as withdrawing, not by typing."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deleting would tear holes into the data; people are withdrawn."""
        del request, obj
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Participants whose code is searched for: P0007, p7 or 7."""
        digits = search_term.strip().lower().removeprefix("p").lstrip("0")
        return super().get_search_results(request, queryset, digits or search_term)

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        """Plan the new participant's first prompts when the study runs."""
        del request, form, change
        if obj.study.is_running:
            plan_new(obj.study, [obj], now=timezone.now())


def _suppressed_in_words(participant: Participant) -> str:
    return gettext(CoordinatorAlert.Kind(participant.suppressed_reason).label)


def _links(participant: Participant, schedules: list[Schedule]) -> SafeString:
    links = ((one.name, event_link(participant, one)) for one in schedules)
    return format_html_join("", "<p>{}: {}</p>", links)


def _of_all_arms(schedules: list[Schedule]) -> list[Schedule]:
    return [one for one in schedules if not tells_arm(one)]


def _event_schedules(participant: Participant) -> list[Schedule]:
    """The schedules by which a participant can report events, now or in a later phase."""
    if participant.status == Status.WITHDRAWN or not participant.study.is_running:
        return []
    schedules = participant.study.schedules.filter(scheme__kind="on_event")
    on_path = (None, participant.arm_id)
    return [
        one
        for one in schedules.select_related("phase")
        if one.phase is None or one.phase.arm_id in on_path
    ]
