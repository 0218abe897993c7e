"""Recovery codes: ten, each good once, of which only hashes are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from esmpress.accounts.models import RecoveryCode, Researcher
from esmpress.accounts.recovery_codes import (
    WrongRecoveryCode,
    codes_left,
    make_codes,
    use_recovery_code,
)
from tests.accounts.two_at_once import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def test_there_are_ten_different_ones(anna: Researcher) -> None:
    codes = make_codes(anna)

    assert len(set(codes)) == codes_left(anna) == 10
    assert {len(code) for code in codes} == {19}


def test_each_works_once(anna: Researcher) -> None:
    first, second, *_ = make_codes(anna)
    use_recovery_code(anna, first, now=NOW)

    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(anna, first, now=NOW)
    use_recovery_code(anna, second, now=NOW)

    assert codes_left(anna) == 8


def test_it_may_be_typed_in_capitals_and_without_hyphens(anna: Researcher) -> None:
    code = make_codes(anna)[0]

    use_recovery_code(anna, f" {code.upper().replace('-', ' ')} ", now=NOW)

    assert codes_left(anna) == 9


def test_new_ones_end_those_of_before(anna: Researcher) -> None:
    old = make_codes(anna)[0]
    make_codes(anna)

    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(anna, old, now=NOW)
    assert codes_left(anna) == 10


@pytest.mark.parametrize("typed", ["", "aaaa-aaaa-aaaa-aaaa", "-"])
def test_no_other_text_is_one(typed: str, anna: Researcher) -> None:
    make_codes(anna)

    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(anna, typed, now=NOW)


def test_one_of_somebody_else_does_not_work(anna: Researcher, eve: Researcher) -> None:
    make_codes(eve)

    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(eve, make_codes(anna)[0], now=NOW)


def test_the_table_holds_no_code(anna: Researcher) -> None:
    code = make_codes(anna)[0].replace("-", "")

    assert code.encode() not in b"".join(bytes(one.hash) for one in RecoveryCode.objects.all())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_at_once_one_gets_in(anna: Researcher) -> None:
    code = make_codes(anna)[0]

    def log_in() -> bool:
        try:
            use_recovery_code(anna, code, now=NOW)
        except WrongRecoveryCode:
            return False
        return True

    assert sum(at_once(log_in, times=4)) == 1
