"""Commands for who has lost a phone, or has to wait."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from esmpress.accounts.attempting import charge, of_account
from esmpress.accounts.factors import has_factor
from esmpress.accounts.models import Attempts, AuditEntry, Researcher
from esmpress.accounts.recovery_codes import codes_left
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    ANNA,
    add_passkey,
    is_in,
    log_in_with_app,
    make_anna,
    type_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Researcher:
    return make_anna()


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def told() -> dict[str, Any]:
    return dict(AuditEntry.objects.filter(act="do").values("researcher", "words").first() or {})


def test_a_lost_factor_is_removed_and_every_log_in_ends(anna: Researcher) -> None:
    client = Client()
    log_in_with_app(client, anna)
    add_passkey(client, SoftKey())

    said = run("remove_second_factor", "Anna@Example.org")

    assert said == "2 second factors were removed, and all log-ins ended.\n"
    assert (has_factor(anna), codes_left(anna), is_in(client)) == (False, 0, False)
    type_password(client)
    assert is_in(client)


def test_the_trail_tells_that_an_operator_did(anna: Researcher) -> None:
    run("remove_second_factor", ANNA)

    words = "an operator removed 0 second factors and ended all log-ins"
    assert told() == {"researcher": anna.pk, "words": words}


def test_a_wait_is_ended(anna: Researcher) -> None:
    for _ in range(5):
        charge([of_account(ANNA)], now=timezone.now())

    assert run("end_wait", ANNA) == "They can log in at once.\n"
    assert not Attempts.objects.exists()
    assert told()["words"] == "an operator ended the wait after failed log-ins"


@pytest.mark.parametrize("command", ["remove_second_factor", "end_wait"])
def test_an_unknown_address_is_said_to_be_one(command: str) -> None:
    with pytest.raises(CommandError, match=r"^No researcher has this address\.$"):
        run(command, "nobody@example.org")
