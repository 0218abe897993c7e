"""A deploy over SSH: whom it trusts, what it says, and when it goes back."""

import re
from pathlib import Path

import pytest

from tests.operations.programs import CI, run, stand_in

HOSTS = {
    "DEPLOY_HOST": "one.example.org two.example.org",
    "DEPLOY_KNOWN_HOSTS": "one.example.org ssh-ed25519 AAAA",
    "DEPLOY_SSH_KEY": "the private key",
}
DEPLOY = ("backend@sha256:1", "frontend@sha256:2", "https://127.0.0.1:9")


def test_each_host_is_told_in_turn_and_only_known_ones_are_trusted(tmp_path: Path) -> None:
    called = stand_in(tmp_path, "ssh", 'cat "$2" "$(dirname "$2")/known_hosts"; ls -l "$2"')

    result = run("on-droplet", "deploy", "a", "b", path=tmp_path, settings=HOSTS)

    assert result.returncode == 0, result.stderr
    calls = called.read_text().splitlines()
    assert [call.partition(" deploy@")[2] for call in calls] == [
        "one.example.org deploy a b",
        "two.example.org deploy a b",
    ]
    for option in ("StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", "BatchMode=yes"):
        assert all(option in call for call in calls)
    assert "the private key\none.example.org ssh-ed25519 AAAA\n-rw-------" in result.stdout


def test_the_key_is_in_no_argument_and_gone_afterwards(tmp_path: Path) -> None:
    called = stand_in(tmp_path, "ssh", 'test -z "$DEPLOY_SSH_KEY"')

    result = run("on-droplet", "status", path=tmp_path, settings=HOSTS)

    assert result.returncode == 0
    assert "private" not in called.read_text()
    key = re.search(r"-i (\S+)", called.read_text())
    assert key is not None
    assert not Path(key[1]).parent.exists()


def test_the_first_host_that_says_no_is_the_last_one_asked(tmp_path: Path) -> None:
    called = stand_in(tmp_path, "ssh", "exit 75")

    result = run("on-droplet", "status", path=tmp_path, settings=HOSTS)

    assert result.returncode == 75
    assert len(called.read_text().splitlines()) == 1


@pytest.fixture
def deploying(tmp_path: Path) -> Path:
    """A copy of ops/ci/put-in-place beside stand-ins for what it calls."""
    (tmp_path / "put-in-place").write_bytes((CI / "put-in-place").read_bytes())
    (tmp_path / "put-in-place").chmod(0o755)
    return tmp_path


def put_in_place(folder: Path, *, deploy: str = "exit 0", smoke: str = "exit 0") -> tuple[int, str]:
    """How it ended, and what the droplet was told."""
    called = stand_in(folder, "on-droplet", f"case $1 in deploy*) {deploy} ;; esac")
    stand_in(folder, "smoke.py", smoke)
    result = run(str(folder / "put-in-place"), *DEPLOY)
    return result.returncode, called.read_text()


def test_a_release_that_answers_stays(deploying: Path) -> None:
    status, told = put_in_place(deploying)

    assert status == 0
    assert told == "deploy backend@sha256:1 frontend@sha256:2\nstatus\n"


@pytest.mark.parametrize("status", [1, 64, 75, 255])
def test_a_deploy_that_changed_nothing_is_not_taken_back(status: int, deploying: Path) -> None:
    ended, told = put_in_place(deploying, deploy=f"exit {status}")

    assert ended == status
    assert "rollback" not in told


def test_a_release_that_does_not_answer_is_taken_back(deploying: Path) -> None:
    ended, told = put_in_place(deploying, smoke="exit 1")

    assert ended == 1
    assert told.splitlines()[-1] == "rollback"


def test_a_deploy_that_failed_after_the_switch_is_taken_back(deploying: Path) -> None:
    ended, told = put_in_place(deploying, deploy="exit 70")

    assert ended == 1
    assert told.splitlines()[-1] == "rollback"
