"""No secret is seen from outside: in processes, settings of containers, logs or images."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from backups.stack import DB_IMAGE, BackedUpStack
from containers.docker import docker, in_image
from containers.stack import BACKEND_IMAGE

pytestmark = pytest.mark.slow

NAMES = (
    *("backup_cipher", "backup_s3_secret", "dump_s3_secret"),
    *("database_backup_password", "database_owner_password", "database_app_password"),
    *("postgres_password", "secret_key", "link_keys", "vault_keys"),
)
DONE = "/tmp/looked-enough"
# Command lines and environments of all processes, again and again.
LOOK = f"""
while [ ! -e {DONE} ]; do
  for place in /proc/[0-9]*; do tr '\\0' '\\n' <$place/cmdline; tr '\\0' '\\n' <$place/environ; done
done 2>/dev/null | sort -u
rm {DONE}
"""


def secrets(stack: BackedUpStack) -> dict[str, str]:
    """By the names of their files; of a ring of keys the first."""
    folder = stack.folder / "secrets"
    script = "".join(f"cat /secrets/{name}; echo;" for name in NAMES)
    values = in_image(DB_IMAGE, script, "--volume", f"{folder}:/secrets:ro").splitlines()
    return {name: value.split(":")[-1] for name, value in zip(NAMES, values, strict=True)}


def found_in(seen: str, stack: BackedUpStack) -> list[str]:
    """The names of the secrets that stand in a text."""
    return [name for name, value in secrets(stack).items() if value in seen]


def test_no_secret_is_in_a_process_or_in_what_is_printed(stack: BackedUpStack) -> None:
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(stack.execute, "backup", "sh", "-c", LOOK)
        ended = [stack.ops("back-up", kind) for kind in ("full", "diff", "dump")]
        stack.execute("backup", "touch", DONE)
        seen = looking.result()

    programs = {line.rpartition("/")[2] for line in seen.splitlines()}
    assert {"pgbackrest", "pg_dump", "rclone", "age"} <= programs
    assert found_in(seen, stack) == []
    assert found_in("".join(done.stdout + done.stderr for done in ended), stack) == []


def test_no_secret_is_in_a_log_or_in_what_docker_tells(stack: BackedUpStack) -> None:
    running = stack.compose("ps", "--all", "--quiet").split()

    assert found_in(stack.compose("logs", "--no-color"), stack) == []
    assert found_in(docker("inspect", *running), stack) == []


@pytest.mark.parametrize("image", [DB_IMAGE, BACKEND_IMAGE])
def test_no_secret_is_in_an_image(stack: BackedUpStack, image: str) -> None:
    values = json.dumps(list(secrets(stack).values()))
    script = f"printf %s '{values}' | tr -d '[]\" ' | tr , '\\n' >/tmp/values"
    look = "grep -rlF -f /tmp/values / --exclude-dir=proc --exclude-dir=sys --exclude-dir=tmp || :"

    assert found_in(docker("history", "--no-trunc", image), stack) == []
    assert in_image(image, f"{script}; {look}") == ""
