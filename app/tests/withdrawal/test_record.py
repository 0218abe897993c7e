from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from esmpress.withdrawal import Level, withdraw
from esmpress.withdrawal.record import RecordBroken, read_record
from tests.factories import make_participant
from tests.withdrawal.losing import keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(tmp_path: Path, now: datetime) -> Path:
    for _ in range(4):
        withdraw(make_participant(), Level.STOP, now=now)
    keep(tmp_path, now=now)
    return tmp_path


def test_a_whole_record_is_read_in_its_order(record: Path, now: datetime) -> None:
    lines = read_record(record)

    assert [(line.seq, line.act, line.at) for line in lines] == [
        (seq, "stop", now) for seq in (1, 2, 3, 4)
    ]


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    assert read_record(tmp_path) == []


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_lost_file_is_noticed(seq: int, record: Path) -> None:
    (record / f"{seq:012d}.json").unlink()

    with pytest.raises(RecordBroken, match=f"{seq:012d}.json is missing"):
        read_record(record)


def test_a_changed_file_is_noticed(record: Path) -> None:
    path = record / "000000000002.json"
    path.write_text(path.read_text().replace('"act":"stop"', '"act":"erase"'))

    with pytest.raises(RecordBroken, match=r"000000000003.json does not follow"):
        read_record(record)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"seq":"one"}'])
def test_a_malformed_file_is_named(text: str, record: Path) -> None:
    (record / "000000000004.json").write_text(text)

    with pytest.raises(RecordBroken, match=r"000000000004.json cannot be read"):
        read_record(record)


def test_a_renamed_file_is_noticed(record: Path) -> None:
    (record / "000000000003.json").rename(record / "000000000005.json")

    with pytest.raises(RecordBroken, match=r"000000000005.json holds another line"):
        read_record(record)
