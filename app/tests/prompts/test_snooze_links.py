from __future__ import annotations

import pytest
from pytest_django import Settings

from esmpress.participants.unsubscribing import unsubscribe_token
from esmpress.prompts.links import UnknownLink
from esmpress.prompts.snooze_links import find_snoozable, snooze_link, snooze_token
from tests.factories import make_prompt

pytestmark = pytest.mark.django_db


def test_a_token_finds_its_prompt() -> None:
    make_prompt()
    prompt = make_prompt()

    assert find_snoozable(snooze_token(prompt.pk)) == prompt
    assert snooze_link(prompt.pk).endswith(f"/api/participant/later/{snooze_token(prompt.pk)}")


def test_a_token_of_an_older_key_still_works(settings: Settings) -> None:
    prompt = make_prompt()
    token = snooze_token(prompt.pk)
    settings.LINK_KEYS = settings.LINK_KEYS | {2: b"\x44" * 32}

    assert find_snoozable(token) == prompt
    assert snooze_token(prompt.pk) != token


def test_a_token_of_another_purpose_is_unknown() -> None:
    prompt = make_prompt()

    with pytest.raises(UnknownLink):
        find_snoozable(unsubscribe_token(prompt.pk))


@pytest.mark.parametrize(
    "spelling",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "====",
        lambda token: f"{token[:5]}!{token[5:]}",
        lambda token: ("A" if token[12] != "A" else "B").join([token[:12], token[13:]]),
        lambda token: "ż" + token[1:],
        lambda token: "\ud800",
    ],
)
def test_another_spelling_of_a_token_is_unknown(spelling: object) -> None:
    assert callable(spelling)
    token = snooze_token(make_prompt().pk)

    with pytest.raises(UnknownLink):
        find_snoozable(spelling(token))


def test_the_token_of_a_row_that_is_gone_is_unknown() -> None:
    with pytest.raises(UnknownLink):
        find_snoozable(snooze_token(2**40))
