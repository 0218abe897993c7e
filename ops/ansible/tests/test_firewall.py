"""Who reaches what: from outside, and from containers."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from machines import PROJECT, wait_until

from conftest import Site
from containers.docker import docker, inspect

METADATA = "169.254.169.254"


def test_three_ports_are_open(site: Site) -> None:
    listening = [line.split()[4] for line in site.run("ss -Hltun").splitlines()]
    ports = {address.rpartition(":")[2] for address in listening if not local(address)}
    published = site.run("docker ps --format '{{.Ports}}'").replace("\n", ", ").split(", ")

    # Docker publishes without a process that listens: its rules lead to the container.
    published = [one.partition("->")[0] for one in published if "->" in one]
    ports |= {one.rpartition(":")[2] for one in published if not local(one)}
    assert ports == {"22", "80", "443"}


def local(address: str) -> bool:
    return address.startswith(("127.", "[::1]"))


def test_the_rules_are_those_that_were_written(site: Site) -> None:
    rules = site.run("nft list table inet esmpress")

    assert "hook input priority filter; policy drop;" in rules
    assert "hook forward priority filter - 10; policy drop;" in rules
    assert f"meta skuid != 0 ip daddr {METADATA}" in rules
    assert "169.254.0.0/16" in site.run("iptables -S DOCKER-USER")


@contextmanager
def published(site: Site, port: str) -> Iterator[None]:
    """A container that answers at a port of the droplet's."""
    image = site.operator.settings["images"]["caddy"]
    serve = "caddy respond --listen :8080 here"
    site.run(f"docker run --detach --name stray --publish {port}:8080 {image} {serve}")
    ask = "docker exec stray wget -q -O - http://127.0.0.1:8080/"
    try:
        wait_until(lambda: site.machine.run(ask).stdout == "here", "the container answers itself")
        yield
    finally:
        site.run("docker rm --force stray")


def test_a_port_that_docker_publishes_is_not_open(site: Site) -> None:
    address = inspect(site.world.droplet.name)["NetworkSettings"]["Networks"][PROJECT]["IPAddress"]

    with published(site, "8080"):
        assert not reachable(address, 8080)
        assert reachable(address, 443)


def test_a_port_that_docker_publishes_on_loopback_is_the_machines_own(site: Site) -> None:
    address = inspect(site.world.droplet.name)["NetworkSettings"]["Networks"][PROJECT]["IPAddress"]

    with published(site, "127.0.0.1:8080"):
        assert site.run("curl --silent --max-time 20 http://127.0.0.1:8080/") == "here"
        assert not reachable(address, 8080)


def reachable(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=3).close()
    except OSError:
        return False
    return True


@pytest.fixture
def metadata(site: Site) -> Iterator[None]:
    """Somebody answers at that address, one hop away, as the provider does."""
    name = f"{PROJECT}-metadata"
    serve = f"ip address add {METADATA}/32 dev eth0 && exec python3 -m http.server 80"
    options = ("--detach", "--name", name, "--network", PROJECT, "--cap-add", "NET_ADMIN")
    docker("run", *options, f"{PROJECT}-machine:built", "sh", "-c", serve)
    address = inspect(name)["NetworkSettings"]["Networks"][PROJECT]["IPAddress"]
    site.run(f"ip route add {METADATA}/32 via {address}")
    yield
    site.run(f"ip route del {METADATA}/32")
    docker("rm", "--force", "--volumes", name)


@pytest.mark.usefixtures("metadata")
def test_root_alone_reaches_the_metadata(site: Site) -> None:
    ask = f"curl --fail --silent --max-time 5 http://{METADATA}/"
    wait_until(lambda: site.machine.run(ask).rc == 0, "root reaches the metadata")

    assert site.machine.run(f"su ada -s /bin/sh -c '{ask}'").rc != 0
    for service in (f"backend-{site.colour()}", "worker"):
        code = f'import urllib.request as r; r.urlopen("http://{METADATA}/", timeout=5)'
        said = site.machine.run(f"esm-compose exec -T {service} python -c '{code}'")
        assert said.rc != 0, service
        assert "URLError" in said.stderr, said.stderr


def test_containers_do_not_reach_the_machine(site: Site) -> None:
    gateway = site.run(
        "docker network inspect esmpress_egress --format '{{(index .IPAM.Config 0).Gateway}}'"
    ).strip()
    ask = f'import socket; socket.create_connection(("{gateway}", 22), 3)'

    said = site.machine.run(f"esm-compose exec -T worker python -c '{ask}'")

    assert said.rc != 0
    assert "imeout" in said.stderr + said.stdout
