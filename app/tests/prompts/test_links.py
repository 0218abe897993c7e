from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from esmpress.prompts import links
from esmpress.prompts.models import Prompt
from tests.factories import make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db

NEW_KEY = {2: bytes.fromhex("33" * 32)}


def test_a_link_finds_its_prompt() -> None:
    prompt, token = make_sent_prompt()

    assert links.find_prompt(token) == prompt


def test_a_token_has_more_than_128_bits_and_only_its_hash_is_stored() -> None:
    _, token = make_sent_prompt()

    stored = Prompt.objects.get().token_hash
    assert stored is not None
    assert len(token) == 32  # 192 bits, six in each sign
    assert token not in str(Prompt.objects.values().get())
    assert bytes(stored) == links.token_hash(token)


def test_asking_again_repeats_the_same_link() -> None:
    prompt, token = make_sent_prompt()

    again = links.issue_links([Prompt.objects.get()])

    assert again[prompt.pk] == f"https://esm.example.org/s/{token}"


def test_two_prompts_have_different_links() -> None:
    first, second = make_prompt(), make_prompt()

    issued = links.issue_links([first, second])

    assert issued[first.pk] != issued[second.pk]


@pytest.mark.parametrize("place", [0, 15, 31])
def test_one_changed_letter_makes_a_link_unknown(place: int) -> None:
    _, token = make_sent_prompt()
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

    with pytest.raises(links.UnknownLink):
        links.find_prompt(changed)


def test_a_known_and_an_unknown_link_take_the_same_look_up() -> None:
    _, token = make_sent_prompt()
    done: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        links.find_prompt(token)
        with pytest.raises(links.UnknownLink):
            links.find_prompt("A" * 32)

    assert len(done) == 2
    assert done[0] == done[1]


def test_a_new_key_leaves_the_links_of_the_old_one_good(settings: Settings) -> None:
    prompt, token = make_sent_prompt()
    settings.LINK_KEYS = settings.LINK_KEYS | NEW_KEY

    again = links.issue_links([Prompt.objects.get()])

    assert links.find_prompt(token) == prompt
    assert again[prompt.pk].endswith(token)


def test_a_link_of_a_retired_key_is_not_replaced_behind_the_participants_back(
    settings: Settings,
) -> None:
    make_sent_prompt()
    settings.LINK_KEYS = NEW_KEY

    with pytest.raises(links.LinkKeyRetired):
        links.issue_links([Prompt.objects.get()])
