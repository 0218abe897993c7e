"""docker-compose.prod.yml and the Dockerfiles, read as data; `make test-containers` runs them."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from devstack.layout import APP_DIR, FRONTEND_DIR, ROOT_DIR

COLOURED = {f"{name}-{colour}" for name in ("backend", "frontend") for colour in ("blue", "green")}
LASTING = COLOURED | {"caddy", "worker", "jobs", "beat", "db", "redis"}
ONE_SHOT = {"migrate", "assets"}
MONITORING_SECRETS = {"grafana_password", "alert_smtp_password", "alert_watchdog_url"}
GOES_OUT = COLOURED | {"caddy", "worker", "jobs", "beat"}

Service = dict[str, Any]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT_DIR / "docker-compose.prod.yml").read_text())
    return document


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Service]:
    found: dict[str, Service] = compose["services"]
    return found


def test_the_stack_has_its_services_in_both_colours(services: dict[str, Service]) -> None:
    assert set(services) == LASTING | ONE_SHOT
    assert {name for name, service in services.items() if "profiles" in service} == COLOURED


def test_every_service_is_confined(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert service["read_only"], name
        assert service["init"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"] == service["memswap_limit"], name
        assert service["cpus"], name
        assert service["pids_limit"], name
        assert service["user"] in ("10001:10001", "999:999"), name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
        assert all("noexec,nosuid,nodev" in mount for mount in service["tmpfs"]), name


def test_only_caddy_has_a_capability_and_ports(services: dict[str, Service]) -> None:
    assert {name for name, service in services.items() if "cap_add" in service} == {"caddy"}
    assert {name for name, service in services.items() if "ports" in service} == {"caddy"}


def test_lasting_services_come_back_and_are_looked_at(services: dict[str, Service]) -> None:
    for name in LASTING:
        assert services[name]["restart"] == "unless-stopped", name
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["stop_grace_period"], name
    assert all(services[name]["restart"] == "no" for name in ONE_SHOT)


def test_two_networks_lead_nowhere_and_few_are_on_the_third(compose: dict[str, Any]) -> None:
    networks, services = compose["networks"], compose["services"]

    assert networks["edge"]["internal"]
    assert networks["data"]["internal"]
    assert not networks["egress"].get("internal")
    assert {n for n, s in services.items() if "egress" in s.get("networks", ())} == GOES_OUT
    assert {n for n, s in services.items() if "networks" not in s} == {"assets"}
    assert services["assets"]["network_mode"] == "none"


def test_long_work_has_a_worker_of_its_own(services: dict[str, Service]) -> None:
    sends, jobs = (services[name]["command"] for name in ("worker", "jobs"))

    assert "--queues=work " in jobs
    assert jobs.startswith("nice ")
    # The others take what has no queue of its own, which is all that sends.
    assert "--queues" not in sends
    # Its sign of life in Redis must not stand for that of the worker that sends.
    assert services["jobs"]["environment"]["WORKER_NAME"] == "jobs"


def test_every_image_comes_by_variable(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:\?\}", service["image"]), name


def test_no_secret_is_in_the_environment(services: dict[str, Service]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|KEY|PASSWORD|TOKEN|DSN|(DATABASE|REDIS|EMAIL)_URL", name):
                is_file = name.endswith("_FILE") and value.startswith("/run/secrets/")
                assert is_file or name == "SENDGRID_WEBHOOK_PUBLIC_KEY", name


def test_only_the_migration_may_change_tables(services: dict[str, Service]) -> None:
    owners = {n for n, s in services.items() if "database_owner_url" in s.get("secrets", ())}

    assert owners == {"migrate"}


def test_every_secret_is_drawn_for_its_reader_and_a_second_time_kept(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    def draw() -> dict[str, str]:
        subprocess.run([ROOT_DIR / "ops" / "draw-secrets", tmp_path], check=True)
        return {path.name: path.read_text() for path in tmp_path.iterdir()}

    if not _may_give_files_away(tmp_path):
        pytest.skip("only root may give files to the groups of the containers")
    first, second = draw(), draw()

    backup = yaml.safe_load((ROOT_DIR / "docker-compose.backup.yml").read_text())
    # The last are for docker-compose.monitoring.yml.
    assert set(first) == {*compose["secrets"], *backup["secrets"], *MONITORING_SECRETS}
    assert first == second
    assert all((tmp_path / name).stat().st_mode & 0o777 == 0o440 for name in first)
    assert (tmp_path / "redis_acl").stat().st_gid == 999
    assert (tmp_path / "secret_key").stat().st_gid == 10001


def _may_give_files_away(folder: Path) -> bool:
    trial = folder.parent / "trial"
    trial.touch()
    given = subprocess.run(["chgrp", "10001", trial], capture_output=True, check=False)
    return given.returncode == 0


@pytest.mark.parametrize("folder", [APP_DIR, FRONTEND_DIR])
def test_images_name_their_base_by_argument_and_run_as_nobody(folder: Path) -> None:
    text = (folder / "Dockerfile").read_text()
    argument = re.search(r"^ARG (\w+_IMAGE)=\S+:\S+$", text, re.MULTILINE)
    assert argument is not None
    stages = re.findall(r"^FROM (\S+)", text, re.MULTILINE)

    assert set(stages) <= {f"${{{argument[1]}}}", "packages", "scratch"}
    assert stages[-1] == "scratch"
    assert "\nUSER 10001:10001\n" in text
    assert "\nSTOPSIGNAL SIGTERM\n" in text
    assert not text.startswith("# syntax")
