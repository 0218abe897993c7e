"""What Prometheus is told of the machine."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from playbooks import ANSIBLE

SCRIPT = ANSIBLE / "roles" / "monitoring" / "files" / "esm_figures.py"


@pytest.fixture
def figures(tmp_path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("esm_figures", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.FOLDER = tmp_path
    return module


def container(service: str, *, running: bool = True, health: str = "", restarts: int = 0) -> Any:
    state = {"Running": running} | ({"Health": {"Status": health}} if health else {})
    labels = {"com.docker.compose.service": service}
    return {"Config": {"Labels": labels}, "State": state, "RestartCount": restarts}


@pytest.mark.parametrize(
    ("found", "healthy"),
    [
        (container("db", health="healthy"), 1),
        (container("db", health="starting"), 1),
        (container("db", health="unhealthy"), 0),
        (container("db", running=False, health="healthy"), 0),
        (container("db"), 1),
    ],
)
def test_a_service_is_healthy_or_not(figures: Any, found: Any, healthy: int) -> None:
    lines = list(figures.containers([found]))

    assert lines[0] == f'esmpress_container_healthy{{service="db"}} {healthy}'


def test_restarts_are_counted_and_what_ends_by_itself_is_left_out(figures: Any) -> None:
    lines = list(figures.containers([container("worker", restarts=3), container("migrate")]))

    assert lines[1:] == ['esmpress_container_restarts_total{service="worker"} 3']


def test_a_certificate_ends_at_an_instant(figures: Any) -> None:
    lines = list(figures.certificate("esm.example.org", "notAfter=Feb  6 12:00:00 2027 GMT\n"))

    assert lines == [
        'esmpress_certificate_expires_timestamp_seconds{host="esm.example.org"} 1801915200'
    ]


def test_a_file_is_moved_into_place(figures: Any, tmp_path: Path) -> None:
    figures.write("reboot", ["node_reboot_required 0"])

    assert [path.name for path in tmp_path.iterdir()] == ["reboot.prom"]
    assert (tmp_path / "reboot.prom").read_text() == "node_reboot_required 0\n"


def test_what_cannot_be_known_does_not_keep_the_rest(figures: Any, tmp_path: Path) -> None:
    figures.SETTINGS = tmp_path / "none.json"

    assert figures.main() == 1
    assert (tmp_path / "reboot.prom").exists()
