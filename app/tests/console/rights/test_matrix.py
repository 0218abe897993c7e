"""Every address of the backend, asked for by everybody: the tables of rights hold."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from esmpress.console.rights.matrix import (
    ALLOWED,
    WHO,
    Address,
    Unclassified,
    Who,
    addresses,
    expected,
)
from esmpress.console.rights.pages import API_ROUTES, PAGES, Need
from esmpress.studies.models import Membership, Role, Study
from tests.console.browsers import browser_of, browser_of_nobody
from tests.console.rights.world import World, make_world
from tests.factories import make_study

pytestmark = pytest.mark.django_db
REFUSALS = (403, 404, 405)


@pytest.fixture
def world(now: datetime) -> World:
    return make_world(now)


def browser_as(who: Who, world: World) -> Client:
    if isinstance(who, Role):
        return browser_of(who, world.study, world.draft)
    return browser_of("owner", make_study()) if who == "other" else browser_of_nobody()


def ask(client: Client, address: Address, world: World, method: str) -> int:
    """The status, as the table tells it; whatever the request did is undone."""
    with transaction.atomic():
        # Where something is moved, it has to be said how.
        typed = {"way": "down"} if method == "post" else {}
        answer = getattr(client, method)(world.url_of(address), typed)
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    status: int = answer.status_code
    assert status != 500, address.route
    return status if status in REFUSALS else ALLOWED


def wrong(who: Who, world: World, needs: list[tuple[Address, Need]], method: str) -> list[str]:
    """The addresses that answered other than the table says."""
    client = browser_as(who, world)
    session = client.cookies["session"].value
    found = []
    for address, need in needs:
        assert address.page is not None
        asked = ask(client, address, world, method)
        if asked != (says := expected(address.page, need, who)):
            found.append(f"{method} {address.name}: {asked}, the table says {says}")
        # One of the pages logs out.
        client.cookies["session"] = session
    return found


@pytest.mark.parametrize("who", WHO)
def test_who_looks_at_a_page_gets_what_the_table_says(who: Who, world: World) -> None:
    needs = [(one, one.page.looks) for one in addresses() if one.page]

    assert wrong(who, world, needs, "get") == []


@pytest.mark.parametrize("who", WHO)
def test_who_posts_to_a_page_gets_what_the_table_says(who: Who, world: World) -> None:
    needs = [(one, one.page.acts) for one in addresses() if one.page and one.page.acts]

    assert wrong(who, world, needs, "post") == []


def test_who_is_not_logged_in_is_led_to_the_log_in(world: World) -> None:
    open_to_all = (
        "admin:login",
        "admin:login_passkey",
        "admin:logout",
        "admin:jsi18n",
        "admin:studies_study_invitation",
    )
    asked = [one for one in addresses() if one.page and one.name not in open_to_all]

    for method in ("get", "post"):
        answers = {one.name: getattr(Client(), method)(world.url_of(one)) for one in asked}
        let_in = [name for name, one in answers.items() if one.status_code not in (302, 405)]
        assert let_in == []


def test_no_role_opens_what_needs_none(world: World) -> None:
    asked = [one for one in addresses() if one.page is None and not one.route.startswith("admin/")]
    stranger, owner = Client(), browser_of("owner", world.study)

    differ = [
        one.route
        for one in asked
        if ask(stranger, one, world, "get") != ask(owner, one, world, "get")
    ]

    assert asked
    assert differ == []


def test_an_address_nobody_has_classified_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(PAGES, "admin:studies_study_delivery")

    with pytest.raises(Unclassified, match="admin:studies_study_delivery"):
        addresses()


def test_the_table_names_no_page_that_is_gone() -> None:
    assert set(PAGES) == {one.name for one in addresses() if one.page}
    assert set(API_ROUTES) == {one.name for one in addresses() if one.scope}


def test_whoever_is_removed_is_nobody_at_the_next_request(world: World) -> None:
    client = browser_of("owner", world.study)
    member = Membership.objects.latest("pk")
    url = f"/admin/studies/study/{world.study.pk}/end/"
    before = client.get(url)

    member.delete()

    assert before.status_code == 200
    assert client.post(url).status_code == 404
    assert Study.objects.get(pk=world.study.pk).ended_at is None
