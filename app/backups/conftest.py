"""The images, built once, and the stack with backups that all tests look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backups.stack import DB_IMAGE, STORE_IMAGE, STORES, BackedUpStack
from containers.conftest import (
    images,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
)
from containers.docker import docker

__all__ = ["images", "pytest_addoption", "pytest_collection_modifyitems", "pytest_configure"]

PARTICIPANTS = 20


@pytest.fixture(scope="session")
def stack(
    images: tuple[str, str],  # noqa: ARG001  built before it starts
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BackedUpStack]:
    """The stack with a study, and backups turned on."""
    docker("build", "--file", "ops/postgres/Dockerfile", "--tag", DB_IMAGE, "ops", seconds=900)
    docker("build", "--tag", STORE_IMAGE, "app/backups/store", seconds=900)
    started = BackedUpStack(tmp_path_factory.mktemp("stack"))
    started.prepare()
    try:
        started.up("store", "second-store")
        for store, bucket in STORES.items():
            started.make_bucket(store, bucket)
        started.up(HEALTH_PATIENCE="20s", HEALTH_START="200s")
        started.run_inside("python", "-m", "faults.preparing", str(PARTICIPANTS))
        turned_on = started.ops("turn-on")
        assert turned_on.returncode == 0, turned_on.stderr
        yield started
    finally:
        started.down()
