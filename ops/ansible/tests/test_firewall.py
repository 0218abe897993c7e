"""Who reaches what: from outside, and from containers."""

import socket
import subprocess

from conftest import Site
from machines import PROJECT

from containers.docker import inspect

METADATA = "169.254.169.254"


def test_three_ports_are_open(site: Site) -> None:
    listening = site.run("ss -Hltn").splitlines()
    ports = {line.split()[3].rpartition(":")[2] for line in listening if not local(line.split()[3])}
    published = site.run("docker ps --format '{{.Ports}}'")

    # Docker publishes without a process that listens: its rules lead to the container.
    assert ports | {
        one.partition("->")[0].rpartition(":")[2] for one in published.split(", ") if "->" in one
    } == {"22", "80", "443"}


def local(address: str) -> bool:
    return address.startswith(("127.", "[::1]"))


def test_the_rules_are_those_that_were_written(site: Site) -> None:
    rules = site.run("nft list table inet esmpress")

    assert "hook input priority filter; policy drop;" in rules
    assert "hook forward priority filter - 10; policy drop;" in rules
    assert f"meta skuid != 0 ip daddr {METADATA}" in rules
    assert "169.254.0.0/16" in site.run("iptables -S DOCKER-USER")


def test_a_port_that_docker_publishes_is_not_open(site: Site) -> None:
    address = inspect(site.world.droplet.name)["NetworkSettings"]["Networks"][PROJECT]["IPAddress"]
    image = site.run(
        "docker images --format '{{.Repository}}@{{.Digest}}' registry.test/caddy"
    ).strip()
    serve = "caddy respond --listen :8080 here"
    site.run(f"docker run --detach --name stray --publish 8080:8080 {image} {serve}")
    try:
        inside = site.run("docker exec stray wget -q -O - http://127.0.0.1:8080/")
        assert inside == "here"
        assert not reachable(address, 8080)
        assert reachable(address, 443)
    finally:
        site.run("docker rm --force stray")


def reachable(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=3).close()
    except OSError:
        return False
    return True


def test_containers_do_not_reach_the_metadata(site: Site) -> None:
    """Somebody answers at that address here, and the machine itself reaches them."""
    site.run(f"ip address add {METADATA}/32 dev lo")
    serve = f"systemd-run --unit metadata --quiet python3 -m http.server --bind {METADATA} 80"
    site.run(serve)
    try:
        assert (
            site.machine.run(f"curl --fail --retry 5 --retry-connrefused -s http://{METADATA}/").rc
            == 0
        )
        assert site.machine.run(f"su ada -s /bin/sh -c 'curl -s -m 3 http://{METADATA}/'").rc != 0
        for service in ("backend-blue", "worker", "caddy"):
            assert ask_from(site, service).returncode != 0, service
    finally:
        site.run("systemctl stop metadata")
        site.run(f"ip address del {METADATA}/32 dev lo")


def ask_from(site: Site, service: str) -> subprocess.CompletedProcess[str]:
    if service == "caddy":
        ask = f"wget -q -T 3 -O /dev/null http://{METADATA}/"
    else:
        ask = (
            f"python -c 'import urllib.request as r; r.urlopen(\"http://{METADATA}/\", timeout=3)'"
        )
    command = f"cd /srv/esmpress && esm-compose exec -T {service} {ask}"
    return subprocess.run(
        ["docker", "exec", site.world.droplet.name, "sh", "-c", command],
        capture_output=True,
        text=True,
    )


def test_containers_do_not_reach_the_machine(site: Site) -> None:
    gateway = site.run(
        "docker network inspect esmpress_egress --format '{{(index .IPAM.Config 0).Gateway}}'"
    ).strip()
    ask = f'import socket; socket.create_connection(("{gateway}", 22), 3)'

    said = site.machine.run(f"esm-compose exec -T worker python -c '{ask}'")

    assert said.rc != 0
    assert "imeout" in said.stderr + said.stdout
