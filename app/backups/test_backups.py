"""Backups leave the machine in time, whole, and unreadable."""

from __future__ import annotations

import json
import re
import time
from functools import partial

import pytest

from backups.stack import DB_IMAGE, STORES, BackedUpStack
from containers.docker import DockerFailed, docker, in_image

# The promise: a change is elsewhere after so long.
RPO_SECONDS = 60
CANARIES = "participant0001|enrolled_at|participants_participant|PGDMP"


def write_wal(stack: BackedUpStack, files: int) -> None:
    """So many files of it, none of them empty."""
    for _ in range(files):
        stack.query("SELECT pg_logical_emit_message(true, 'tests', repeat('x', 3000000))")
        stack.query("SELECT pg_switch_wal()")


def archived(stack: BackedUpStack) -> str:
    """The newest WAL file in the repository."""
    [stanza] = json.loads(stack.repository("info", "--output=json"))
    return str(stanza["archive"][0]["max"])


def test_a_change_is_in_the_repository_within_a_minute(stack: BackedUpStack) -> None:
    began = time.monotonic()
    moment = stack.execute("backup", "moment", "take")
    wal = re.search(r"^wal (\w+)$", moment, re.MULTILINE)
    assert wal is not None

    stack.wait_until(lambda: archived(stack) >= wal[1], "the change is kept", seconds=RPO_SECONDS)
    print(f"RPO: {time.monotonic() - began:.0f} s")


def test_a_store_that_is_away_loses_nothing(stack: BackedUpStack) -> None:
    stack.compose("stop", "store")
    write_wal(stack, 3)

    name = "esmpress_backup_wal_oldest_waiting_seconds"
    stack.wait_until(lambda: stack.figure(name) > 15, "the figure rises", seconds=90)
    assert len(stack.waiting()) >= 3
    assert "waits; the repository did not take it" in stack.compose("logs", "backup")

    stack.compose("start", "store")
    stack.wait_until(lambda: not stack.waiting(), "the spool is empty", seconds=180)
    stack.wait_until(lambda: stack.figure(name) == 0, "the figure falls", seconds=30)


def test_a_killed_push_loses_nothing(stack: BackedUpStack) -> None:
    write_wal(stack, 6)
    newest = stack.query("SELECT last_archived_wal FROM pg_stat_archiver")

    for _ in range(3):
        stack.wait_until(lambda: stack.health("backup") != "", "it runs again", seconds=30)
        stack.signal_main("backup", "KILL")
        time.sleep(3)

    stack.wait_until(lambda: archived(stack) >= newest, "all is kept", seconds=180)
    listed = stack.repository("repo-ls", "--recurse", "archive/esmpress")
    kept = {int(name, 16) for name in re.findall(r"/00000001(\w{16})-", listed)}
    last = max(kept)
    # 256 files of 16 MB have one number in the middle; no test writes as many.
    assert kept >= set(range(last - 6, last + 1))


def test_backups_of_each_kind_are_made_and_told_of(stack: BackedUpStack) -> None:
    for kind in ("diff", "full", "dump"):
        done = stack.ops("back-up", kind)
        assert done.returncode == 0, done.stderr
        figure = f'esmpress_backup_last_success_timestamp_seconds{{kind="{kind}"}}'
        stack.wait_until(
            partial(stack.tells, figure, "backup.prom"), f"there is a figure of {kind}", seconds=30
        )
    told = json.loads((stack.state / "backup" / "backup.json").read_text())
    assert (told["kind"], told["ok"]) == ("dump", True)


def test_the_dump_opens_with_the_key_that_is_elsewhere(stack: BackedUpStack) -> None:
    stack.ops("back-up", "dump")
    bucket = STORES["second-store"]
    names = stack.execute("backup", "rclone", "lsf", f"second:{bucket}/dumps").split()
    where = f"second:{bucket}/dumps/{names[-1]}"
    fetch = f"rclone cat {where} >/var/spool/wal/.fetched && base64 /var/spool/wal/.fetched"
    sealed = stack.execute("backup", "sh", "-c", fetch)
    (stack.folder / "dump").write_text(sealed)

    script = "base64 -d /all/dump | age --decrypt --identity /all/age.key | pg_restore --list"
    listed = in_image(DB_IMAGE, script, "--volume", f"{stack.folder}:/all:ro")

    assert "TABLE DATA public participants_participant" in listed


