"""What ops/monitoring asks for exists, and every alert says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from esmpress.celery import app
from esmpress.delivery.signs_of_life import count_refusal, show_alive
from tests.delivery.builders import make_notification

ROOT = Path(__file__).resolve().parents[3]
MONITORING = ROOT / "ops/monitoring"
RULES = [MONITORING / f"prometheus/{name}.yml" for name in ("rules", "host", "backups")]
DASHBOARDS = sorted((MONITORING / "grafana/dashboards").glob("*.json"))
OF_PROMETHEUS = {"up", "alertmanager_notifications_failed_total"}
_NAME = re.compile(r"\b(?:esmpress|django)_\w+|\bup\b")
_SELECTED = re.compile(r"(\w+)\{([^}]*)\}")
_LABEL = re.compile(r'(\w+)\s*[=!]~?\s*"')


def rules(*paths: Path) -> list[dict[str, Any]]:
    """The alerts of these files, of all when none is named."""
    files = [yaml.safe_load(path.read_text()) for path in paths or RULES]
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


def asked_for() -> Iterator[tuple[str, str]]:
    """Every expression about the backend, with where it stands."""
    for rule in rules(RULES[0]):
        yield rule["alert"], rule["expr"]
    for board in DASHBOARDS:
        for panel in json.loads(board.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{board.stem}: {panel['title']}", target["expr"]


@pytest.fixture
def exported(client: Client, settings: Settings, broker: str, db: None) -> dict[str, set[str]]:
    """The names of labels by the name of each sample, of a backend that has seen something."""
    settings.METRICS_TOKEN, settings.METRICS_PORT = "token", "9464"
    make_notification()
    late = timezone.now() - timedelta(minutes=5)
    make_notification(status="accepted", planned_at=late, handed_over_at=late)
    for process in ("beat", "worker"):
        show_alive(process, now=timezone.now())
    count_refusal("signature")
    app.loader.import_default_modules()
    app.tasks["esmpress.delivery.tasks.apply_events"].apply()
    client.raise_request_exception = False
    client.get("/api/participant/prompt")
    page = client.get("/metrics", headers={"Authorization": "Bearer token"}, SERVER_PORT="9464")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(page.content.decode()):
        # Without samples as long as nothing was to be counted.
        found.setdefault(f"{family.name}_total" if family.type == "counter" else family.name, set())
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_metric_that_is_asked_for_is_given(exported: dict[str, set[str]]) -> None:
    unknown = [
        (place, name)
        for place, expression in asked_for()
        for name in _NAME.findall(expression)
        if name not in exported and name not in OF_PROMETHEUS
    ]

    assert unknown == []


def test_every_label_that_is_asked_for_is_given(exported: dict[str, set[str]]) -> None:
    unknown = [
        (place, name, label)
        for place, expression in asked_for()
        for name, selected in _SELECTED.findall(expression)
        for label in _LABEL.findall(selected)
        if name not in OF_PROMETHEUS and label not in exported[name]
    ]

    assert unknown == []


def test_every_alert_is_for_somebody_and_the_guide_says_what_to_do() -> None:
    guide = (ROOT / "docs/monitoring.md").read_text()
    told = re.findall(r"^\| `([A-Z]\w+)` \| \w+: ", guide, re.MULTILINE)

    assert sorted(told) == sorted(rule["alert"] for rule in rules())
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket", "watchdog"}
        assert rule["annotations"]["summary"]
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}


def test_what_the_backend_tells_is_silent_while_it_is_away() -> None:
    about_it = {rule["alert"] for rule in rules(RULES[0])} - {"BackendAway", "Watchdog"}

    assert {rule["alert"] for rule in rules() if "from" in rule["labels"]} == about_it


def test_prometheus_grafana_and_alertmanager_meet_where_they_can() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.monitoring.yml").read_text())["services"]
    source = MONITORING / "grafana/provisioning/datasources/prometheus.yml"
    [asked] = yaml.safe_load(source.read_text())["datasources"]
    settings = (MONITORING / "prometheus/prometheus.yml").read_text()

    for name, text in (("prometheus", asked["url"]), ("alertmanager", settings)):
        assert services[name]["networks"]["monitoring"]["aliases"] == [f"{name}.monitoring"]
        assert set(re.findall(rf"\b{name}[\w.]*(?=:\d)", text)) == {f"{name}.monitoring"}


def test_every_bracket_of_an_expression_closes() -> None:
    for place, expression in asked_for():
        bare = re.sub(r'"[^"]*"', "", expression)
        for opening, closing in ("()", "{}", "[]"):
            assert bare.count(opening) == bare.count(closing), place


def test_dashboards_have_ids_of_their_own_and_panels_that_do_not_overlap() -> None:
    boards = [json.loads(board.read_text()) for board in DASHBOARDS]

    assert len({board["uid"] for board in boards}) == len(boards) > 1
    for board in boards:
        taken = [cell for panel in board["panels"] for cell in _cells(panel["gridPos"])]
        assert len(taken) == len(set(taken)), board["title"]
        assert max(x for x, _y in taken) < 24


def _cells(at: dict[str, int]) -> Iterator[tuple[int, int]]:
    for x in range(at["x"], at["x"] + at["w"]):
        for y in range(at["y"], at["y"] + at["h"]):
            yield x, y


def test_monitoring_is_reached_from_the_machine_alone_and_hardened() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.monitoring.yml").read_text())["services"]

    for name in ("prometheus", "alertmanager", "grafana"):
        service = services[name]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert service["image"].startswith("${")
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["mem_limit"] == service["memswap_limit"]
        assert service["pids_limit"]
    settings = yaml.safe_load((MONITORING / "prometheus/prometheus.yml").read_text())
    assert settings["rule_files"] == [path.name for path in RULES]
    for target in settings["scrape_configs"][0]["static_configs"][0]["targets"]:
        name, _, port = target.partition(":")
        assert services[name]["environment"]["METRICS_PORT"] == int(port)
