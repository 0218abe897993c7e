"""Static files are collected again only when they must be."""

from pathlib import Path

from devstack import static_files


def test_a_folder_is_current_once_marked_and_not_before(tmp_path: Path) -> None:
    before = static_files.are_current(tmp_path)
    static_files.mark_current(tmp_path)

    assert (before, static_files.are_current(tmp_path)) == (False, True)


def test_a_folder_collected_from_something_else_is_not_current(tmp_path: Path) -> None:
    (tmp_path / static_files.MARK).write_text("an older lock")

    assert not static_files.are_current(tmp_path)
