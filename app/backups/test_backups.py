"""Backups of each kind are made, and nobody can read them on their way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial

import pytest

from backups.stack import DB_IMAGE, STORES, BackedUpStack
from containers.docker import in_image

CANARIES = "participant0001|enrolled_at|participants_participant|PGDMP"

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("store", STORES)
def test_nothing_in_the_stores_can_be_read(stack: BackedUpStack, store: str) -> None:
    for kind in ("full", "dump"):
        stack.ops("back-up", kind)

    look = f"grep -ralE '{CANARIES}' /data || :"
    assert stack.execute(store, "sh", "-c", look) == ""


def test_every_object_of_the_repository_is_sealed(stack: BackedUpStack) -> None:
    bucket = f"store:{STORES['store']}"
    script = f"""
    rclone lsf --recursive --files-only {bucket} | while read -r name; do
      printf '%s %s\\n' "$name" "$(rclone cat --head 8 {bucket}/"$name" </dev/null | tr -d '\\0')"
    done
    """

    heads = stack.execute("backup", "sh", "-c", script).splitlines()

    assert len(heads) > len(("a backup", "its manifest", "WAL", "archive.info"))
    for line in heads:
        name, _, head = line.partition(" ")
        assert head == ("RCLONE" if name.endswith(".bin") else "Salted__"), name


def test_two_full_backups_are_kept_and_both_can_be_restored(stack: BackedUpStack) -> None:
    for _ in range(3):
        stack.ops("back-up", "full")

    [stanza] = json.loads(stack.repository("info", "--output=json"))
    ended = [one["timestamp"]["stop"] for one in stanza["backup"] if one["type"] == "full"]
    assert len(ended) == 2
    oldest = datetime.fromtimestamp(ended[0], UTC).isoformat(timespec="seconds")
    assert stack.once("backups", "check", oldest).returncode == 0


@pytest.mark.usefixtures("stack")
def test_the_image_has_nothing_that_gives_the_rights_of_another() -> None:
    assert in_image(DB_IMAGE, "find / -xdev -perm /6000") == ""
