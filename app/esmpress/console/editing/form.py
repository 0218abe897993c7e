"""A form that saves over nothing its researcher has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from esmpress.console.editing.snapshot import differences, packed, snapshot_of, unpacked
from esmpress.console.study_form import StudyForm
from esmpress.studies.models import Study


class SeenField(forms.CharField):
    """A hidden field that is no change of a study."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never."""
        return False


class SeenStudyForm(StudyForm):
    """A study's own fields, and what the whole study was like when the page was opened."""

    seen = SeenField(required=False)
    # What somebody else has changed, a sentence each.
    changed_meanwhile: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Note what is there."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["seen"] = packed(snapshot_of(self.instance))

    def clean(self) -> dict[str, Any]:
        """The fields; if somebody else has saved meanwhile, what they changed is told first."""
        cleaned = super().clean()
        if self.instance.pk and self.data.get("seen"):
            self._tell_of_others(self.data["seen"])
        return cleaned

    def _tell_of_others(self, seen: str) -> None:
        # Of two who save at once, the second waits here until the first is done.
        study = Study.objects.select_for_update().get(pk=self.instance.pk)
        now = snapshot_of(study)
        changed = differences(unpacked(seen), now)
        if not changed:
            return
        # The next time this is what was seen.
        posted: Any = self.data
        posted = posted.copy()
        posted["seen"] = packed(now)
        self.data = posted
        self.changed_meanwhile = changed
        self.add_error(None, _introduction(study))


def _introduction(study: Study) -> str:
    """Who was faster, and what becomes of what was typed."""
    kind = ContentType.objects.get_for_model(Study)
    last = LogEntry.objects.filter(content_type=kind, object_id=str(study.pk)).first()
    who = str(last.user) if last else _("Somebody else")
    return _(
        "Nothing was saved: %(who)s has changed this study since you opened this "
        "page. What you typed stands below; take over what you need of the "
        "following, and save again. What stands below then replaces theirs."
    ) % {"who": who}
