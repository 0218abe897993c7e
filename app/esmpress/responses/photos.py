"""Photos: taken in one by one before the response that names them, and kept only with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from esmpress.prompts.lifecycle import LATE_UPLOAD, raise_unless_awaited
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_to_show
from esmpress.questionnaires.answer_values import printable
from esmpress.questionnaires.answers import Answer, AnswerError, InvalidAnswers
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Photo as PhotoItem
from esmpress.responses.models import Photo
from esmpress.responses.pictures import CONTENT_TYPE, write_anew

MEGABYTE = 1_000_000
# More than one, for people take a photo again before they are content with it.
MOST_OF_AN_ITEM = 3
# The largest that any item can allow.
MOST_BYTES = 5 * MEGABYTE

# An answer that names a photo is its id; a partial response keeps those of its draft.
_KEEP_PARTIAL = """
UPDATE responses_photo AS photo SET is_kept = true, item = answer.key
  FROM responses_draft AS draft, jsonb_each_text(draft.answers) AS answer
 WHERE draft.prompt_id = photo.prompt_id AND answer.value = photo.id::text
   AND photo.id = ANY(%s)
"""


class PhotoTooLarge(Exception):
    """The file is larger than the item allows."""


def take_photo(
    prompt: Prompt, content: bytes, *, item: str = "", photo_id: UUID | None = None, now: datetime
) -> Photo:
    """Keep a photo for the response to come; of each item the latest few.

    `item` is its name; a page that does not tell it can do without where only one item asks for
    a photo. `photo_id` is the page's own; sent once more, it is the photo that is there. Raises
    PromptClosed, PromptAnswered, InvalidAnswers if no such item asks for one or
    the id is another's, PhotoTooLarge, or NotAPicture.
    """
    raise_unless_awaited(prompt, now=now)
    asked = _asked(version_to_show(prompt).parsed(), item)
    if there := _sent_before(prompt, photo_id):
        return there
    if len(content) > max(one.max_megabytes for one in asked) * MEGABYTE:
        raise PhotoTooLarge
    photo = _photo(prompt, asked[0].name if len(asked) == 1 else "", write_anew(content), now=now)
    photo.pk = photo_id or photo.pk
    with transaction.atomic():
        # Whoever submits in this moment has to wait, or comes first.
        locked = Prompt.objects.select_for_update(of=("self",)).select_related("participant")
        raise_unless_awaited(locked.get(pk=prompt.pk), now=now)
        if there := _sent_before(prompt, photo_id):
            return there
        photo.save(force_insert=True)
        _delete_beyond(MOST_OF_AN_ITEM * len(asked), prompt, photo.item)
    return photo


def keep_answered(prompt: Prompt, definition: Definition, answers: Mapping[str, Answer]) -> None:
    """Keep the photos that the answers name and delete the prompt's others.

    Raises InvalidAnswers where an answer names none of this prompt and item, or one twice.
    """
    items = [item.name for item in definition.items if isinstance(item, PhotoItem)]
    if not items:
        return
    sent = {str(pk): item for pk, item in prompt.photos.values_list("pk", "item")}
    used: dict[str, str] = {}
    for name in items:
        photo = answers.get(name)
        if not isinstance(photo, str):
            continue
        if sent.get(photo) not in (name, "") or photo in used:
            detail = "There is no such photo of this item."
            raise InvalidAnswers([AnswerError(name, "wrong_type", detail)])
        used[photo] = name
    for photo, name in used.items():
        prompt.photos.filter(pk=photo).update(item=name, is_kept=True)
    if len(sent) > len(used):
        prompt.photos.filter(is_kept=False).delete()


@transaction.atomic
def delete_unused_photos(*, now: datetime) -> int:
    """Delete the photos that no response names, once none can come any more; how many.

    Those that the draft of a prompt names are kept: its answers are all that is there of it.
    """
    unused = Photo.objects.filter(is_kept=False)
    over = Q(prompt__finish_until__isnull=True) | Q(prompt__finish_until__lte=now - LATE_UPLOAD)
    expired = Q(prompt__status=Prompt.Status.EXPIRED)
    in_progress = Q(prompt__status__in=(*Prompt.UNOPENED, *Prompt.OPENED))
    ended = list(unused.filter(~expired | over).exclude(in_progress).values_list("pk", flat=True))
    if not ended:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_PARTIAL, [ended])
    return unused.filter(pk__in=ended).delete()[0]


def _asked(definition: Definition, name: str) -> list[PhotoItem]:
    """The items that the photo can be for."""
    items = [item for item in definition.items if isinstance(item, PhotoItem)]
    asked = [item for item in items if name in ("", item.name)]
    if not asked:
        detail = "No photo is asked for here."
        raise InvalidAnswers([AnswerError(printable(name), "unknown_item", detail)])
    return asked


def _sent_before(prompt: Prompt, photo_id: UUID | None) -> Photo | None:
    """The prompt's photo of that id; raises InvalidAnswers if it is another's."""
    if photo_id is None:
        return None
    photo = Photo.objects.defer("content").filter(pk=photo_id).first()
    if photo is not None and photo.prompt_id != prompt.pk:
        raise InvalidAnswers([AnswerError("", "wrong_type", "This id cannot be taken.")])
    return photo


def _photo(prompt: Prompt, item: str, content: bytes, *, now: datetime) -> Photo:
    return Photo(
        prompt=prompt,
        item=item,
        content=content,
        content_type=CONTENT_TYPE,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
    )


def _delete_beyond(most: int, prompt: Prompt, item: str) -> None:
    """Delete the oldest of an item's photos; those named by a page are the latest."""
    of_item = prompt.photos.filter(item=item).order_by("-created_at", "-pk")
    too_many = list(of_item.values_list("pk", flat=True)[most:])
    if too_many:
        prompt.photos.filter(pk__in=too_many).delete()
