"""A droplet set up by site.yml and deploy.yml, once; what the tests ask of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import testinfra
from machines import PROJECT, Droplet, Network, Registry, remove_all
from mail import Mailbox
from playbooks import ANSIBLE, Operator, Run, public
from testinfra.host import Host

from containers.docker import docker
from devstack.layout import ROOT_DIR

BASES = {"caddy": "caddy:2", "postgres": "postgres:17", "redis": "redis:8"}
REPOSITORY = "registry.test/esmpress"
KEPT = ROOT_DIR / ".state" / PROJECT


def pytest_addoption(parser: pytest.Parser) -> None:
    """What make passes on."""
    parser.addoption("--short", action="store_true", help="without what is marked as slow")
    parser.addoption(
        "--keep", action="store_true", help="leave the droplet, and begin with one that was left"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "slow: what the short form leaves out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The first runs come first, before others change the machine."""
    items.sort(key=lambda item: item.path.name != "test_first_runs.py")
    if config.getoption("short"):
        leave_out = pytest.mark.skip(reason="the short form")
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(leave_out)


@dataclass(frozen=True)
class World:
    """All there is beside the tests."""

    droplet: Droplet
    registry: Registry
    operator: Operator
    mailbox: Mailbox
    backend: str
    frontend: str


@dataclass(frozen=True)
class Site:
    """The droplet with the product in it, and how it came to be."""

    world: World
    runs: dict[str, Run]
    machine: Host

    @property
    def operator(self) -> Operator:
        """Who set it up."""
        return self.world.operator

    def release(self) -> list[str]:
        """What deploy.yml is called with."""
        named = {"backend_image": self.world.backend, "frontend_image": self.world.frontend}
        return [
            word for name, image in named.items() for word in ("--extra-vars", f"{name}={image}")
        ]

    def serves(self) -> bool:
        """Whether the release under test is in place."""
        said = self.machine.run("cat /var/lib/esmpress/releases/current").stdout
        return self.world.backend in said and self.world.frontend in said

    def colour(self) -> str:
        """Of the release that serves."""
        return self.run("sed -n s/COMPOSE_PROFILES=//p /var/lib/esmpress/releases/current").strip()

    def healths(self) -> list[str]:
        """Of each service."""
        return self.run("esm-compose ps --format '{{.Health}}'").split()

    def run(self, command: str) -> str:
        """What a command prints that runs as root through SSH."""
        return str(self.machine.check_output(command))


@pytest.fixture(scope="session")
def world(pytestconfig: pytest.Config) -> Iterator[World]:
    """A bare droplet, a registry with the product's images, a mail server, and an operator."""
    if shutil.which("docker") is None:
        pytest.fail("These tests need Docker.", pytrace=False)
    names = {name: f"{PROJECT}-{name}:built" for name in ("backend", "frontend")}
    docker("build", "--file", "app/Dockerfile", "--tag", names["backend"], ".", seconds=1800)
    docker("build", "--tag", names["frontend"], "frontend", seconds=1800)
    with ExitStack() as ending:
        folder = _place(ending, keep=pytestconfig.getoption("keep"))
        mailbox = Mailbox(Network().gateway, folder / "mail-port")
        ending.callback(mailbox.close)
        registry = Registry()
        bases = {name: registry.take(image, name) for name, image in BASES.items()}
        product = {name: registry.take(image, f"esmpress-{name}") for name, image in names.items()}
        yield World(*_meet(folder, registry, bases, mailbox), **product)


def _place(ending: ExitStack, *, keep: bool) -> Path:
    """Where keys and settings are; removed at the end with all containers, or kept."""
    if keep and KEPT.exists():
        return KEPT
    remove_all()
    shutil.rmtree(KEPT, ignore_errors=True)
    if keep:
        KEPT.mkdir(parents=True)
        return KEPT
    ending.callback(remove_all)
    return Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="esm-")))


def _meet(
    folder: Path, registry: Registry, bases: dict[str, str], mailbox: Mailbox
) -> tuple[Droplet, Registry, Operator, Mailbox]:
    operator = Operator(folder, ports := {})
    authority = folder / "authority.pem"
    authority.write_text(registry.authority())
    droplet = Droplet(root_key=public(operator.ssh_key), authority=authority)
    ports |= vars(droplet.ports)
    operator.settings |= {
        "operators": [{"name": "ada", "ssh_keys": [public(operator.ssh_key)]}],
        "deploy_keys": [public(operator.deploy_key)],
        "mail_from": "ESMpress <esm@example.org>",
        "images": bases,
        "image_repository": REPOSITORY,
    }
    operator.write_settings()
    operator.write_outputs()
    if not operator.secrets_file.exists():
        drawn = [ANSIBLE / "new-secrets", operator.secrets_file, operator.recipient]
        subprocess.run(drawn, env=operator.environment(), check=True)
        operator.set_secret("email_url", mailbox.url)
    return droplet, registry, operator, mailbox


@pytest.fixture(scope="session")
def site(world: World) -> Site:
    """Set up and deployed from nothing, or as an earlier run left it."""
    operator, runs = world.operator, {}
    if world.droplet.is_bare:
        runs["bootstrap"] = operator.play("bootstrap.yml").require()
        runs["first"] = operator.play("site.yml").require()
    url = f"ssh://ansible@127.0.0.1:{operator.ports['ssh']}"
    machine = testinfra.get_host(url, ssh_config=str(operator.ssh_config()), sudo=True)
    site = Site(world, runs, machine)
    if not site.serves():
        runs["deploy"] = operator.play("deploy.yml", *site.release()).require()
    for name, run in runs.items():
        print(f"{name}: {run.seconds:.0f} s")
    return site
