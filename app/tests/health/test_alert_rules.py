"""Each alert fires beyond its edge and not before, as promtool judges it; skipped without it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from devstack.layout import ROOT_DIR
from tests.health.test_monitoring_files import MONITORING, RULES, rules

TESTS = sorted((MONITORING / "prometheus/tests").glob("*.yml"))
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool is not installed (Debian: apt install prometheus)"
)


def promtool(*arguments: str | Path) -> str:
    """What it says; fails with that if it does not like what it sees."""
    command = [str(PROMTOOL), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_alert_is_tried_beyond_its_edge_and_before() -> None:
    tried = [
        (one["alertname"], bool(one["exp_alerts"]))
        for path in TESTS
        for test in yaml.safe_load(path.read_text())["tests"]
        for one in test["alert_rule_test"]
    ]

    assert {(rule["alert"], fires) for rule in rules() for fires in (True, False)} == set(tried)


@needs_promtool
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_alerts_fire_beyond_their_edge_and_not_before(path: Path) -> None:
    assert "SUCCESS" in promtool("test", "rules", path)


@needs_promtool
def test_the_rules_and_the_settings_are_sound(tmp_path: Path) -> None:
    for path in RULES:
        shutil.copy(path, tmp_path)
    settings = (MONITORING / "prometheus/prometheus.yml").read_text()
    token, targets = tmp_path / "token", tmp_path / "targets"
    token.touch()
    shutil.copytree(MONITORING / "targets", targets)
    here = settings.replace("/run/secrets/metrics_token", str(token))
    path = tmp_path / "prometheus.yml"
    path.write_text(here.replace("/etc/prometheus-targets", str(targets)))

    assert "3 rule files found" in promtool("check", "config", path)


def test_the_files_that_may_not_grow_old_are_those_that_are_written() -> None:
    [watched] = [rule["expr"] for rule in rules() if rule["alert"] == "FiguresOld"]
    names = re.search(r"/\(([\w|]+)\)\[\.\]prom", watched)
    writers = ("backup/inside/figures", "ansible/roles/monitoring/files/esm_figures.py")
    texts = "".join((ROOT_DIR / "ops" / writer).read_text() for writer in writers)

    assert names is not None
    for name in names[1].split("|"):
        assert re.search(rf"\b{name}\.prom\b|write\(\"{name}\"", texts), name
