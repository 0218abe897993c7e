from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import translation

from esmpress.accounts.models import Researcher
from esmpress.participants.leavings import number_leavings
from esmpress.participants.models import Consent, Leaving, Participant, WithdrawalStep
from esmpress.studies.models import ConsentDocument
from esmpress.withdrawal import Level, Wish, withdraw
from esmpress.withdrawal.applying import apply_record
from esmpress.withdrawal.certificate import NotWithdrawn, certify
from esmpress.withdrawal.certificate_text import certificate_text
from esmpress.withdrawal.held import HELD, STAYS
from esmpress.withdrawal.record import read_record
from tests.factories import LAUNCHED_AT, make_participant, make_study
from tests.withdrawal.known import make_known, paths_to_people
from tests.withdrawal.losing import lost_time

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def known(now: datetime) -> Participant:
    """Somebody of whom there is a row of every kind."""
    researcher = Researcher.objects.create_superuser("anna@example.org")
    return make_known(make_study(arms={"app": 1, "control": 1}), researcher, now)


def test_every_table_that_leads_to_a_participant_is_counted_or_stays_for_a_reason() -> None:
    tables = {model._meta.db_table for model in apps.get_models() if paths_to_people(model)}

    named = {held.table for held in HELD} | set(STAYS)

    assert tables - named == set()


def test_what_an_erasure_deleted_is_counted_by_table(known: Participant, now: datetime) -> None:
    withdraw(known, Level.ERASE, wish=Wish.RESEARCHER, now=now)

    step = WithdrawalStep.objects.get()
    assert (step.level, step.wish, step.at) == ("erase", "researcher", now)
    assert step.gone == {
        **{"addresses": 1, "links": 8, "notes": 1, "prompts": 9, "responses": 1, "drafts": 1},
        **{"messages": 1, "message_acts": 1, "provider_events": 1, "pauses": 1, "mail_stops": 1},
        **{"moves": 1, "alerts": 1, "coordinator_alerts": 1},
    }


def test_each_step_counts_what_it_deleted_itself(known: Participant, now: datetime) -> None:
    withdraw(known, Level.STOP, now=now)
    withdraw(known, Level.FORGET, now=now + DAY)
    withdraw(known, Level.ERASE, now=now + 2 * DAY)

    steps = certify(known_again(known), now=now + 3 * DAY).steps
    assert [step.level for step in steps] == ["stop", "forget", "erase"]
    assert steps[0].gone == {}
    assert steps[1].gone == {"addresses": 1, "links": 8, "notes": 1}
    assert "addresses" not in steps[2].gone
    assert steps[2].gone["prompts"] == 9


def known_again(participant: Participant) -> Participant:
    return Participant.objects.select_related("study").get(pk=participant.pk)


def test_a_certificate_holds_until_a_row_is_there_again(known: Participant, now: datetime) -> None:
    withdraw(known, Level.ERASE, now=now)
    held = certify(known_again(known), now=now).holds
    document = ConsentDocument.objects.create(
        study=known.study, number=1, title={}, text={}, purposes=[], published_at=LAUNCHED_AT
    )

    Consent.objects.create(
        participant=known, document=document, choices={}, language="en", given_at=now
    )

    certificate = certify(known_again(known), now=now)
    assert (held, certificate.holds) == (True, False)
    assert "- consents: 1" in certificate_text(certificate)
    assert "THIS DOES NOT HOLD" in certificate_text(certificate)


def test_it_names_the_line_of_the_chain_and_its_digest(known: Participant, now: datetime) -> None:
    withdraw(known, Level.ERASE, now=now)
    early = certificate_text(certify(known_again(known), now=now))
    number_leavings(now=now)

    text = certificate_text(certify(known_again(known), now=now))

    line = Leaving.objects.get(act="erase")
    assert "not numbered yet" in early
    assert f"Line {line.seq} of the chain" in text
    assert sha256(line.line.encode()).hexdigest() in text


def test_it_says_what_stays_in_the_language_of_who_reads_it(
    known: Participant, now: datetime
) -> None:
    withdraw(known, Level.FORGET, now=now)
    certificate = certify(known_again(known), now=now)

    english = certificate_text(certificate)
    with translation.override("pl"):
        polish = certificate_text(certificate)

    assert "What the level keeps: prompts (9), responses (1)" in english
    assert "# Certificate of withdrawal" in english
    assert "Zaświadczenie" in polish


def test_nobody_s_address_or_answer_is_in_it(known: Participant, now: datetime) -> None:
    address = known.contact.email
    withdraw(known, Level.ERASE, now=now)

    text = certificate_text(certify(known_again(known), now=now))

    assert address not in text
    assert "called them" not in text


def test_who_takes_part_gets_none(now: datetime) -> None:
    with pytest.raises(NotWithdrawn):
        certify(make_participant(), now=now)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_counted_is_never_changed(known: Participant, now: datetime, change: str) -> None:
    withdraw(known, Level.ERASE, now=now)
    steps = WithdrawalStep.objects.all()

    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        steps.update(gone={}) if change == "update" else steps.delete()

    assert WithdrawalStep.objects.get().gone["prompts"] == 9


def test_an_erasure_done_again_after_a_restore_is_counted_as_such(
    known: Participant, tmp_path: Path, now: datetime
) -> None:
    with lost_time(tmp_path, now=now):
        withdraw(known, Level.ERASE, now=now)

    apply_record(read_record(tmp_path))

    certificate = certify(known_again(known), now=now + DAY)
    last = certificate.steps[-1]
    assert (last.wish, last.at, last.gone["prompts"]) == ("restore", now, 9)
    assert certificate.holds


def test_a_withdrawal_from_before_anything_was_counted_has_its_line(now: datetime) -> None:
    participant = make_participant()
    Leaving.objects.create(
        participant=participant.pk, enrolled_at=participant.enrolled_at, act="stop", at=now
    )
    Participant.objects.update(status="withdrawn", withdrawn_at=now, withdrawal_level="stop")

    text = certificate_text(certify(known_again(participant), now=now))

    assert "What was deleted was not counted then." in text
