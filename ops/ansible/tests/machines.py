"""Containers the tests run beside each other: a droplet, and the registry its images come from."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from containers.docker import DockerFailed, docker, inspect
from devstack.ports import free_port

# Another name keeps two runs on one machine apart.
PROJECT = os.environ.get("CONTAINERS_PROJECT", "esmpress-droplet")
HERE = Path(__file__).resolve().parent
REGISTRY = "registry.test"
HOST = "esm.localhost"
AUTHORITY = "/data/caddy/pki/authorities/local/root.crt"
PATIENCE_SECONDS = 120


class NotInTime(AssertionError):
    """Something did not come about."""


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> float:
    """How many seconds it took until `holds()`."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise NotInTime(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.5)
    return time.monotonic() - began


def succeeds(*arguments: str) -> bool:
    """Whether a command of Docker does."""
    try:
        docker(*arguments)
    except DockerFailed:
        return False
    return True


def exists(name: str) -> bool:
    """Whether a container or a network of that name was left by an earlier run."""
    return succeeds("inspect", name)


def published(name: str, port: int) -> int:
    """The port of this machine, on loopback, that leads to one of a container."""
    return int(docker("port", name, str(port)).split()[0].rpartition(":")[2])


def remove_all() -> None:
    """What an earlier run left, of this project's name."""
    for name in ("machine", "metadata", "registry", "tls", "store", "second-store"):
        docker("rm", "--force", "--volumes", f"{PROJECT}-{name}")
    if exists(PROJECT):
        docker("network", "rm", PROJECT)


class Network:
    """The network they are on; this machine is its gateway."""

    def __init__(self) -> None:
        """Made at once, unless it is there."""
        if not exists(PROJECT):
            docker("network", "create", PROJECT)
        self.gateway = str(inspect(PROJECT)["IPAM"]["Config"][0]["Gateway"])


class Registry:
    """A registry with TLS under a name, and without for this machine."""

    def __init__(self) -> None:
        """Started at once, unless it is there."""
        docker("build", "--tag", f"{PROJECT}-registry:built", str(HERE / "registry"), seconds=900)
        if not exists(f"{PROJECT}-registry"):
            self._start()
        self._port = published(f"{PROJECT}-registry", 5000)

    def _start(self) -> None:
        loopback = ("--publish", "127.0.0.1::5000")
        self._run("registry", *loopback, f"{PROJECT}-registry:built")
        proxied = ("--from", f"https://{REGISTRY}", "--to", f"http://{PROJECT}-registry:5000")
        named = ("--network-alias", REGISTRY)
        self._run("tls", *named, "caddy:2", "caddy", "reverse-proxy", *proxied, "--internal-certs")

    def _run(self, name: str, *arguments: str) -> None:
        docker("run", "--detach", "--name", f"{PROJECT}-{name}", "--network", PROJECT, *arguments)

    def authority(self) -> str:
        """The certificate of who vouches for its name."""
        wait_until(
            lambda: succeeds("exec", f"{PROJECT}-tls", "cat", AUTHORITY), "the registry has TLS"
        )
        return docker("exec", f"{PROJECT}-tls", "cat", AUTHORITY)

    def take(self, image: str, name: str) -> str:
        """The name with digest under which the droplet finds an image of this machine."""
        local = f"127.0.0.1:{self._port}/{name}:tested"
        docker("tag", image, local)
        try:
            docker("push", "--quiet", local, seconds=900)
            found = inspect(local)["RepoDigests"]
        finally:
            docker("rmi", local)
        mine = f"127.0.0.1:{self._port}/{name}@"
        digest = next(one for one in found if one.startswith(mine)).removeprefix(mine)
        return f"{REGISTRY}/{name}@{digest}"


@dataclass(frozen=True)
class Ports:
    """Ports of this machine, on loopback, that lead to the droplet's."""

    ssh: int
    http: int
    https: int


class Droplet:
    """A systemd Debian 13 as DigitalOcean hands it over: root has a key."""

    name = f"{PROJECT}-machine"

    def __init__(self, *, root_key: str, authority: Path) -> None:
        """Started at once, unless it is there."""
        self.is_bare = not exists(self.name)
        if self.is_bare:
            self._start(root_key, authority)
        self.ports = Ports(*(published(self.name, port) for port in (22, 80, 443)))

    def _start(self, root_key: str, authority: Path) -> None:
        image = f"{PROJECT}-machine:built"
        docker("build", "--tag", image, str(HERE / "droplet"), seconds=900)
        docker("run", "--detach", "--name", self.name, *self._options(root_key), image)
        wait_until(lambda: self.state() in ("running", "degraded"), "the droplet runs")
        # Docker and cosign look there, too, whom to trust.
        docker("cp", str(authority), f"{self.name}:/etc/ssl/certs/registry-of-the-tests.pem")

    def _options(self, root_key: str) -> list[str]:
        # Chosen here: what Docker chooses is another after each restart.
        ports = [
            word
            for port in (22, 80, 443)
            for word in ("--publish", f"127.0.0.1:{free_port()}:{port}")
        ]
        memory = [word for path in ("/run", "/run/lock", "/tmp:exec") for word in ("--tmpfs", path)]
        kind = ["--privileged", "--cgroupns=private", "--memory", "4g", "--hostname", "droplet"]
        # As its DNS would say.
        kind += ["--add-host", f"{HOST}:127.0.0.1"]
        return [*kind, "--network", PROJECT, "--env", f"ROOT_KEY={root_key}", *ports, *memory]

    def state(self) -> str:
        """What systemd says of the whole; empty before it can."""
        try:
            # Its status is not 0 while some unit has failed.
            return self.run("sh", "-c", "systemctl is-system-running || :").strip()
        except DockerFailed:
            return ""

    def run(self, *command: str, seconds: float = 300) -> str:
        """What a command prints, as root, past SSH."""
        return docker("exec", self.name, *command, seconds=seconds)

    def restart(self) -> None:
        """As near as it gets to a reboot."""
        docker("restart", "--timeout", "60", self.name)
