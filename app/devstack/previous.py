"""`python -m devstack.previous [OF PYTEST]`: the tests of the last release on this schema.

So works the release that still runs while a deploy has migrated. PREVIOUS names another one.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import psycopg

from devstack import newer_schema, postgres
from devstack.errors import StackError
from devstack.layout import APP_DIR, ROOT_DIR
from devstack.steps import PLACEHOLDERS

STATE = ROOT_DIR / ".state" / "previous"
_NO_RELEASE = "There is no release yet (no tag like v1.0.0): nothing to test."


def chosen_release(repository: Path, environment: Mapping[str, str]) -> str | None:
    """The commit of PREVIOUS, else of the last release; nothing when there was none."""
    wanted = environment.get("PREVIOUS") or _last_tag(repository)
    if not wanted:
        return None
    found = _git(repository, "rev-parse", "--verify", "--quiet", f"{wanted}^{{commit}}")
    if found.returncode:
        raise StackError(f"PREVIOUS={wanted} is no commit, branch or tag of this repository.")
    return found.stdout.decode().strip()


def unpack(repository: Path, commit: str, folder: Path) -> None:
    """Make the folder hold the files of a commit and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    archive = _git(repository, "archive", "--format=tar", commit)
    archive.check_returncode()
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")


def run_tests(state: Path, database_url: str, *arguments: str) -> int:
    """Run the unpacked release's tests that use the database; their exit status."""
    python = _installed(state)
    _make_schema(database_url)
    plugins = state / "plugins"
    plugins.mkdir(exist_ok=True)
    # A folder of its own: nothing else of this tree may be found by the release.
    plugin = Path(str(newer_schema.__file__))
    shutil.copy(plugin, plugins)
    # Tests of migrations take the schema back to an older one themselves.
    chosen = ("-p", plugin.stem, "--ignore-glob=*/test_migrations.py", *arguments)
    argv = (str(python), "-m", "pytest", "-q", "--reuse-db", *chosen)
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": str(plugins)}
    return subprocess.run(argv, cwd=state / "tree", env=environment, check=False).returncode  # noqa: S603


def _installed(state: Path) -> Path:
    """The interpreter of an environment with what the release locked, made anew if it changed."""
    lock, venv = state / "tree" / "requirements-dev.lock", state / "venv"
    python, stamp = venv / "bin" / "python", venv / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        print("Installing the packages of the release ...", flush=True)
        _run(sys.executable, "-m", "venv", "--clear", venv)
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        _run(*pip, "--require-hashes", "--requirement", lock)
        stamp.write_text(digest)
    return python


def _make_schema(database_url: str) -> None:
    """Make the database that pytest-django looks for, with the migrations of this tree."""
    server, _, name = database_url.rpartition("/")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS test_{name}")
        connection.execute(f"CREATE DATABASE test_{name}")
    environment = PLACEHOLDERS | {"DATABASE_URL": f"{server}/test_{name}"}
    _run(sys.executable, "manage.py", "migrate", "--verbosity=0", **environment)


def _run(*argv: str | Path, **environment: str) -> None:
    merged = {**os.environ, **environment}
    subprocess.run(argv, cwd=APP_DIR, env=merged, check=True)  # noqa: S603


def _last_tag(repository: Path) -> str:
    return (
        _git(repository, "describe", "--tags", "--abbrev=0", "--match=v*").stdout.decode().strip()
    )


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    argv = ("git", "-C", str(repository), *arguments)
    return subprocess.run(argv, capture_output=True, check=False)  # noqa: S603


def main(*arguments: str) -> int:
    """Test the release; the exit status."""
    try:
        commit = chosen_release(ROOT_DIR, os.environ)
        if commit is None:
            print(_NO_RELEASE)
            return 0
        print(f"Testing {commit[:12]} on the schema of this tree ...", flush=True)
        unpack(ROOT_DIR, commit, STATE / "tree")
        with postgres.running(STATE) as database_url:
            return run_tests(STATE, database_url, *arguments)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        command = " ".join(map(str, failure.cmd))
        print(f"{command} ended with status {failure.returncode}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
