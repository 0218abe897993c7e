"""The images, built once, and the stack that all tests look at."""

from __future__ import annotations

import shutil
import ssl
import urllib.request
from collections.abc import Iterator
from urllib.request import HTTPSHandler

import pytest

from containers.day import PARTICIPANTS, Day
from containers.docker import docker
from containers.load import Load
from containers.releases import FIRST, Release, Releases, make
from containers.stack import BACKEND_IMAGE, FRONTEND_IMAGE, Stack, running

LOADS = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options of these tests."""
    parser.addoption("--short", action="store_true", help="without deploys and other stacks")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "slow: what the short form leaves out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests out of the short form."""
    if config.getoption("short"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def images() -> tuple[str, str]:
    """The names of both images, built from this tree."""
    if shutil.which("docker") is None:
        pytest.fail("These tests need Docker.", pytrace=False)
    docker("build", "--file", "app/Dockerfile", "--tag", BACKEND_IMAGE, ".", seconds=900)
    docker("build", "--tag", FRONTEND_IMAGE, "frontend", seconds=900)
    return BACKEND_IMAGE, FRONTEND_IMAGE


@pytest.fixture(scope="session")
def stack(
    images: tuple[str, str],  # noqa: ARG001  built before it starts
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """The stack, with a study of some participants who are asked only when a test plans it."""
    with running(tmp_path_factory.mktemp("stack")) as started:
        started.run_inside("python", "-m", "faults.preparing", str(PARTICIPANTS))
        yield started


@pytest.fixture(scope="session")
def authority(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    """Trust in Caddy's own authority, also for whoever asks by urllib."""
    path = tmp_path_factory.mktemp("authority") / "root.crt"
    path.write_text(stack.execute("caddy", "cat", "/data/caddy/pki/authorities/local/root.crt"))
    trust = ssl.create_default_context(cafile=str(path))
    urllib.request.install_opener(urllib.request.build_opener(HTTPSHandler(context=trust)))
    yield trust
    urllib.request.install_opener(urllib.request.build_opener())


@pytest.fixture
def load(stack: Stack, authority: ssl.SSLContext, request: pytest.FixtureRequest) -> Iterator[Load]:
    """People who ask the stack; how it went is told at the end of the run."""
    found = Load(stack.https, authority)
    yield found
    told = request.config.stash.setdefault(LOADS, [])
    told.append(f"{request.node.name}: {found}")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """What people got while deploys ran."""
    for line in config.stash.get(LOADS, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def next_release(images: tuple[str, str]) -> Release:
    """Another release, of the same code."""
    del images
    return make("next")


@pytest.fixture(scope="module")
def releases(stack: Stack) -> Iterator[Releases]:
    """Afterwards the stack is again as the other tests know it: blue, of the images under test."""
    found = Releases(stack)
    yield found
    for _ in range(2):
        if found.running() != {"blue": FIRST}:
            assert found.deploy(FIRST).status == 0
    stack.up()


@pytest.fixture
def day(stack: Stack, request: pytest.FixtureRequest) -> Day:
    """A study day that no other test uses."""
    place = request.session.items.index(request.node)
    return Day(stack, 100 + place)
