"""Terraform, a provider for it, and sites to run it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

import object_store
import provider as providers
from asking import Client
from double.server import serving
from provider import Provider
from roots import Root, Site, base_environment, copy_environment, double_environment

USED = pytest.StashKey[Provider]()


@pytest.fixture(scope="session")
def program() -> str:
    """Terraform or OpenTofu."""
    return providers.find_program() or pytest.skip(providers.NO_PROGRAM)


@pytest.fixture(scope="session")
def provider(
    program: str, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Provider:
    """The DigitalOcean provider, or what stands in for it."""
    found = providers.find_provider(program, tmp_path_factory.mktemp("provider"))
    if found is None:
        pytest.skip(providers.NO_PROVIDER)
    pytestconfig.stash[USED] = found
    return found


@pytest.fixture(scope="session")
def provider_is_real(provider: Provider) -> bool:
    """Whether DigitalOcean's own provider asks the double, or the stand-in asks nobody."""
    return provider.real


@pytest.fixture(scope="session")
def environment(provider: Provider) -> dict[str, str]:
    """What Terraform is run with."""
    return base_environment(provider)


@pytest.fixture(scope="session")
def site(
    program: str, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A function that copies an environment, with other variables than its example's.

    Each copy has an account of its own.
    """
    with ExitStack() as doubles:

        def copy(name: str = "prod", **variables: object) -> Root:
            folder = tmp_path_factory.mktemp("site")
            double = doubles.enter_context(serving(folder / "requests.log"))
            around = {**environment, **double_environment(double)}
            return copy_environment(folder / "terraform", program, name, around, **variables)

        yield copy


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object_store.Store]:
    """A server that speaks S3."""
    weed = object_store.find_program() or pytest.skip(object_store.NO_PROGRAM)
    with object_store.serving(weed, tmp_path_factory.mktemp("weed")) as started:
        yield started


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of one account that all tests share."""
    with serving(tmp_path_factory.mktemp("double") / "requests.log") as double:
        yield Client(double)


@pytest.fixture(scope="session")
def network(client: Client) -> str:
    """A private network."""
    client.ask("POST", "/v2/tags", {"name": "esmpress-test"})
    return client.make_network("esmpress-test", "10.20.0.0/20")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say with which provider this was: the stand-in proves less."""
    used = terminalreporter.config.stash.get(USED, None)
    if used is not None:
        kind = "the real provider, against the double" if used.real else "the stand-in provider"
        terminalreporter.write_line(f"Terraform was run with {kind}.")
