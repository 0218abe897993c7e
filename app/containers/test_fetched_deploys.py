"""Releases by digest from a registry: onto an empty machine, and one that nobody published."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from containers.docker import DockerFailed, in_image, inspect
from containers.registry import Registry
from containers.releases import FIRST, Release, Releases
from containers.stack import BACKEND_IMAGE, PROJECT, Stack

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(stack: Stack) -> Iterator[Registry]:
    found = Registry()
    found.start()
    try:
        stack.wait_until(found.answers, "the registry answers", seconds=30)
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="module")
def published(registry: Registry) -> Release:
    return registry.publish(FIRST)


@pytest.fixture
def empty(images: tuple[str, str], tmp_path: Path) -> Iterator[Stack]:
    """A machine that has secrets, with line ends as editors leave them, and nothing that runs."""
    del images
    found = Stack(tmp_path, project=f"{PROJECT}-empty")
    found.draw_secrets()
    mount = ("--volume", f"{tmp_path / 'secrets'}:/secrets")
    in_image(BACKEND_IMAGE, "for one in /secrets/*; do echo >>$one; done", *mount)
    try:
        yield found
    finally:
        found.down()


def is_here(image: str) -> bool:
    try:
        inspect(image)
    except DockerFailed:
        return False
    return True


def test_the_first_deploy_fetches_all_and_starts_all(empty: Stack, published: Release) -> None:
    releases = Releases(empty)
    assert not is_here(published.backend)

    ended = releases.deploy(published)

    assert ended.status == 0, ended.said
    assert releases.running() == {"blue": published}
    assert releases.image("worker") == published.backend
    assert releases.files()["previous"] == ""
    assert "from=none,none" in releases.audit()[0]
    assert {empty.health(name) for name in ("db", "redis", "worker", "jobs", "beat", "caddy")} == {
        "healthy"
    }


def test_a_digest_that_nobody_published_changes_nothing(
    releases: Releases, registry: Registry, published: Release
) -> None:
    before = releases.running(), releases.files()

    ended = releases.deploy(registry.name_of_nothing(published))

    assert ended.status == 1
    assert "Nothing has changed" in ended.said
    assert (releases.running(), releases.files()) == before
    assert releases.audit()[-1].endswith('failed-before-switch step="fetching the images"')


def test_an_image_that_is_not_here_is_asked_for_by_digest(releases: Releases) -> None:
    before = releases.running(), releases.files()

    ended = releases.deploy(Release("example.org/none:latest", FIRST.frontend))

    assert ended.status == 1
    assert "needs its digest" in ended.said
    assert (releases.running(), releases.files()) == before
