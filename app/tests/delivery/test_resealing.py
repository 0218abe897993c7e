"""After a new key addresses are sealed and found by it, and the old one can go."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from esmpress.accounts import authenticators
from esmpress.accounts.models import Researcher
from esmpress.delivery.models import Letter
from esmpress.delivery.resealing import CannotReseal, count_old, reseal_all
from esmpress.participants.enrolment import AlreadyEnrolled
from esmpress.participants.models import Contact, JoinRequest, email_index
from esmpress.webhooks.endpoints import replace_secret
from tests.factories import make_participant, make_study
from tests.joining.builders import make_request
from tests.webhooks.builders import make_endpoint

FIRST, SECOND = {1: b"\x22" * 32}, {2: b"\x33" * 32}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_key(settings: Settings) -> None:
    settings.VAULT_KEYS = FIRST


def test_every_address_opens_with_the_new_key_alone(settings: Settings, now: datetime) -> None:
    ola = make_participant(email="ola@x.org")
    request = make_request(make_study(), "eva@x.org", now=now)
    letter = Letter(study=ola.study, kind="withdrawn", written_at=now, due_at=now)
    letter.set_email("jan@x.org")
    letter.save()

    settings.VAULT_KEYS = FIRST | SECOND
    assert (count_old(), reseal_all(), count_old(), reseal_all()) == (3, 3, 0, 0)
    settings.VAULT_KEYS = SECOND

    assert Contact.objects.get(participant=ola).email == "ola@x.org"
    assert JoinRequest.objects.get(pk=request.pk).email == "eva@x.org"
    assert Letter.objects.get(pk=letter.pk).email == "jan@x.org"


def test_an_authenticator_opens_with_the_new_key_alone(settings: Settings, now: datetime) -> None:
    app = authenticators.begin(Researcher.objects.create_user("anna@example.org"), now=now)
    secret = app.secret

    settings.VAULT_KEYS = FIRST | SECOND
    assert (count_old(), reseal_all(), count_old(), reseal_all()) == (1, 1, 0, 0)
    settings.VAULT_KEYS = SECOND

    app.refresh_from_db()
    assert app.secret == secret


def test_an_authenticator_without_its_key_stops_it(settings: Settings, now: datetime) -> None:
    authenticators.begin(Researcher.objects.create_user("anna@example.org"), now=now)
    settings.VAULT_KEYS = SECOND

    with pytest.raises(CannotReseal, match="remove_second_factor takes it away"):
        reseal_all()


def test_an_address_is_found_by_the_first_key_until_that_goes(settings: Settings) -> None:
    ola = make_participant(email="ola@x.org")
    before = email_index(ola.study_id, "ola@x.org")

    settings.VAULT_KEYS = FIRST | SECOND
    reseal_all()
    kept = bytes(Contact.objects.get(participant=ola).email_index)
    settings.VAULT_KEYS = SECOND
    assert (count_old(), reseal_all(), count_old()) == (1, 1, 0)

    assert kept == before
    found = bytes(Contact.objects.get(participant=ola).email_index)
    assert found == email_index(ola.study_id, "ola@x.org") != before


def test_nobody_enrols_twice_after_the_old_key_is_gone(settings: Settings) -> None:
    ola = make_participant(email="ola@x.org")
    settings.VAULT_KEYS = FIRST | SECOND
    reseal_all()
    settings.VAULT_KEYS = SECOND
    reseal_all()

    with pytest.raises(AlreadyEnrolled):
        make_participant(ola.study, email="ola@x.org")


def test_a_request_of_a_known_address_still_leads_to_its_contact(
    settings: Settings, now: datetime
) -> None:
    ola = make_participant(email="ola@x.org")
    request = make_request(ola.study, "ola@x.org", now=now)
    JoinRequest.objects.filter(pk=request.pk).update(sealed_email=None)

    settings.VAULT_KEYS = FIRST | SECOND
    reseal_all()
    settings.VAULT_KEYS = SECOND
    reseal_all()

    index = bytes(JoinRequest.objects.get(pk=request.pk).email_index)
    assert Contact.objects.get(email_index=index).participant == ola


def test_two_of_one_address_are_told_and_stay(settings: Settings) -> None:
    ola = make_participant(email="ola@x.org")
    settings.VAULT_KEYS = FIRST | SECOND
    reseal_all()
    settings.VAULT_KEYS = SECOND
    make_participant(ola.study, email="ola@x.org")

    with pytest.raises(CannotReseal, match="another participant of the study has the same address"):
        reseal_all()

    assert Contact.objects.count() == 2


def test_the_command_counts_then_seals(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    make_participant(email="ola@x.org")
    settings.VAULT_KEYS = FIRST | SECOND

    with pytest.raises(SystemExit) as ended:
        call_command("reseal_addresses", "--check")
    call_command("reseal_addresses")
    call_command("reseal_addresses", "--check")

    assert ended.value.code == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["1", "1", "0"]


def test_an_address_that_no_key_opens_is_named_by_its_number(settings: Settings) -> None:
    ola = make_participant(email="ola@x.org")
    settings.VAULT_KEYS = SECOND

    with pytest.raises(CommandError, match=f"contact {ola.contact.pk} stays as it is: no key"):
        call_command("reseal_addresses")


def test_secrets_of_webhooks_open_with_the_new_key_alone(settings: Settings, now: datetime) -> None:
    endpoint = make_endpoint()
    before, after = endpoint.secret, replace_secret(endpoint, now=now)

    settings.VAULT_KEYS = FIRST | SECOND
    assert (count_old(), reseal_all(), count_old(), reseal_all()) == (1, 1, 0, 0)
    settings.VAULT_KEYS = SECOND

    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.old_secret) == (after, before)
