"""Which release is tested on this schema, and with which of its files."""

import subprocess
from pathlib import Path

import pytest

from devstack import previous
from devstack.errors import StackError


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    argv = ["git", "-C", str(folder), *author, *arguments]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With two commits: `old.txt` is in the first only, `new.txt` in the second."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "old.txt").touch()
    git(folder, "add", "old.txt")
    git(folder, "commit", "--quiet", "--message", "First")
    git(folder, "mv", "old.txt", "new.txt")
    git(folder, "commit", "--quiet", "--message", "Second")
    return folder


def test_there_is_nothing_to_test_before_the_first_release(repository: Path) -> None:
    git(repository, "tag", "nightly")

    assert previous.chosen_release(repository, {"PREVIOUS": ""}) is None


def test_the_last_release_is_tested(repository: Path) -> None:
    git(repository, "tag", "v1.0.0", "HEAD~1")
    git(repository, "tag", "v1.1.0", "HEAD~1")
    git(repository, "tag", "nightly")

    assert previous.chosen_release(repository, {}) == git(repository, "rev-parse", "HEAD~1")


def test_another_commit_can_be_named(repository: Path) -> None:
    git(repository, "tag", "v1.0.0", "HEAD~1")

    chosen = previous.chosen_release(repository, {"PREVIOUS": "HEAD"})

    assert chosen == git(repository, "rev-parse", "HEAD")


def test_a_name_that_is_no_commit_is_refused_in_a_sentence(repository: Path) -> None:
    with pytest.raises(StackError, match="PREVIOUS=v9 is no commit"):
        previous.chosen_release(repository, {"PREVIOUS": "v9"})


def test_the_folder_holds_the_files_of_the_release_and_no_others(
    repository: Path, tmp_path: Path
) -> None:
    first = git(repository, "rev-parse", "HEAD~1")
    previous.unpack(repository, git(repository, "rev-parse", "HEAD"), tmp_path / "tree")

    previous.unpack(repository, first, tmp_path / "tree")

    assert [path.name for path in (tmp_path / "tree").iterdir()] == ["old.txt"]
