"""What people agree to: a draft, and published versions that never change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.piping import read_texts
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.texts import PlacedText
from esmpress.studies.models import ConsentDocument, Joining, Study


class NotPublishable(Exception):
    """The draft cannot be published; `reasons` says why, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep the reasons."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def latest_document(study: Study) -> ConsentDocument | None:
    """The version people agree to now; None before the first."""
    return study.consent_documents.order_by("number").last()


def draft_content(joining: Joining) -> dict[str, Any]:
    """What a version made of the draft now would hold."""
    purposes = [
        {"name": one.name, "text": one.text, "required": one.is_required}
        for one in joining.purposes.all()
    ]
    return {
        "title": joining.consent_title,
        "text": joining.consent_text,
        "purposes": purposes,
    }


def is_published(joining: Joining) -> bool:
    """Whether the draft is word for word the latest version."""
    latest = latest_document(joining.study)
    return latest is not None and draft_content(joining) == content_of(latest)


def content_of(document: ConsentDocument) -> dict[str, Any]:
    """What a published version holds."""
    return {"title": document.title, "text": document.text, "purposes": document.purposes}


def faults_of_draft(joining: Joining) -> list[str]:
    """What is missing or wrong in the draft, one sentence each."""
    content = draft_content(joining)
    faults = [
        fault
        for placed in consent_texts(content)
        for fault in faults_of_text(placed, joining.study.languages)
    ]
    if not any(purpose["required"] for purpose in content["purposes"]):
        faults.append(_("Purposes: one has to be needed, or nobody agrees to take part."))
    return faults


def consent_texts(content: dict[str, Any]) -> list[PlacedText]:
    """All texts of a version or a draft, with their places."""
    return [
        PlacedText("title", _("Consent, title"), content["title"], Allowed.LABEL),
        PlacedText("text", _("Consent, text"), content["text"], Allowed.INTRODUCTION),
        *(
            PlacedText(
                f"purposes.{one['name']}",
                _("Purpose %(one)s") % {"one": one["name"]},
                one["text"],
                Allowed.HELP,
            )
            for one in content["purposes"]
        ),
    ]


def faults_of_text(placed: PlacedText, languages: list[str]) -> Iterator[str]:
    """What is wrong with a text that has to be there in all languages."""
    if absent := [code for code in languages if not placed.texts.get(code, "").strip()]:
        yield _("%(place)s: the text in %(absent)s is missing.") % {
            "place": placed.place,
            "absent": ", ".join(absent),
        }
    read = read_texts([placed])
    yield from (f"{fault}." for fault in read.faults)
    if read.piped:
        yield _("%(place)s: what stands in braces has no value here; write it out.") % {
            "place": placed.place
        }


@transaction.atomic
def publish_consent(
    joining: Joining, *, researcher: Researcher | None, now: datetime
) -> ConsentDocument:
    """The draft as the next version, for all who join from now on; raises NotPublishable."""
    # Numbers are given one after another.
    locked = Joining.objects.select_for_update().get(pk=joining.pk)
    if faults := faults_of_draft(locked):
        raise NotPublishable(faults)
    if is_published(locked):
        raise NotPublishable([_("Nothing has changed since the latest version.")])
    latest = latest_document(locked.study)
    return ConsentDocument.objects.create(
        study=locked.study,
        number=latest.number + 1 if latest else 1,
        **draft_content(locked),
        published_at=now,
        published_by=researcher,
    )
