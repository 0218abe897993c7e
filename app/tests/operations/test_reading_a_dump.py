"""Whoever reads a dump of the database finds no address, name or token of anybody in it.

All tables are searched as `pg_dump` writes them, after all that has addresses and secrets was made
by the product itself.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from esmpress.accounts import authenticators
from esmpress.accounts.models import Researcher
from esmpress.accounts.recovery_codes import make_codes
from esmpress.console.participant_rights import TOOK_OUT
from esmpress.delivery.portal_mail import mail_link
from esmpress.joining.requesting import request_to_join
from esmpress.participants.models import JoinRequest, Participant
from esmpress.participants.portal_links import portal_token
from esmpress.participants.unsubscribing import unsubscribe_token
from esmpress.studies.api_tokens import make_token
from esmpress.studies.invitations import invitation_link, invite
from esmpress.studies.models import Role, Scope, Study
from esmpress.withdrawal import Level, withdraw
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_passkeys import add_key
from tests.factories import make_participant, make_sent_prompt, make_study
from tests.joining.builders import make_joining, make_wish, token_of
from tests.people_import.builders import checked

pytestmark = pytest.mark.django_db
PASSWORD = "a horse that nobody rides"
# Each name stands in one address only, whose domain is nobody else's either.
PEOPLE = {
    name: f"{name.title()}.{name[::-1]}@{name}-mail.example"
    for name in ("jadwiga", "kazimierz", "bogumila", "wincenty", "dobroslawa")
}


def dump() -> str:
    """All rows of all tables as `COPY` writes them, which is what a dump is made of."""
    lines = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                lines += [f"{table}\t{bytes(row).decode()}" for row in rows]
    return "".join(lines)


def found_in(text: str, secret: str) -> list[str]:
    """The tables in which a secret stands, in letters, in bytes or in base64."""
    raw = secret.encode()
    ways = {secret.casefold(), raw.hex(), base64.b64encode(raw).decode().rstrip("=").casefold()}
    lines = text.splitlines()
    return [
        line.partition("\t")[0] for line in lines if any(way in line.casefold() for way in ways)
    ]


def of_participants(study: Study, browser: Client, now: datetime) -> Iterator[str]:
    """All that participants have, in all states of it; gives the tokens that were made."""
    people = [make_participant(study, email=PEOPLE[name]) for name in ("jadwiga", "kazimierz")]
    for participant in people:
        _, link = make_sent_prompt(participant)
        yield link.rpartition("/")[2]
        yield portal_token(participant.pk, participant.portal_epoch, now=now)
        yield unsubscribe_token(participant.pk)
        mail_link(participant, now=now)
    checked(study, [("E-mail",), (PEOPLE["bogumila"],)])
    request_to_join(make_joining(study), make_wish(PEOPLE["wincenty"]), now=now)
    yield token_of(JoinRequest.objects.get())
    page = reverse("admin:participants_participant_change_address", args=[people[0].pk])
    browser.post(page, {"email": PEOPLE["dobroslawa"]})
    browser.post(page.replace("change-address", "own-data"), {"why": "asked by letter"})
    # Before its farewell went out.
    withdraw(people[1], Level.FORGET, now=now)


def of_researchers(study: Study, anna: Researcher, browser: Client, now: datetime) -> Iterator[str]:
    """Secrets of researchers: each is kept as a hash, or sealed."""
    yield PASSWORD
    _, token = make_token(
        study, name="R", scopes=[Scope.PROMPTS], made_by=anna, with_factor=True, now=now
    )
    yield token
    app = authenticators.begin(anna, now=now)
    yield authenticators.secret_in_words(app).replace(" ", "")
    yield app.secret.hex()
    yield from make_codes(anna)
    add_key(anna, SoftKey())
    invitation = invite(study, "new@researchers.example", Role.ANALYST, invited_by=anna, now=now)
    yield invitation_link(invitation).rstrip("/").rpartition("/")[2]
    yield browser.cookies["session"].value


def test_no_address_no_name_and_no_token_stands_in_a_dump(now: datetime) -> None:
    study = make_study()
    anna = Researcher.objects.create_superuser("anna@researchers.example", PASSWORD)
    browser = Client()
    browser.post(reverse("admin:login"), {"username": anna.email, "password": PASSWORD})
    tokens = [
        *of_participants(study, browser, now),
        *of_researchers(study, anna, browser, now),
    ]

    text = dump()

    names = [part for name in PEOPLE for part in (name, f"{name}-mail", PEOPLE[name])]
    assert {secret: found_in(text, secret) for secret in (*names, *tokens)} == {
        secret: [] for secret in (*names, *tokens)
    }
    assert len(tokens) >= 20
    # What was made is there, and the search finds what stands there.
    assert Participant.objects.count() == 2
    assert Session.objects.count() == 1
    assert "django_admin_log" in found_in(text, TOOK_OUT.format(why="asked by letter"))


def test_of_researchers_a_dump_tells_their_own_addresses_in_these_tables_alone(
    now: datetime,
) -> None:
    study = make_study(contact_email="anna@researchers.example")
    anna = Researcher.objects.create_superuser("anna@researchers.example")
    invite(study, "new@researchers.example", Role.ANALYST, invited_by=anna, now=now)

    tables = set(found_in(dump(), "researchers.example"))

    assert tables == {
        *("accounts_researcher", "studies_study", "studies_invitation"),
        # What was added to the first two; of invitations it tells no address.
        "accounts_auditentry",
    }
