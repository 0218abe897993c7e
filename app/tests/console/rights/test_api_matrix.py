"""Every address of the researchers' API, asked with every kind of token and with none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from esmpress.console.rights.matrix import Address, addresses
from esmpress.studies.models import ApiToken, Role, Scope
from tests.api.researcher.calls import ALL, token_for
from tests.console.browsers import browser_of
from tests.console.rights.world import World, make_world
from tests.factories import make_study

pytestmark = pytest.mark.django_db
ROUTES = [one for one in addresses() if one.scope is not None]
# Names no study, so it is everybody's own.
OWN = "api_studies"


@pytest.fixture
def world(now: datetime) -> World:
    return make_world(now)


def statuses(world: World, token: str, client: Client | None = None) -> dict[str, int]:
    """What each address answers."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    client = client or Client()
    return {one.name: _status(client, world, one, headers) for one in ROUTES}


def _status(client: Client, world: World, address: Address, headers: dict[str, str]) -> int:
    status: int = client.get(world.url_of(address), headers=headers).status_code
    return status


def all_of(status: int) -> dict[str, int]:
    return {one.name: status for one in ROUTES}


def test_the_api_has_addresses() -> None:
    assert {one.route.partition("/studies")[0] for one in ROUTES} == {"api/v1"}
    assert len(ROUTES) == 6


@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_what_its_scope_names(scope: Scope, world: World) -> None:
    found = statuses(world, token_for(world.study, [scope]))

    assert found == {one.name: 200 if one.scope == scope else 403 for one in ROUTES}


def test_a_token_with_all_scopes_opens_all(world: World) -> None:
    assert statuses(world, token_for(world.study)) == all_of(200)


def test_another_studys_token_finds_nothing(world: World) -> None:
    token = token_for(make_study(), ALL)

    assert statuses(world, token) == all_of(404) | {OWN: 200}
    answer = Client().get("/api/v1/studies", headers={"authorization": f"Bearer {token}"})
    assert world.study.slug not in answer.content.decode()


def test_an_expired_token_opens_nothing(world: World) -> None:
    token = token_for(world.study)

    ApiToken.objects.update(
        made_at=timezone.now() - timedelta(days=2),
        expires_at=timezone.now() - timedelta(seconds=1),
    )

    assert statuses(world, token) == all_of(401)


def test_a_revoked_token_opens_nothing(world: World) -> None:
    token = token_for(world.study)

    ApiToken.objects.update(revoked_at=timezone.now())

    assert statuses(world, token) == all_of(401)


@pytest.mark.parametrize("role", [*Role])
def test_a_browser_that_is_logged_in_opens_nothing(role: Role, world: World) -> None:
    assert statuses(world, "", browser_of(role, world.study)) == all_of(401)


def test_a_token_opens_no_page_of_the_admin(world: World) -> None:
    headers = {"authorization": f"Bearer {token_for(world.study)}"}
    pages = [one for one in addresses() if one.page and one.name.startswith("admin:studies")]

    opened = [one.name for one in pages if _status(Client(), world, one, headers) == 200]

    assert opened == []
