"""The schedules on a study's page: forms before the launch, a plain list after it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from unfold.admin import StackedInline

from esmpress.console.arms import Frozen
from esmpress.console.editing.reviving import RevivingFormSet
from esmpress.console.rights.scoping import OfParent
from esmpress.console.schedule_form import SCHEME_ROWS, ScheduleForm
from esmpress.console.scheme_words import described
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Phase, Schedule


class ScheduleFormSet(RevivingFormSet):
    """The schedules of one study."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer the phases that were saved, of this study alone."""
        super().add_fields(form, index)
        form.fields["phase"].queryset = Phase.objects.filter(study=self.instance.pk)
        form.fields["phase"].empty_label = _("the whole study")

    def clean(self) -> None:
        """Put a fault beside the name of a schedule that another follows and nobody has."""
        super().clean()
        kept = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        for form in kept:
            others = {other.cleaned_data.get("name") for other in kept if other is not form}
            after = form.cleaned_data.get("after")
            is_follow_up = form.cleaned_data.get("kind") == "follow_up"
            if is_follow_up and after and after not in others:
                form.add_error(
                    "after",
                    _("There is no other schedule “%(after)s” in this study.") % {"after": after},
                )


class ScheduleInline(OfParent, StackedInline):
    """The schedules of a draft."""

    model = Schedule
    form = ScheduleForm
    formset = ScheduleFormSet
    extra = 0
    fields: ClassVar[Any] = (("name", "questionnaire", "phase"), *SCHEME_ROWS)


class LaunchedScheduleInline(Frozen, OfParent, StackedInline):
    """The schedules of a launched study, which only change by new versions from a date on."""

    model = Schedule
    hide_title = False
    readonly_fields = ("asks_in", "timing", "versions")
    fields: ClassVar[Any] = (("questionnaire", "asks_in"), "timing", "versions")

    @admin.display(description=lazily("phase"))
    def asks_in(self, schedule: Schedule) -> str:
        """The phase, if it is only one."""
        return phase_of(schedule)

    @admin.display(description=lazily("timing"))
    def timing(self, schedule: Schedule) -> SafeString:
        """The newest scheme in the words of the form."""
        return timing_table(schedule.scheme)

    @admin.display(description=lazily("versions"))
    def versions(self, schedule: Schedule) -> SafeString:
        """How many there are, and the way to them."""
        return format_html(
            '{} · <a class="underline" href="{}">{}</a>',
            schedule.versions.count(),
            reverse("admin:studies_schedule_change", args=[schedule.pk]),
            _("Versions, and a new one"),
        )


def phase_of(schedule: Schedule) -> str:
    """The phase a schedule asks in, in words."""
    return schedule.phase.name if schedule.phase else _("the whole study")


def timing_table(scheme: dict[str, Any] | None) -> SafeString:
    """A scheme in the words of the form; a form that was tampered with has none."""
    rows = format_html_join(
        "",
        '<tr><th class="pr-6 text-left align-top font-medium">{}</th><td>{}</td></tr>',
        described(scheme).items() if scheme else (),
    )
    return format_html("<table>{}</table>", rows)
