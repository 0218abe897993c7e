"""Prometheus asks the running stack, judges every rule, and what it finds gets to people."""

import json
from collections.abc import Iterator

import pytest
import yaml

from containers.day import Day
from containers.docker import docker, inspect
from containers.monitoring.watched import WATCHDOG_PATH, Watched, watched
from containers.stack import PROJECT, Stack
from devstack.layout import ROOT_DIR

pytestmark = pytest.mark.slow

MONITORING = ROOT_DIR / "ops/monitoring"
# Nothing of the kind happens here: no error of ours, no call of the webhook with a wrong signature.
EMPTY = {"Errors by view", "Webhook refused"}


@pytest.fixture(scope="module")
def watching(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(stack, tmp_path_factory.mktemp("watched")) as one:
        yield one


def test_prometheus_reaches_all_that_it_asks(watching: Watched) -> None:
    expected = {"backend-blue:9464", "host:9100", "alertmanager.monitoring:9093"}

    def up() -> set[str]:
        return {one["metric"]["instance"] for one in watching.query("up == 1")}

    watching.stack.wait_until(lambda: up() == expected, "all is asked", seconds=60)


def test_every_rule_is_judged_without_an_error(watching: Watched) -> None:
    written = [
        rule["alert"]
        for path in (MONITORING / "prometheus").glob("*.yml")
        for group in yaml.safe_load(path.read_text()).get("groups", [])
        for rule in group["rules"]
    ]

    def judged() -> list[tuple[str, str]]:
        groups = watching.ask("rules")["groups"]
        return [(rule["name"], rule["health"]) for group in groups for rule in group["rules"]]

    watching.stack.wait_until(
        lambda: "unknown" not in dict(judged()).values(), "all rules were judged", seconds=60
    )
    assert sorted(judged()) == sorted((name, "ok") for name in written)


def test_every_query_of_a_dashboard_gives_something(watching: Watched, day: Day) -> None:
    day.plan()
    day.account("watched").require()
    panels = [
        (panel["title"], target["expr"])
        for board in sorted((MONITORING / "grafana/dashboards").glob("*.json"))
        for panel in json.loads(board.read_text())["panels"]
        for target in panel["targets"]
    ]
    link = day.mails()[-1].link.rpartition("/")[2]

    def without_data() -> set[str]:
        _ask_as_a_participant(watching.stack, link)
        return {title for title, query in panels if not watching.query(query)}

    assert len(panels) > 20
    watching.stack.wait_until(
        lambda: without_data() <= EMPTY, f"data but for {EMPTY}: {without_data()}", seconds=90
    )


def _ask_as_a_participant(stack: Stack, token: str) -> None:
    script = (
        "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/api/participant/"
        f"prompt', headers={{'Authorization': 'Bearer {token}', 'Host': 'localhost',"
        "'X-Forwarded-Proto': 'https'}))"
    )
    stack.execute("backend-blue", "python", "-c", script)


def test_an_alert_of_the_machine_becomes_a_mail(watching: Watched) -> None:
    watching.leave_figure("wal.prom", "esmpress_backup_wal_oldest_waiting_seconds 301")

    def is_told() -> bool:
        return "WalWaits" in watching.heard()

    watching.stack.wait_until(is_told, "a mail tells of it", seconds=200)
    assert "mail now@example.org page: WalWaits" in watching.heard()
    assert "tomorrow@example.org" not in watching.heard()


def test_somebody_outside_hears_that_alerts_get_out(watching: Watched) -> None:
    watching.stack.wait_until(
        lambda: watching.heard().count(f"called {WATCHDOG_PATH}") >= 2, "two calls", seconds=90
    )


def test_the_address_of_the_watchdog_is_no_setting_and_in_no_log(watching: Watched) -> None:
    told = json.dumps(inspect(f"{PROJECT}-alertmanager-1")) + docker(
        "logs", f"{PROJECT}-alertmanager-1"
    )

    assert WATCHDOG_PATH not in told
    written = watching.stack.execute("alertmanager", "cat", "/tmp/alertmanager.yml")
    assert WATCHDOG_PATH not in written


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        ("severity=page", "page"),
        ("severity=ticket", "ticket"),
        ("severity=watchdog", "outside"),
        ("severity=else", "page"),
    ],
)
def test_severity_says_who_hears_of_it(watching: Watched, labels: str, receiver: str) -> None:
    routes = ("amtool", "config", "routes", "test", "--config.file=/tmp/alertmanager.yml")

    assert watching.stack.execute("alertmanager", *routes, labels).strip() == receiver


def test_the_files_pass_the_programs_own_check(watching: Watched) -> None:
    watching.stack.execute(
        "prometheus", "promtool", "check", "config", "/etc/prometheus/prometheus.yml"
    )
    watching.stack.execute("alertmanager", "amtool", "check-config", "/tmp/alertmanager.yml")


@pytest.mark.parametrize("service", ["prometheus", "alertmanager"])
def test_who_watches_is_confined(watching: Watched, service: str) -> None:
    found = watching.stack.container(service)["HostConfig"]

    assert found["ReadonlyRootfs"]
    assert found["CapDrop"] == ["ALL"]
    assert found["SecurityOpt"] == ["no-new-privileges:true"]
    assert found["Memory"] == found["MemorySwap"] > 0
    assert found["PidsLimit"]
    addresses = [one["HostIp"] for ports in found["PortBindings"].values() for one in ports]
    assert addresses == ["127.0.0.1"]
