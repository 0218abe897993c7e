"""ops/rotate-secret without containers; `make test-containers ONLY=rotation` has it at work."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from devstack.layout import ROOT_DIR
from tests.operations.programs import stand_in

HEX = "ab" * 32
SECRETS = {
    "secret_key": "s" * 60,
    "secret_key_fallbacks": "",
    "link_keys": f"1:{HEX}",
    "vault_keys": f"1:{HEX}",
    "database_app_password": "a" * 48,
    "database_url": f"postgres://esmpress_app:{'a' * 48}@db:5432/esmpress",
    "database_owner_password": "o" * 48,
    "database_owner_url": f"postgres://esmpress_owner:{'o' * 48}@db:5432/esmpress",
    "postgres_password": "p" * 48,
    "redis_url": f"redis://esmpress:{'r' * 48}@redis:6379/0",
    "redis_acl": "user health on nopass -@all +ping\nuser esmpress on #old ~celery* +@all\n",
    "metrics_token": "m" * 48,
    "sendgrid_api_key": "",
}

Rotate = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A release tree with stand-ins for ops/deploy and Docker, settings and secrets."""
    for folder in ("ops", "bin", "secrets"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT_DIR / "ops" / "rotate-secret", tmp_path / "ops")
    for name, text in SECRETS.items():
        (tmp_path / "secrets" / name).write_text(text)
    (tmp_path / "env").write_text(
        f"SECRETS_DIR={tmp_path}/secrets\nBACKEND_IMAGE=backend:1\nFRONTEND_IMAGE=frontend:1\n"
    )
    stand_in(
        tmp_path / "ops", "deploy", f'cat "{tmp_path}/secrets/database_url"; exit ${{FAIL:-0}}'
    )
    stand_in(tmp_path / "bin", "docker", f'case $* in *psql*) cat >>"{tmp_path}/sql" ;; esac')
    return tmp_path


