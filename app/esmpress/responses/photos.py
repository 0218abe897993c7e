"""Photos: taken in one by one before the response that names them, and kept only with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from esmpress.prompts.lifecycle import SUBMIT_GRACE, PromptAnswered, PromptClosed
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


class PhotoTooLarge(Exception):
    """The file is larger than the item allows."""


def take_photo(prompt: Prompt, content: bytes, *, item: str = "", now: datetime) -> Photo:
    """Keep a photo for the response to come; of each item the latest few.

    `item` is its name; a page that does not tell it can do without where only one item asks for
    a photo. Raises PromptClosed, PromptAnswered, InvalidAnswers if no such item asks for one,
    PhotoTooLarge, or NotAPicture.
    """
    _refuse_unless_answerable(prompt, now=now)
    asked = _asked(version_to_show(prompt).parsed(), item)
    if len(content) > max(one.max_megabytes for one in asked) * MEGABYTE:
        raise PhotoTooLarge
    photo = _photo(prompt, asked[0].name if len(asked) == 1 else "", write_anew(content), now=now)
    with transaction.atomic():
        # Whoever submits in this moment has to wait, or comes first.
        locked = Prompt.objects.select_for_update().get(pk=prompt.pk)
        _refuse_unless_answerable(locked, now=now)
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


def delete_unused_photos(*, now: datetime) -> int:
    """Delete the photos of prompts that ended without a response; how many."""
    del now
    unused = Photo.objects.filter(is_kept=False)
    ended = unused.exclude(prompt__status__in=(*Prompt.UNOPENED, *Prompt.OPENED))
    return ended.delete()[0]


def _refuse_unless_answerable(prompt: Prompt, *, now: datetime) -> None:
    if prompt.status == Prompt.Status.ANSWERED:
        raise PromptAnswered
    late = now - SUBMIT_GRACE if prompt.status in Prompt.OPENED else now
    if not prompt.is_open(now=late):
        raise PromptClosed


def _asked(definition: Definition, name: str) -> list[PhotoItem]:
    """The items that the photo can be for."""
    items = [item for item in definition.items if isinstance(item, PhotoItem)]
    asked = [item for item in items if name in ("", item.name)]
    if not asked:
        detail = "No photo is asked for here."
        raise InvalidAnswers([AnswerError(printable(name), "unknown_item", detail)])
    return asked


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
