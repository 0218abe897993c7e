"""Who is mailed which alerts, when, how often, and what stands in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from esmpress.accounts.models import Researcher
from esmpress.alerts.erasing import erase_alerts
from esmpress.alerts.mail_text import LISTED
from esmpress.alerts.mailing import PACE, mail_members
from esmpress.alerts.models import Alert, AlertMail
from esmpress.delivery.letters.purging import KEPT_FOR, delete_old_letters
from esmpress.delivery.letters.sending import send_letters
from esmpress.delivery.models import Letter
from esmpress.studies.models import Membership, Study
from tests.alerts.builders import make_alert, make_rule, make_wishes
from tests.delivery.builders import as_worker
from tests.delivery.conftest import smtp
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
__all__ = ["smtp"]


@pytest.fixture
def study() -> Study:
    return make_study()


@pytest.fixture
def member(study: Study) -> Membership:
    """A coordinator who wants low compliance at once."""
    make_member(study, "coordinator", email="cora@example.org")
    return study.memberships.get()


def mails(*, now: datetime) -> list[str]:
    """The addresses of the letters that are written."""
    mail_members(now=now)
    return sorted(one.email for one in Letter.objects.order_by("pk"))


def text() -> str:
    return str(Letter.objects.latest("pk").payload["text"])


@pytest.mark.parametrize(
    ("role", "is_mailed"),
    [("owner", True), ("coordinator", True), ("editor", False), ("analyst", False)],
)
def test_risk_is_mailed_to_owners_and_coordinators_who_said_nothing(
    study: Study, now: datetime, role: str, is_mailed: bool
) -> None:
    make_member(study, role)
    make_alert(make_rule(study, "risk"))

    assert len(mails(now=now)) == is_mailed


@pytest.mark.parametrize("kind", ["missed", "compliance", "bounced", "silence"])
def test_nothing_else_is_mailed_to_who_did_not_ask(
    member: Membership, now: datetime, kind: str
) -> None:
    rule = make_rule(member.study, kind)
    make_alert(rule)
    assert mails(now=now) == []

    make_wishes(member, **{kind: "at_once"})
    assert mails(now=now) == ["cora@example.org"]


def test_an_alert_is_mailed_once_and_goes_out(
    member: Membership, smtp: SmtpServer, now: datetime
) -> None:
    make_alert(make_rule(member.study, "risk"))

    for hours in range(3):
        mail_members(now=now + hours * HOUR)
        send_letters(now=now + hours * HOUR)

    assert smtp.recipients == ["cora@example.org"]
    body = smtp.messages()[0].get_body(("plain",))
    assert body is not None
    assert "An answer needs a human" in body.get_content()


def test_a_mail_tells_who_and_where_and_no_answer_no_arm_no_address(
    now: datetime,
) -> None:
    study = make_study(arms={"placebo": 1})
    make_member(study)
    alert = make_alert(make_rule(study, "risk", arm=study.arms.get()))

    mail_members(now=now)

    assert f"P0001, 2027-01-10 13:00: An answer needs a human\n{_page(alert)}" in text()
    said = str(Letter.objects.get().payload)
    assert not [word for word in ("stress", "80", "placebo", "participant") if word in said]


def _page(alert: Alert) -> str:
    return f"https://esm.example.org/admin/alerts/alert/{alert.pk}/change/"


def test_what_tells_an_arm_is_mailed_to_those_who_may_see_arms(now: datetime) -> None:
    study = make_study(arms={"one": 1}, phases=[{"name": "own", "days": 3, "arm": "one"}])
    make_member(study, "owner", email="olga@example.org")
    make_member(study, "coordinator")
    make_alert(make_rule(study, "risk", arm=study.arms.get()))
    make_alert(make_rule(study, "risk", phase=study.phases.get()))

    assert mails(now=now) == ["olga@example.org"]


@pytest.mark.parametrize("settled", ["ended_at", "done_at", "acknowledged_at"])
def test_what_is_over_or_looked_after_is_not_mailed(
    member: Membership, now: datetime, settled: str
) -> None:
    alert = make_alert(make_rule(member.study, "risk"))
    reason = {"end_reason": "over"} if settled == "ended_at" else {}
    Alert.objects.filter(pk=alert.pk).update(**{settled: now}, **reason)

    assert mails(now=now) == []


def test_quiet_hours_hold_back_all_but_risk(member: Membership, now: datetime) -> None:
    make_wishes(member, missed="at_once", quiet_from=9, quiet_until=11)
    make_alert(make_rule(member.study, "missed"))
    # 10:00 in Warsaw.
    assert mails(now=now) == []

    make_alert(make_rule(member.study, "risk"))
    mail_members(now=now)
    assert "An answer needs a human" in text()
    assert "Missed" not in text()

    mail_members(now=now + HOUR)
    assert "Missed 3 prompts in a row" in text()


def test_mails_at_once_keep_their_pace_but_risk_does_not_wait(
    member: Membership, now: datetime
) -> None:
    make_wishes(member, missed="at_once")
    missed, risk = make_rule(member.study, "missed"), make_rule(member.study, "risk")
    make_alert(missed)
    assert len(mails(now=now)) == 1

    make_alert(missed)
    assert len(mails(now=now + MINUTE)) == 1
    make_alert(risk)
    assert len(mails(now=now + 2 * MINUTE)) == 2
    assert len(mails(now=now + 2 * MINUTE + PACE)) == 3


def test_a_digest_comes_once_a_day_at_its_hour_with_all_of_it(
    member: Membership, now: datetime
) -> None:
    make_wishes(member, missed="digest", bounced="digest", digest_hour=10)
    make_alert(make_rule(member.study, "missed"))
    make_alert(make_rule(member.study, "bounced"))

    assert mails(now=now - MINUTE) == []
    assert len(mails(now=now)) == 1
    assert "Missed" in text()
    assert "Mail does not arrive" in text()

    make_alert(make_rule(member.study, "missed"))
    assert len(mails(now=now + 13 * HOUR)) == 1
    assert len(mails(now=now + 24 * HOUR)) == 2


def test_a_digest_hour_is_of_the_members_own_zone(member: Membership, now: datetime) -> None:
    make_wishes(member, missed="digest", digest_hour=8, time_zone="Asia/Tokyo")
    make_alert(make_rule(member.study, "missed"))

    # 18:00 in Tokyo; before 8:00 there nothing is due.
    assert mails(now=now - 11 * HOUR) == []
    assert len(mails(now=now)) == 1


def test_each_study_has_letters_of_its_own(now: datetime) -> None:
    first = make_study(name="First")
    researcher = make_member(first)
    second = make_study(name="Second")
    Membership.objects.create(study=second, researcher=researcher, role="owner", since=now)
    for one in (first, second):
        make_alert(make_rule(one, "risk"))

    mail_members(now=now)

    subjects = sorted(one.payload["subject"] for one in Letter.objects.all())
    assert subjects == [
        f"ESMpress: an answer in “{name}” needs a human" for name in ("First", "Second")
    ]


@pytest.mark.parametrize("change", ["leaves", "cannot log in"])
def test_who_has_left_gets_nothing_not_even_what_was_written(
    member: Membership, smtp: SmtpServer, now: datetime, change: str
) -> None:
    make_alert(make_rule(member.study, "risk"))
    mail_members(now=now)
    if change == "leaves":
        member.delete()
    else:
        Researcher.objects.update(is_active=False)

    send_letters(now=now)
    make_alert(make_rule(make_study(), "risk"))
    mail_members(now=now)

    assert smtp.taken == []
    assert Letter.objects.get().status == "failed"


def test_the_words_go_with_the_letter(member: Membership, smtp: SmtpServer, now: datetime) -> None:
    make_alert(make_rule(member.study, "risk"))
    mail_members(now=now)

    send_letters(now=now)

    assert [(one.status, one.payload) for one in Letter.objects.all()] == [("sent", {})]


def test_an_alert_is_not_mailed_again_when_its_letter_is_deleted(
    member: Membership, smtp: SmtpServer, now: datetime
) -> None:
    make_alert(make_rule(member.study, "risk"))
    mail_members(now=now)
    send_letters(now=now)

    delete_old_letters(now=now + KEPT_FOR + HOUR)

    assert mails(now=now + KEPT_FOR + HOUR) == []


def test_a_list_nobody_would_read_to_the_end_is_cut(member: Membership, now: datetime) -> None:
    rule = make_rule(member.study, "risk")
    for _ in range(LISTED + 2):
        make_alert(rule)

    mail_members(now=now)

    assert text().count("An answer needs a human") == LISTED
    assert "... and 2 more" in text()
    assert AlertMail.objects.count() == LISTED + 2


def test_an_erased_participant_stands_in_no_letter_that_waits(
    member: Membership, now: datetime
) -> None:
    rule = make_rule(member.study, "risk")
    gone, other = make_alert(rule), make_alert(rule)
    mail_members(now=now)
    assert gone.participant is not None

    erase_alerts(gone.participant)

    assert not Letter.objects.exists()
    assert list(Alert.objects.all()) == [other]
    mail_members(now=now)
    assert "P0002" in text()
    assert "P0001" not in text()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_one_letter(now: datetime) -> None:
    study = make_study()
    make_member(study)
    make_alert(make_rule(study, "risk"))

    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(as_worker, lambda: mail_members(now=now)) for _ in range(4)]

    assert sum(one.result() for one in written) == Letter.objects.count() == 1
