"""What is set wrongly is named before anything changes."""

from __future__ import annotations

import pytest

from backups.stack import STORES, BackedUpStack

pytestmark = pytest.mark.slow


def test_a_wrong_key_is_named_before_anything_changes(stack: BackedUpStack) -> None:
    done = stack.once("backups", "check", **stack.other_secrets("backup_cipher", "another"))

    assert done.returncode != 0
    assert "(backup_cipher) does not open this repository" in done.stderr


@pytest.mark.parametrize(
    ("bucket", "sentence"),
    [
        ("empty", "there is no backup in empty"),
        ("none", "backups: The specified bucket does not exist"),
    ],
)
def test_a_wrong_bucket_is_named_before_anything_changes(
    stack: BackedUpStack, bucket: str, sentence: str
) -> None:
    stack.make_bucket("store", "empty")

    done = stack.once("backups", "check", BACKUP_BUCKET=bucket)

    assert done.returncode != 0
    assert sentence in done.stderr


def test_a_store_that_is_another_is_named_before_anything_changes(stack: BackedUpStack) -> None:
    done = stack.once("backups", "check", BACKUP_CA="")

    assert done.returncode != 0
    assert "unable to verify certificate" in done.stderr


def test_wrong_keys_of_the_store_are_named_before_anything_changes(stack: BackedUpStack) -> None:
    done = stack.once("backups", "check", **stack.other_secrets("backup_s3_secret", "another"))

    assert done.returncode != 0
    assert "backups: The request signature we calculated does not match" in done.stderr


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


def test_dumps_do_not_go_into_the_bucket_of_the_backups(stack: BackedUpStack) -> None:
    same = {"DUMP_ENDPOINT": "https://store", "DUMP_BUCKET": STORES["store"]}

    done = stack.once("dump", **same)

    assert done.returncode != 0
    assert "DUMP_BUCKET is the repository's own bucket" in done.stderr


@pytest.mark.parametrize("name", ["backup_s3_key", "backup_cipher"])
def test_a_missing_secret_is_named(stack: BackedUpStack, name: str) -> None:
    done = stack.once("backups", "check", **stack.other_secrets(name, ""))

    assert done.returncode != 0
    assert f"the secret {name} is empty" in done.stderr