@pytest.fixture
def rotate(machine: Path) -> Rotate:
    def run(*words: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [machine / "ops" / "rotate-secret", *words],
            env={
                "PATH": f"{machine}/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                "ESMPRESS_ENV": str(machine / "env"),
                "ESMPRESS_RELEASES": str(machine / "releases"),
                **environment,
            },
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


def secret(machine: Path, name: str) -> str:
    return (machine / "secrets" / name).read_text()


def calls(machine: Path, program: str) -> list[str]:
    return (machine / f"{program}.called").read_text().splitlines()


@pytest.mark.parametrize("name", ["link_keys", "vault_keys"])
def test_a_key_is_added_behind_the_others(name: str, machine: Path, rotate: Rotate) -> None:
    assert rotate(name).returncode == 0

    assert re.fullmatch(f"1:{HEX},2:[0-9a-f]{{64}}", secret(machine, name))
    assert calls(machine, "ops/deploy") == ["backend:1 frontend:1"]


def test_addresses_are_sealed_anew_after_a_new_key(machine: Path, rotate: Rotate) -> None:
    rotate("vault_keys")

    assert any("manage.py reseal_addresses" in call for call in calls(machine, "bin/docker"))


def test_only_the_newest_key_is_left_when_the_others_are_retired(
    machine: Path, rotate: Rotate
) -> None:
    rotate("link_keys")
    newest = secret(machine, "link_keys").partition(",")[2]

    assert rotate("--retire", "link_keys").returncode == 0

    assert secret(machine, "link_keys") == newest


@pytest.mark.parametrize(
    "given", [f"2:{HEX}", f"1:{HEX},2:short", f"1:{HEX};", f"1:{HEX}\n,2:{HEX}", "1:"]
)
def test_keys_that_are_in_use_are_not_dropped_by_mistake(
    given: str, machine: Path, rotate: Rotate
) -> None:
    result = rotate("link_keys", "-", given=given)

    assert result.returncode == 64
    assert secret(machine, "link_keys") == SECRETS["link_keys"]
    assert calls(machine, "ops/deploy") == []


def test_the_secret_key_before_is_kept_until_it_is_retired(machine: Path, rotate: Rotate) -> None:
    rotate("secret_key")
    kept = secret(machine, "secret_key_fallbacks")
    rotate("--retire", "secret_key")

    assert kept == SECRETS["secret_key"] != secret(machine, "secret_key")
    assert secret(machine, "secret_key_fallbacks") == ""


def test_a_second_role_carries_the_application_over(machine: Path, rotate: Rotate) -> None:
    result = rotate("database_app_password", "-", given="n" * 30)

    assert result.returncode == 0, result.stderr
    between, after = result.stdout.removesuffix("/esmpress").split("/esmpresspostgres://")
    assert between.startswith("postgres://esmpress_app_next:")
    assert after == f"esmpress_app:{'n' * 30}@db:5432"
    assert secret(machine, "database_app_password") == "n" * 30
    sql = (machine / "sql").read_text()
    order = ["CREATE ROLE esmpress_app_next", "ALTER ROLE esmpress_app PASSWORD", "DROP ROLE esm"]
    assert sorted(order, key=sql.rindex) == order


def test_a_broken_off_rotation_is_gone_on_with(machine: Path, rotate: Rotate) -> None:
    broken = rotate("database_app_password", FAIL="1")
    halfway = secret(machine, "database_url")
    mended = rotate("database_app_password")

    assert (broken.returncode, mended.returncode) == (1, 0)
    assert "the same command again goes on" in broken.stderr
    assert halfway.startswith("postgres://esmpress_app_next:")
    assert (machine / "sql").read_text().count("CREATE ROLE") == 1
    assert secret(machine, "database_url").startswith("postgres://esmpress_app:")


def test_the_broker_knows_both_passwords_until_nobody_needs_the_old_one(
    machine: Path, rotate: Rotate
) -> None:
    saw = f'grep -c "#.* #" "{machine}/secrets/redis_acl" >>"{machine}/saw" || :'
    stand_in(machine / "ops", "deploy", saw)

    assert rotate("redis_url").returncode == 0

    assert (machine / "saw").read_text() == "1\n"
    assert re.search(
        r"^user esmpress on #[0-9a-f]{64} ~celery\* \+@all$", secret(machine, "redis_acl"), re.M
    )
    assert secret(machine, "redis_acl").startswith("user health on nopass -@all +ping\n")


def test_no_value_is_in_an_argument_or_in_what_is_told(machine: Path, rotate: Rotate) -> None:
    results = [rotate(name) for name in ("database_owner_password", "redis_url", "secret_key")]

    told = "".join(result.stderr for result in results)
    told += "\n".join(calls(machine, "bin/docker") + calls(machine, "ops/deploy"))
    told += (machine / "releases" / "audit.log").read_text()
    values = [secret(machine, name) for name in ("database_owner_password", "secret_key")]
    assert all(value not in told for value in values)
    assert "rotate=redis_url complete" in told


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("no_such_secret",),
        ("redis_acl",),
        ("link_keys", "1:value-on-the-command-line"),
        ("--retire",),
        ("--retire", "redis_url"),
        ("--align", "now"),
        ("sendgrid_api_key",),
        ("sendgrid_api_key", "-"),
    ],
)
def test_a_wrong_call_changes_nothing(
    words: tuple[str, ...], machine: Path, rotate: Rotate
) -> None:
    assert rotate(*words).returncode == 64

    assert {name: secret(machine, name) for name in SECRETS} == SECRETS
    assert calls(machine, "ops/deploy") == []


@pytest.mark.parametrize("given", ["short", "a" * 30 + "'", "a" * 30 + " b", "a" * 30 + "\nb" * 9])
def test_a_password_is_of_harmless_signs(given: str, machine: Path, rotate: Rotate) -> None:
    assert rotate("database_owner_password", "-", given=given).returncode == 64

    assert not (machine / "sql").exists()


def test_compose_is_told_what_serves_and_which_files(machine: Path, rotate: Rotate) -> None:
    (machine / "releases").mkdir()
    (machine / "releases" / "current").write_text("BACKEND_IMAGE=b:2\nFRONTEND_IMAGE=f:2\n")
    (machine / "env").write_text(f"SECRETS_DIR={machine}/secrets\nCOMPOSE_FILE=a.yml:b.yml\n")
    seen = f'echo "$BACKEND_IMAGE $FRONTEND_IMAGE $COMPOSE_FILE" >"{machine}/seen"; cat >/dev/null'
    stand_in(machine / "bin", "docker", seen)

    assert rotate("postgres_password").returncode == 0

    assert (machine / "seen").read_text() == "b:2 f:2 a.yml:b.yml\n"


def test_before_the_first_release_nothing_is_rotated(machine: Path, rotate: Rotate) -> None:
    (machine / "env").write_text(f"SECRETS_DIR={machine}/secrets\n")

    result = rotate("link_keys")

    assert result.returncode == 66
    assert "no release is in place" in result.stderr


def test_a_missing_file_is_told(machine: Path, rotate: Rotate) -> None:
    (machine / "secrets" / "secret_key_fallbacks").unlink()

    result = rotate("secret_key")

    assert result.returncode == 64
    assert "run ops/draw-secrets" in result.stderr
    assert secret(machine, "secret_key") == SECRETS["secret_key"]