@pytest.mark.parametrize("store", STORES)
def test_nothing_in_the_stores_can_be_read(stack: BackedUpStack, store: str) -> None:
    for kind in ("full", "dump"):
        stack.ops("back-up", kind)

    look = f"grep -ralE '{CANARIES}' /data || :"
    assert stack.execute(store, "sh", "-c", look) == ""


def test_every_object_of_the_repository_is_sealed(stack: BackedUpStack) -> None:
    bucket = f"store:{STORES['store']}"
    listed = stack.execute("backup", "rclone", "lsf", "--recursive", bucket).split()
    objects = [name for name in listed if not name.endswith("/")]

    heads = {
        name: stack.execute("backup", "rclone", "cat", "--head", "8", f"{bucket}/{name}")
        for name in objects[:10]
    }

    assert objects
    for name, head in heads.items():
        assert head.startswith("RCLONE" if name.endswith(".bin") else "Salted__"), name


def test_the_drill_measures_and_touches_nothing(stack: BackedUpStack) -> None:
    before = stack.container("db")["State"]["StartedAt"]

    done = stack.ops("drill")

    print(done.stdout, done.stderr)
    figures = stack.drill_figures()
    assert done.returncode == 0, done.stderr
    assert figures["ok"]
    assert figures["different_tables"] == ""
    assert figures["rows"] > 0
    assert figures["rpo_seconds"] <= RPO_SECONDS
    assert figures["erasures"]["not_erased"] == 0
    assert stack.tells("esmpress_drill_last_success_timestamp_seconds", "drill.prom")
    assert stack.container("db")["State"]["StartedAt"] == before
    with pytest.raises(DockerFailed):
        stack.container("drill-db")


@pytest.mark.parametrize("service", ["drill-db", "drill-check"])
def test_the_drill_looks_at_the_copy_without_a_network(stack: BackedUpStack, service: str) -> None:
    asked = stack.compose("--profile", "drill", "config", "--format", "json")

    assert json.loads(asked)["services"][service]["network_mode"] == "none"


def test_a_wrong_key_is_named_before_anything_changes(stack: BackedUpStack) -> None:
    done = stack.once("backups", "check", **stack.other_secrets("backup_cipher", "another"))

    assert done.returncode != 0
    assert "(backup_cipher) does not open this repository" in done.stderr


def test_an_empty_bucket_is_named_before_anything_changes(stack: BackedUpStack) -> None:
    done = stack.once("backups", "check", BACKUP_BUCKET=STORES["second-store"])

    assert done.returncode != 0
    assert f"there is no backup in {STORES['second-store']}" in done.stderr


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("", "the secret dump_recipient is empty"), ("age1no", "dump_recipient is no public key")],
)
def test_a_dump_without_recipient_is_not_made(
    stack: BackedUpStack, value: str, sentence: str
) -> None:
    done = stack.once("dump", **stack.other_secrets("dump_recipient", value))

    assert done.returncode != 0
    assert sentence in done.stderr


@pytest.mark.parametrize("name", ["backup_s3_key", "backup_cipher"])
def test_a_missing_secret_is_named(stack: BackedUpStack, name: str) -> None:
    done = stack.once("backups", "check", **stack.other_secrets(name, ""))

    assert done.returncode != 0
    assert f"the secret {name} is empty" in done.stderr


def test_no_secret_is_in_what_can_be_seen_from_outside(stack: BackedUpStack) -> None:
    names = ("backup_s3_secret", "backup_cipher", "database_backup_password")
    secrets = [stack.execute("backup", "cat", f"/run/secrets/{name}") for name in names]

    seen = json.dumps(stack.container("backup")) + stack.compose("logs", "backup", "db")

    assert not [secret for secret in secrets if secret in seen]
    assert docker("history", "--no-trunc", DB_IMAGE).find(secrets[1]) == -1


@pytest.mark.usefixtures("stack")
def test_the_image_has_nothing_that_gives_the_rights_of_another() -> None:
    assert in_image(DB_IMAGE, "find / -xdev -perm /6000") == ""
