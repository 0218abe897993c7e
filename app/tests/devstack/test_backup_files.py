"""docker-compose.backup.yml and ops/backup, read as data; `make test-backups` runs them."""

import os
import re
from typing import Any

import pytest
import yaml

from devstack.layout import ROOT_DIR
from devstack.steps import SCRIPTS

KEEPERS = {"backup", "recover", "drill-copy", "drill-db", "drill-check"}
ON_DEMAND = KEEPERS - {"backup"}

Service = dict[str, Any]


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT_DIR / name).read_text())
    return document


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    found: dict[str, Service] = read("docker-compose.backup.yml")["services"]
    return found


def test_it_adds_what_backs_up_and_restores(services: dict[str, Service]) -> None:
    assert set(services) == KEEPERS | {"db", "migrate"}
    assert {name for name, service in services.items() if "profiles" in service} == ON_DEMAND


@pytest.mark.parametrize("name", sorted(KEEPERS))
def test_each_is_confined(services: dict[str, Service], name: str) -> None:
    service = services[name]

    assert service["read_only"]
    assert service["init"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["pids_limit"]
    assert service["user"] in ("999:999", "10001:10001")
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert all("noexec,nosuid,nodev" in mount for mount in service["tmpfs"])
    assert "ports" not in service


def test_the_database_reaches_nothing_more_and_whoever_restores_no_service(
    services: dict[str, Service],
) -> None:
    assert "networks" not in services["db"]
    assert services["backup"]["networks"] == ["data", "egress"]
    assert services["recover"]["networks"] == services["drill-copy"]["networks"] == ["egress"]
    assert services["drill-db"]["network_mode"] == services["drill-check"]["network_mode"] == "none"


def test_backups_read_the_data_and_cannot_change_them(services: dict[str, Service]) -> None:
    data = "db:/var/lib/postgresql/data"

    assert f"{data}:ro" in services["backup"]["volumes"]
    users = {name for name, service in services.items() if data in service.get("volumes", ())}
    assert users == {"recover"}


def test_the_database_is_started_as_without_backups_and_archives(
    services: dict[str, Service],
) -> None:
    alone = read("docker-compose.prod.yml")["services"]["db"]["command"]
    command = services["db"]["command"]

    assert command[: len(alone)] == alone
    assert "archive_command=pgbackrest-spool %p %f" in command[len(alone) :]


def test_no_secret_is_in_the_environment(services: dict[str, Service]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"SECRET|KEY|PASSWORD|CIPHER|TOKEN", variable):
                assert value.startswith("/run/secrets/"), name


def test_every_script_can_be_run_and_is_linted() -> None:
    linted = {str(ROOT_DIR / script) for script in SCRIPTS}
    scripts = [path for path in (ROOT_DIR / "ops/backup").rglob("*") if not path.suffix]

    for path in scripts:
        if path.is_file():
            assert str(path) in linted, path
            assert os.access(path, os.X_OK) or path.name == "stack", path
