"""Secrets are drawn once and stay private."""

import stat
from pathlib import Path

from devstack.secret_files import write_files
from devstack.secrets import load_or_draw


def test_secrets_are_written_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    first = load_or_draw(tmp_path)
    second = load_or_draw(tmp_path)

    assert first == second
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_two_folders_have_no_secret_in_common(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    one, other = load_or_draw(tmp_path / "a"), load_or_draw(tmp_path / "b")

    assert not set(vars(one).values()) & set(vars(other).values())


def test_files_for_containers_do_not_change_at_a_second_start(tmp_path: Path) -> None:
    write_files(tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}

    write_files(tmp_path)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before
    assert before["redis_password"] in before["redis_url"]
