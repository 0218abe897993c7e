from datetime import date

import pytest

from esmpress.sampling.starting import StartRule, first_study_date

SUNDAY = date(2027, 3, 28)


@pytest.mark.parametrize(
    ("rule", "joined", "expected"),
    [
        ("same_day", SUNDAY, SUNDAY),
        ("next_day", SUNDAY, date(2027, 3, 29)),
        ("next_day", date(2028, 2, 28), date(2028, 2, 29)),
        ("next_monday", SUNDAY, date(2027, 3, 29)),
        ("next_monday", date(2027, 3, 29), date(2027, 4, 5)),
        ("next_monday", date(2027, 12, 28), date(2028, 1, 3)),
    ],
)
def test_the_start_rule_decides_the_first_study_date(
    rule: StartRule, joined: date, expected: date
) -> None:
    assert first_study_date(rule, joined) == expected


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        (date(2027, 3, 1), date(2027, 4, 1)),
        (date(2027, 3, 31), date(2027, 4, 1)),
        (date(2027, 4, 1), date(2027, 4, 2)),
        (date(2027, 4, 20), date(2027, 4, 21)),
    ],
)
def test_a_fixed_date_holds_for_all_who_joined_before_it(joined: date, expected: date) -> None:
    assert first_study_date("fixed_date", joined, date(2027, 4, 1)) == expected


def test_a_fixed_date_has_to_be_given() -> None:
    with pytest.raises(ValueError, match="start_date: the rule fixed_date needs a date"):
        first_study_date("fixed_date", SUNDAY)
