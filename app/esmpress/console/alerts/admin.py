"""Alerts in the Admin: what is open first, then what was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esmpress.alerts.models import Alert
from esmpress.alerts.words import alert_in_words, rule_in_words
from esmpress.console.alerts.acts import AlertActs
from esmpress.console.alerts.seen import without_arms
from esmpress.console.alerts.words import at_in_words, event_in_words, named, state_in_words
from esmpress.console.history import HistoryAdmin
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.wall_clock import HIDDEN
from esmpress.studies.models import Membership, Role
from esmpress.studies.rights import RIGHTS_OF, Right

_OPEN_FIRST = Case(
    When(ended_at__isnull=True, done_at__isnull=True, then=Value(0)), default=Value(1)
).asc()


class StateFilter(admin.SimpleListFilter):
    """What is open, or what is over or done."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Two states; without one, both, the open ones first."""
        del request, model_admin
        return [("open", _("open")), ("mine", _("open, mine")), ("closed", _("over or done"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those in the state that was chosen."""
        match self.value():
            case "open":
                return queryset.open()
            case "mine":
                return queryset.open().filter(assigned_to=request.user.pk)
            case "closed":
                return queryset.exclude(pk__in=Alert.objects.open().values("pk"))
        return queryset


@admin.register(Alert)
class AlertAdmin(AlertActs, HistoryAdmin):
    """What rules found, and what was done about it."""

    study_path = "study"
    view_right = Right.SEE_PEOPLE

    change_form_template = "console/change_form.html"
    compressed_fields = False
    list_display = ("what", "whom", "study", "raised", "state", "assigned_to")
    list_filter = (StateFilter, ("study", OwnStudiesFilter), "rule__kind")
    list_select_related = (
        "rule__phase",
        "participant",
        "study",
        "assigned_to",
        "acknowledged_by",
        "done_by",
    )
    list_per_page = 50
    search_fields = ("participant__number",)
    search_help_text = gettext_lazy("By the participant's code, like P0007.")
    actions_detail: ClassVar = ["acknowledge", "assign", "done"]
    fields: ClassVar[Any] = (
        ("what", "whom", "study"),
        ("raised", "state", "assigned_to"),
        ("acknowledged", "note"),
    )
    readonly_fields = (
        "what",
        "whom",
        "raised",
        "state",
        "acknowledged",
        "answer",
        "answer_of_others",
        "rule_in_full",
    )

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """None that tells an arm to who may not see arms."""
        rows = without_arms(request, super().get_queryset(request))
        return rows.select_related(*self.list_select_related, "rule__questionnaire")

    def get_ordering(self, request: HttpRequest) -> Any:
        """The open ones first."""
        del request
        return (_OPEN_FIRST, "-raised_at", "-pk")

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        """The buttons above an alert's page, as it stands."""
        alert = self.get_object(request, str(object_id))
        if alert is None or alert.done_at is not None:
            return []
        actions = super().get_actions_detail(request, object_id)
        is_new = alert.acknowledged_at is None
        return [one for one in actions if is_new or one.path != "acknowledge"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Alerts of the participant whose code is searched for: P0007, p7 or 7."""
        digits = search_term.strip().lower().removeprefix("p").lstrip("0")
        return super().get_search_results(request, queryset, digits or search_term)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the answer had to be, and the way to it, for those who may see answers."""
        if obj is None or obj.response_id is None:
            return (*self.fields, "rule_in_full")
        if access_of(request).may(Right.SEE_ANSWERS, obj.study_id):
            return (*self.fields, "answer", "rule_in_full")
        return (*self.fields, "answer_of_others")

    @admin.display(description=gettext_lazy("what"))
    def what(self, alert: Alert) -> str:
        """What was found, without the answer."""
        return alert_in_words(alert)

    @admin.display(description=gettext_lazy("participant"), ordering="participant__number")
    def whom(self, alert: Alert) -> SafeString | str:
        """A link to the participant, or that it is about everybody."""
        if alert.participant is None:
            return _("the whole study")
        page = reverse("admin:participants_participant_change", args=[alert.participant.pk])
        return format_html('<a href="{}" class="underline">{}</a>', page, alert.participant)

    @admin.display(description=gettext_lazy("raised"), ordering="raised_at")
    def raised(self, alert: Alert) -> str:
        """When, on the study's wall clock."""
        return at_in_words(alert, alert.raised_at)

    @admin.display(description=gettext_lazy("state"))
    def state(self, alert: Alert) -> str:
        """Open, in whose hands, or why not any more."""
        return state_in_words(alert)

    @admin.display(description=gettext_lazy("acknowledged"))
    def acknowledged(self, alert: Alert) -> str:
        """By whom and when; a dash for nobody."""
        if alert.acknowledged_at is None:
            return HIDDEN
        at = at_in_words(alert, alert.acknowledged_at)
        return event_in_words(named(alert.acknowledged_by), at)

    @admin.display(description=gettext_lazy("the answer"))
    def answer(self, alert: Alert) -> SafeString:
        """The way to the response."""
        page = reverse("admin:responses_response_change", args=[alert.response_id])
        return format_html('<a href="{}" class="underline">{}</a>', page, _("See the response"))

    @admin.display(description=gettext_lazy("the answer"))
    def answer_of_others(self, alert: Alert) -> str:
        """Whom to ask: those who may see answers."""
        roles = [role for role, rights in RIGHTS_OF.items() if Right.SEE_ANSWERS in rights]
        people = Membership.objects.filter(
            study=alert.study_id, role__in=roles, researcher__is_active=True
        ).exclude(role=Role.API)
        names = ", ".join(str(one.researcher) for one in people.select_related("researcher"))
        if not names:
            return _("Your role does not show answers, and nobody in the study may see them now.")
        return _("Your role does not show answers. Ask: %(names)s.") % {"names": names}

    @admin.display(description=gettext_lazy("rule"))
    def rule_in_full(self, alert: Alert) -> str:
        """What it watches."""
        return rule_in_words(alert.rule, condition=True)
