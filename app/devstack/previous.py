"""`python -m devstack.previous COMMIT [TESTS]`: an earlier release's tests, on this tree's schema.

For some seconds of a deploy, and after a rollback, the code of before works on the tables of now
(docs/operations/deploys.md). TESTS are paths or options for pytest; all tests unless given.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from devstack import postgres
from devstack.errors import StackError
from devstack.layout import APP_DIR, ROOT_DIR
from devstack.steps import PLACEHOLDERS

# pytest-django's name for the test database of `esmpress`.
TEST_DATABASE = "test_esmpress"


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """The tree of a commit below `folder`, until the block ends."""
    tree = folder / "tree"
    added = _git("worktree", "add", "--detach", str(tree), commit)
    if added.returncode:
        raise StackError(f"There is no commit {commit!r} here: {added.stderr.strip()}")
    try:
        yield tree
    finally:
        _git("worktree", "remove", "--force", str(tree))


def lay_schema(url: str) -> None:
    """Make the test database with the tables of this tree."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(TEST_DATABASE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    there = f"{url.rpartition('/')[0]}/{TEST_DATABASE}"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
        cwd=APP_DIR,
        env={**os.environ, **PLACEHOLDERS, "DATABASE_URL": there},
        check=True,
    )


def run_tests(tree: Path, url: str, tests: Sequence[str]) -> int:
    """Run the tests of a tree on the database as it is; the status of pytest."""
    argv = [sys.executable, "-m", "pytest", "-q", "--reuse-db", *tests]
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(argv, cwd=tree, env=environment, check=False).returncode  # noqa: S603


def main(commit: str, tests: Sequence[str]) -> int:
    """Run them; the exit status."""
    try:
        with TemporaryDirectory(prefix="esmpress-previous-") as name:
            folder = Path(name)
            with checked_out(commit, folder) as tree, postgres.running(folder / "state") as url:
                lay_schema(url)
                return run_tests(tree, url, tests)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    argv = ["git", *arguments]
    return subprocess.run(argv, cwd=ROOT_DIR, capture_output=True, text=True, check=False)  # noqa: S603


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m devstack.previous COMMIT [TESTS]")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
