"""docker-compose.dev.yml and the workflow, read as data."""

import re
from typing import Any

import pytest
import yaml

from devstack.layout import ROOT_DIR

CORE = {"backend", "frontend", "worker", "beat", "db", "redis"}
ONE_SHOT = {"migrate", "secrets"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT_DIR / "docker-compose.dev.yml").read_text())
    return document


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    text = (ROOT_DIR / ".github" / "workflows" / "ci.yml").read_text()
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def test_compose_has_the_six_services_mail_and_two_one_shots(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == CORE | ONE_SHOT | {"mail"}


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    checked = {name for name, service in compose["services"].items() if "healthcheck" in service}

    assert checked == CORE | {"mail"}
    for name in checked:
        test = compose["services"][name]["healthcheck"]["test"]
        assert all(isinstance(word, str) for word in test), name


def test_ports_are_published_on_loopback_only(compose: dict[str, Any]) -> None:
    published = [p for service in compose["services"].values() for p in service.get("ports", [])]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_lasting_services_wait_for_the_migration_and_for_health(compose: dict[str, Any]) -> None:
    for name in ("backend", "worker", "beat"):
        waits = {
            other: how["condition"]
            for other, how in compose["services"][name]["depends_on"].items()
        }
        assert waits["migrate"] == "service_completed_successfully"
        assert waits["db"] == waits["redis"] == "service_healthy"


def test_images_are_named_with_a_version(compose: dict[str, Any]) -> None:
    text = (ROOT_DIR / "docker-compose.dev.yml").read_text()
    bases = re.findall(r"^\s*FROM (\S+)", text, re.MULTILINE)
    named = [service["image"] for service in compose["services"].values()]
    images = [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", image) for image in named]

    assert all(re.fullmatch(r"[\w./-]+:[\w.-]+", image) for image in [*bases, *images])
    assert not any(image.endswith(":latest") for image in [*bases, *images])


def test_no_secret_value_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|KEY|PASSWORD|(DATABASE|REDIS)_URL", name):
                assert name.endswith("_FILE")
                assert value.startswith("/run/dev-secrets/")


def test_the_workflow_may_do_nothing_but_read_the_code(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 60


def test_actions_are_pinned_to_a_commit_and_leave_no_credentials(workflow: dict[str, Any]) -> None:
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step for step in steps if "uses" in step]

    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]) for step in used)
    checkouts = [step for step in used if step["uses"].startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_workflow_runs_what_everybody_runs(workflow: dict[str, Any]) -> None:
    commands = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]

    assert "bash .ci/run" in commands
    ran = (ROOT_DIR / ".ci" / "run").read_text()
    assert re.findall(r"^\s*(make .*)$", ran, re.MULTILINE) == [
        "make test",
        "make test-containers SHORT=1",
    ]
