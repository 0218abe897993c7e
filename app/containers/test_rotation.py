"""Secrets get another value while people use the site, and the old one is good for nothing."""

import pytest

from containers.docker import DockerFailed
from containers.load import Load
from containers.releases import Releases
from containers.stack import Stack

pytestmark = pytest.mark.slow

# Logs in with a password that was read before it was changed.
TRY = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=5).close()"
PING = "import redis, sys; redis.from_url(sys.argv[1]).ping()"


def secret(stack: Stack, name: str) -> str:
    return (stack.folder / "secrets" / name).read_text()


def is_accepted(stack: Stack, program: str, address: str) -> bool:
    try:
        stack.execute("worker", "python", "-c", program, address)
    except DockerFailed:
        return False
    return True


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(("database_app_password", "database_url", TRY), id="database"),
        pytest.param(("redis_url", "redis_url", PING), id="broker"),
    ],
)
def test_nobody_notices_another_password(
    stack: Stack, releases: Releases, load: Load, case: tuple[str, str, str]
) -> None:
    name, address, program = case
    old = secret(stack, address)

    with load:
        ended = releases.rotate(name)

    assert ended.status == 0, ended.said
    load.require_none_failed()
    new = secret(stack, address)
    assert old.partition("@")[0] != new.partition("@")[0]
    assert is_accepted(stack, program, new)
    assert not is_accepted(stack, program, old)
    assert stack.health("worker") == stack.health("beat") == "healthy"


def test_the_owner_gets_another_password_and_migrates_with_it(
    stack: Stack, releases: Releases
) -> None:
    old = secret(stack, "database_owner_url")

    assert releases.rotate("database_owner_password").status == 0

    assert not is_accepted(stack, TRY, old)
    assert "No migrations" in stack.compose("run", "--rm", "-T", "--no-deps", "migrate")


def test_keys_are_added_then_retired(stack: Stack, releases: Releases) -> None:
    check = ("run", "--rm", "-T", "--no-deps", "migrate", "python", "manage.py", "reseal_addresses")
    first = secret(stack, "vault_keys")

    added = releases.rotate("vault_keys")
    both = secret(stack, "vault_keys")
    retired = releases.rotate("--retire", "vault_keys")

    assert (added.status, retired.status) == (0, 0), added.said + retired.said
    assert both.startswith(f"{first},2:")
    assert secret(stack, "vault_keys") == both.removeprefix(f"{first},")
    assert stack.compose(*check, "--check").startswith("0 ")


def test_a_new_secret_key_leaves_sessions_alone_until_the_old_one_is_retired(
    stack: Stack, releases: Releases
) -> None:
    program = "from django.core import signing; print(signing.dumps('x'))"
    signed = stack.execute("worker", "python", "manage.py", "shell", "-v", "0", "-c", program)
    old = secret(stack, "secret_key")
    read = f"from django.core import signing; print(signing.loads({signed.strip()!r}))"
    again = ("python", "manage.py", "shell", "-v", "0", "-c", read)

    assert releases.rotate("secret_key").status == 0
    fallback = secret(stack, "secret_key_fallbacks")
    known = stack.execute("worker", *again)
    assert releases.rotate("--retire", "secret_key").status == 0

    assert (fallback, known.strip()) == (old, "x")
    with pytest.raises(DockerFailed, match="BadSignature"):
        stack.execute("worker", *again)


def test_what_others_issue_comes_on_standard_input(stack: Stack, releases: Releases) -> None:
    key = secret(stack, "sendgrid_api_key")

    refused = releases.rotate("sendgrid_api_key")
    taken = releases.rotate("sendgrid_api_key", "-", given=f"{key}\n")

    assert refused.status == 64
    assert "standard input" in refused.said
    assert taken.status == 0, taken.said
    assert secret(stack, "sendgrid_api_key") == key
    assert stack.execute("worker", "cat", "/run/secrets/sendgrid_api_key") == key


def test_after_a_restore_the_roles_get_the_passwords_of_the_files(
    stack: Stack, releases: Releases
) -> None:
    forget = "ALTER ROLE esmpress_app PASSWORD 'of-an-older-state-of-the-database'"
    stack.execute("db", "psql", "-U", "postgres", "-d", "esmpress", "-c", forget)
    away = is_accepted(stack, TRY, secret(stack, "database_url"))

    assert releases.rotate("--align").status == 0

    assert not away
    assert is_accepted(stack, TRY, secret(stack, "database_url"))


def test_what_it_did_is_written_down_without_the_values(stack: Stack, releases: Releases) -> None:
    lines = "\n".join(releases.audit())

    assert "rotate=redis_url complete" in lines
    assert "retire=vault_keys complete" in lines
    assert secret(stack, "database_app_password") not in lines
