"""A droplet set up by site.yml and deploy.yml, once; what the tests ask of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import testinfra
from machines import PROJECT, Droplet, Network, Registry
from mail import Mailbox
from playbooks import ANSIBLE, Operator, Run, public
from testinfra.host import Host

from containers.docker import docker

BASES = {"caddy": "caddy:2", "postgres": "postgres:17", "redis": "redis:8"}
REPOSITORY = "registry.test/esmpress"


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

    def colour(self) -> str:
        """Of the release that serves."""
        return self.run("sed -n s/COMPOSE_PROFILES=//p /var/lib/esmpress/releases/current").strip()

    def run(self, command: str) -> str:
        """What a command prints that runs as root through SSH."""
        return str(self.machine.check_output(command))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A bare droplet, a registry with the product's images, a mail server, and an operator."""
    if shutil.which("docker") is None:
        pytest.fail("These tests need Docker.", pytrace=False)
    folder = tmp_path_factory.mktemp("world")
    names = {name: f"{PROJECT}-{name}:built" for name in ("backend", "frontend")}
    docker("build", "--file", "app/Dockerfile", "--tag", names["backend"], ".", seconds=1800)
    docker("build", "--tag", names["frontend"], "frontend", seconds=1800)
    with ExitStack() as ending:
        network = Network()
        ending.callback(network.remove)
        mailbox = Mailbox(network.gateway)
        ending.callback(mailbox.close)
        registry = Registry()
        ending.callback(registry.remove)
        bases = {name: registry.take(image, name) for name, image in BASES.items()}
        product = {name: registry.take(image, f"esmpress-{name}") for name, image in names.items()}
        yield World(*_meet(ending, folder, registry, bases, mailbox), **product)


def _meet(
    ending: ExitStack, folder: Path, registry: Registry, bases: dict[str, str], mailbox: Mailbox
) -> tuple[Droplet, Registry, Operator, Mailbox]:
    operator = Operator(folder, ports := {})
    authority = folder / "authority.pem"
    authority.write_text(registry.authority())
    droplet = Droplet(root_key=public(operator.ssh_key), authority=authority)
    ending.callback(droplet.remove)
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
    drawn = [ANSIBLE / "new-secrets", operator.secrets_file, operator.recipient]
    subprocess.run(drawn, env=operator.environment(), check=True)
    operator.set_secret("email_url", mailbox.url)
    return droplet, registry, operator, mailbox


@pytest.fixture(scope="session")
def site(world: World) -> Site:
    """Set up and deployed, from nothing."""
    operator, runs = world.operator, {}
    runs["bootstrap"] = operator.play("bootstrap.yml").require()
    runs["first"] = operator.play("site.yml").require()
    url = f"ssh://ansible@127.0.0.1:{operator.ports['ssh']}"
    machine = testinfra.get_host(url, ssh_config=str(operator.ssh_config()), sudo=True)
    site = Site(world, runs, machine)
    runs["deploy"] = operator.play("deploy.yml", *site.release()).require()
    for name, run in runs.items():
        print(f"{name}: {run.seconds:.0f} s")
    return site
