"""Codes of authenticator apps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs

from esmpress.accounts import authenticators
from esmpress.accounts.authenticators import WrongCode, code_at, use_code
from esmpress.accounts.models import AuditEntry, Authenticator, Researcher
from tests.accounts.two_at_once import at_once

pytestmark = pytest.mark.django_db
# The beginning of a half minute.
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


def code(app: Authenticator, at: datetime) -> str:
    return code_at(app.secret, int(at.timestamp()) // 30)


@pytest.fixture
def app(anna: Researcher) -> Authenticator:
    """Anna's app, set up a day ago."""
    begun = authenticators.begin(anna, now=NOW - timedelta(days=1))
    confirmed_at = NOW - timedelta(days=1)
    authenticators.confirm(anna, code(begun, confirmed_at), now=confirmed_at)
    begun.refresh_from_db()
    return begun


@pytest.mark.parametrize(
    ("at", "shown"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
)
def test_codes_are_those_of_the_standard(at: int, shown: str) -> None:
    assert code_at(b"12345678901234567890", at // 30) == shown


@pytest.mark.parametrize("around", [-1, 0, 1])
def test_a_code_counts_half_a_minute_early_or_late(
    around: int, app: Authenticator, anna: Researcher
) -> None:
    use_code(anna, code(app, NOW + around * HALF_MINUTE), now=NOW)

    app.refresh_from_db()
    assert app.last_step == int(NOW.timestamp()) // 30 + around


@pytest.mark.parametrize("around", [-2, 2])
def test_a_code_counts_no_longer_than_that(
    around: int, app: Authenticator, anna: Researcher
) -> None:
    with pytest.raises(WrongCode):
        use_code(anna, code(app, NOW + around * HALF_MINUTE), now=NOW)


def test_a_code_counts_once(app: Authenticator, anna: Researcher) -> None:
    use_code(anna, code(app, NOW), now=NOW)

    with pytest.raises(WrongCode):
        use_code(anna, code(app, NOW), now=NOW + timedelta(seconds=5))


def test_after_a_code_none_of_before_counts(app: Authenticator, anna: Researcher) -> None:
    use_code(anna, code(app, NOW), now=NOW)

    with pytest.raises(WrongCode):
        use_code(anna, code(app, NOW - HALF_MINUTE), now=NOW)


def test_the_code_that_set_it_up_does_not_log_in(anna: Researcher) -> None:
    begun = authenticators.begin(anna, now=NOW)
    authenticators.confirm(anna, code(begun, NOW), now=NOW)

    with pytest.raises(WrongCode):
        use_code(anna, code(begun, NOW), now=NOW)


def test_what_was_begun_and_not_confirmed_does_not_count(anna: Researcher) -> None:
    begun = authenticators.begin(anna, now=NOW)

    with pytest.raises(WrongCode):
        use_code(anna, code(begun, NOW), now=NOW)


def test_looking_at_the_page_again_keeps_the_secret(anna: Researcher) -> None:
    first = authenticators.begin(anna, now=NOW)

    again = authenticators.begin(anna, now=NOW + HALF_MINUTE, begun=first.pk)

    assert again.secret == first.secret


def test_what_another_browser_began_is_begun_anew(anna: Researcher) -> None:
    elsewhere = authenticators.begin(anna, now=NOW)

    here = authenticators.begin(anna, now=NOW + HALF_MINUTE)

    assert here.secret != elsewhere.secret
    with pytest.raises(WrongCode):
        authenticators.confirm(anna, code(elsewhere, NOW), now=NOW)


def test_what_counts_is_not_replaced_by_beginning_again(
    app: Authenticator, anna: Researcher
) -> None:
    again = authenticators.begin(anna, now=NOW)

    with pytest.raises(WrongCode):
        authenticators.confirm(anna, code(again, NOW), now=NOW)
    assert again.secret == app.secret


def test_the_code_of_somebody_else_does_not_count(app: Authenticator, eve: Researcher) -> None:
    other = authenticators.begin(eve, now=NOW)
    authenticators.confirm(eve, code(other, NOW), now=NOW)

    with pytest.raises(WrongCode):
        use_code(eve, code(app, NOW + HALF_MINUTE), now=NOW)


def test_the_secret_is_sealed_for_its_researcher(app: Authenticator, eve: Researcher) -> None:
    assert app.secret not in bytes(app.sealed_secret)
    stolen = Authenticator(researcher=eve, sealed_secret=app.sealed_secret)

    with pytest.raises(Exception, match=r"^$"):
        _ = stolen.secret


def test_an_app_whose_key_is_gone_counts_no_more(
    app: Authenticator, anna: Researcher, settings: Settings
) -> None:
    typed = code(app, NOW)
    settings.VAULT_KEYS = {9: b"\x99" * 32}

    with capture_logs() as lines, pytest.raises(WrongCode):
        use_code(anna, typed, now=NOW)
    assert [(one["event"], one["researcher"]) for one in lines] == [
        ("authenticator_not_opened", anna.pk)
    ]


def test_the_trail_tells_of_the_app_and_not_of_its_secret(app: Authenticator) -> None:
    added, confirmed = AuditEntry.objects.filter(subject_type="accounts_authenticator").order_by(
        "number"
    )

    assert added.changes["sealed_secret"] == []
    assert set(confirmed.changes) == {"confirmed_at"}
    told = str([added.changes, confirmed.changes])
    assert bytes(app.sealed_secret).hex() not in told


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_one_code_at_once_one_gets_in(anna: Researcher) -> None:
    begun = authenticators.begin(anna, now=NOW)
    authenticators.confirm(anna, code(begun, NOW), now=NOW)
    later = NOW + HALF_MINUTE
    typed = code(begun, later)

    def log_in() -> bool:
        try:
            use_code(anna, typed, now=later)
        except WrongCode:
            return False
        return True

    assert sum(at_once(log_in, times=4)) == 1
