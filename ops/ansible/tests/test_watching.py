"""Prometheus on the droplet: it asks the machine, the product and its own like."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from machines import HERE, HOST, PROJECT, wait_until

from conftest import Site
from containers.docker import docker
from devstack.layout import ROOT_DIR

pytestmark = pytest.mark.slow

WATCHERS = "prometheus alertmanager grafana"
BUILT = {"watching": ROOT_DIR / "app/containers/monitoring", "grafana": HERE / "grafana"}


@pytest.fixture(scope="module")
def watched(site: Site) -> Iterator[Site]:
    """The droplet as before, with what watches beside the product."""
    names = {}
    for name, folder in BUILT.items():
        docker("build", "--tag", f"{PROJECT}-{name}:built", str(folder), seconds=900)
        names[name] = site.world.registry.take(f"{PROJECT}-{name}:built", name)
    images = {"prometheus": names["watching"], "alertmanager": names["watching"]}
    alerts = {
        "ALERT_SMTP": site.world.mailbox.url.removeprefix("smtp+plain://"),
        "ALERT_SMTP_TLS": "false",
        "ALERT_MAIL_FROM": "alerts@example.org",
        "ALERT_MAIL_PAGE": "now@example.org",
    }
    kept = {"monitoring_images": images | {"grafana": names["grafana"]}, "stack_settings": alerts}
    site.operator.write_settings(**kept)
    site.operator.play("site.yml").require()
    yield site
    site.run(f"esm-compose rm --stop --force {WATCHERS}")
    site.operator.write_settings()


def ask(site: Site, query: str) -> list[Any]:
    """What Prometheus answers now."""
    url = f"http://127.0.0.1:9090/api/v1/query?query={quote(query)}"
    found: list[Any] = json.loads(site.run(f"curl --silent '{url}'"))["data"]["result"]
    return found


def those_up(site: Site) -> set[str]:
    return {one["metric"]["instance"] for one in ask(site, "up == 1")}


def all_that_is_asked(site: Site) -> set[str]:
    backend = f"backend-{site.colour()}:9464"
    return {"host.docker.internal:9100", "alertmanager.monitoring:9093", backend}


def test_prometheus_reaches_the_machine_and_the_product(watched: Site) -> None:
    expected = all_that_is_asked(watched)

    wait_until(lambda: those_up(watched) == expected, f"{expected} are up")


def test_with_those_who_watch_a_second_run_changes_nothing(watched: Site) -> None:
    again = watched.operator.play("site.yml").require()

    assert again.changed == 0, again.output


def test_prometheus_knows_containers_certificate_and_reboots(watched: Site) -> None:
    ended = watched.machine.run("systemctl restart esm-figures.service")

    assert ended.rc == 0, watched.run("journalctl -u esm-figures --no-pager -n 30")
    wait_until(lambda: len(ask(watched, "node_reboot_required")) == 1, "it is told of reboots")
    healthy = {
        one["metric"]["service"]: one["value"][1]
        for one in ask(watched, "esmpress_container_healthy")
    }
    assert set(healthy) >= {"db", "redis", "worker", "beat", "caddy", "prometheus"}
    assert set(healthy.values()) == {"1"}
    shown = ask(watched, "esmpress_certificate_expires_timestamp_seconds - time() > 0")
    assert [one["metric"]["host"] for one in shown] == [HOST]


def test_what_watches_is_open_to_nobody_outside(watched: Site) -> None:
    listening = watched.run("ss -Hltn").split()

    assert "172.17.0.1:9100" in listening
    assert not {"*:9100", "0.0.0.0:9100", "[::]:9100"} & set(listening)
    published = watched.run("docker ps --format '{{.Ports}}'")
    for port in (3000, 9090, 9093):
        assert f"127.0.0.1:{port}->" in published
        assert f"0.0.0.0:{port}->" not in published


def test_rules_that_differ_are_laid_and_read_again(watched: Site) -> None:
    started = "docker inspect --format '{{.State.StartedAt}}' esmpress-prometheus-1"
    before = watched.run(started)
    rules = "/srv/esmpress/ops/monitoring/prometheus/rules.yml"
    watched.run(f"sh -c 'echo \"# by hand\" >>{rules}'")

    watched.operator.play("site.yml").require()

    assert watched.machine.run(f"grep 'by hand' {rules}").rc == 1
    assert watched.run(started) != before


def test_after_a_reboot_the_machine_is_asked_again(watched: Site) -> None:
    watched.world.droplet.restart()

    def is_up() -> bool:
        # Past SSH, which is not there at first either.
        asked = "curl --silent --fail http://127.0.0.1:9090/-/ready || :"
        ready = watched.world.droplet.run("sh", "-c", asked)
        return "Ready" in ready and those_up(watched) == all_that_is_asked(watched)

    wait_until(is_up, "all is asked after a reboot", seconds=300)
