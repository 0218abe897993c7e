import csv
import io

import pytest

from esmpress.export.long_cells import long_cells

LINE = '"' + "a" * 200_000 + '"\n'


def test_long_cells_are_read_within_and_refused_again_after_the_last_reader() -> None:
    with long_cells():
        with long_cells():
            pass
        assert len(next(csv.reader(io.StringIO(LINE)))[0]) == 200_000

    with pytest.raises(csv.Error, match="larger than field limit"):
        next(csv.reader(io.StringIO(LINE)))


def test_the_limit_is_set_again_after_an_error() -> None:
    limit = csv.field_size_limit()

    with pytest.raises(ValueError, match="broken"), long_cells():
        raise ValueError("broken")

    assert csv.field_size_limit() == limit
