"""Arms and phases on a study's page: rows to fill in before the launch, a plain list after it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.admin import TabularInline

from esmpress.console.explained import Explained
from esmpress.console.ordering import OrderedFormSet
from esmpress.console.rights.scoping import OfParent
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Arm, Phase

# New rows come last; by numbers they are put in order without a mouse, too.
POSITION = lazily("The order of saved rows: write numbers, or drag the rows.")


class PhaseFormSet(OrderedFormSet):
    """The phases of one study, each for all its arms or one of them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer the arms that were saved, of this study alone."""
        super().add_fields(form, index)
        form.fields["arm"].queryset = Arm.objects.filter(study=self.instance.pk)
        form.fields["arm"].empty_label = _("every arm")


class ArmInline(Explained, OfParent, TabularInline):
    """The arms of a draft."""

    model = Arm
    formset = OrderedFormSet
    verbose_name_plural = lazily("arms (none: one path for all)")
    extra = 0
    hide_title = True
    fields: ClassVar[Any] = ("name", "weight", "position")
    help_texts: ClassVar = {
        "name": lazily("For the data; participants never see it."),
        "position": POSITION,
    }
    ordering_field = "position"


class PhaseInline(Explained, OfParent, TabularInline):
    """The phases of a draft, in order."""

    model = Phase
    formset = PhaseFormSet
    verbose_name_plural = lazily("phases, in order (none: the schedules begin on the first day)")
    extra = 0
    hide_title = True
    fields: ClassVar[Any] = ("name", "days", "arm", "position")
    help_texts: ClassVar = {
        "name": lazily("Like baseline, training, follow-up."),
        "days": lazily("How long it lasts, in study days."),
        "arm": lazily("Only people in this arm go through it; all of them when left empty."),
        "position": POSITION,
    }
    ordering_field = "position"


class Frozen:
    """Rows that stay as they are: the launch froze them."""

    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False

    has_change_permission = has_delete_permission = has_add_permission


class FrozenArmInline(Frozen, OfParent, TabularInline):
    """The arms participants were allocated to."""

    model = Arm
    fields: ClassVar[Any] = ("name", "weight")


class FrozenPhaseInline(Frozen, OfParent, TabularInline):
    """The phases study days are counted by."""

    model = Phase
    fields: ClassVar[Any] = ("name", "days", "arm")
