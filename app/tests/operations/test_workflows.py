"""The workflows of GitHub, read as data; actionlint and zizmor judge them in `make lint`."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from devstack.layout import ROOT_DIR

FOLDER = ROOT_DIR / ".github" / "workflows"
WORKFLOWS: dict[str, Any] = {
    path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yml"))
}
JOBS = [
    pytest.param(job, id=f"{workflow}: {name}")
    for workflow, document in WORKFLOWS.items()
    for name, job in document["jobs"].items()
]
CALLED = "$/.github/workflows/release.yml"


def steps(*workflows: str) -> list[dict[str, Any]]:
    """All steps of some workflows, or of all."""
    chosen = [WORKFLOWS[name] for name in workflows or WORKFLOWS]
    return [step for document in chosen for job in document["jobs"].values() for step in _of(job)]


def _of(job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = job.get("steps", [])
    return found


def test_there_are_five_workflows() -> None:
    assert set(WORKFLOWS) == {"ci", "release", "deploy", "terraform", "weekly"}


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_may_do_nothing_by_itself(workflow: str) -> None:
    assert WORKFLOWS[workflow]["permissions"] == {}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_says_what_it_may_do_and_ends(job: dict[str, Any]) -> None:
    assert job["permissions"]
    if job.get("uses") != CALLED:
        assert job["timeout-minutes"] <= 90


def test_only_releases_write_anything() -> None:
    writing = {
        (workflow, name)
        for workflow, document in WORKFLOWS.items()
        for name, job in document["jobs"].items()
        if "write" in job["permissions"].values()
    }

    assert writing == {
        *[("ci", "release"), ("weekly", "release")],
        *[("release", "image"), ("release", "hand-over")],
    }


def test_actions_are_pinned_to_a_commit_with_its_version_beside() -> None:
    used = [line for path in FOLDER.iterdir() for line in _used(path) if CALLED not in line]

    assert used
    for line in used:
        assert re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def _used(path: Path) -> list[str]:
    return re.findall(r"^\s*(?:- )?(uses: .*)$", path.read_text(), re.MULTILINE)


def test_one_action_has_one_version() -> None:
    pins = {step["uses"] for step in steps() if "uses" in step}

    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def test_no_checkout_leaves_credentials() -> None:
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout@")]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_ci_runs_targets_of_the_makefile_that_there_are() -> None:
    makefile = (ROOT_DIR / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for workflow in ("ci", "weekly")
        for target in WORKFLOWS[workflow]["jobs"]["target"]["strategy"]["matrix"]["target"]
    }

    ran = re.findall(r"^\s*make ([a-z-]+)", (ROOT_DIR / ".ci" / "run").read_text(), re.MULTILINE)
    assert "test" in ran
    assert named | set(ran) <= targets


def test_what_a_program_of_ours_is_asked_to_do_is_there() -> None:
    named = re.findall(r"ops/ci/[\w.-]+", "\n".join(str(step.get("run", "")) for step in steps()))

    assert named
    assert all((ROOT_DIR / name).stat().st_mode & 0o111 for name in named)


def test_each_image_that_is_released_is_scanned_in_ci_and_has_its_file() -> None:
    released = WORKFLOWS["release"]["jobs"]["image"]["strategy"]["matrix"]["include"]
    scanned = WORKFLOWS["ci"]["jobs"]["scan"]["strategy"]["matrix"]["include"]

    assert released == scanned
    for image in released:
        recipe = (ROOT_DIR / image["file"]).read_text()
        copied = re.findall(r"^COPY (?!--from)(.*) \S+$", recipe, re.MULTILINE)
        sources = [source for words in copied for source in words.split()]
        assert sources
        assert all((ROOT_DIR / image["context"] / source).exists() for source in sources), image


def test_main_is_released_after_all_that_ci_checks() -> None:
    jobs = WORKFLOWS["ci"]["jobs"]

    assert set(jobs["release"]["needs"]) == set(jobs) - {"release"}
    assert "refs/heads/main" in jobs["release"]["if"]


def test_a_release_is_scanned_and_attested_before_it_is_signed() -> None:
    names = [step.get("id", step.get("uses", "").partition("@")[0]) for step in steps("release")]

    order = ["build", "aquasecurity/trivy-action", "actions/attest", "sign"]
    assert [name for name in names if name in order] == order
    build = next(step["with"] for step in steps("release") if step.get("id") == "build")
    assert (build["sbom"], build["provenance"], build["no-cache"]) == (True, "mode=max", True)
    assert "push-by-digest=true" in build["outputs"]


def test_deploys_come_one_at_a_time_and_each_shuts_its_door() -> None:
    deploy = WORKFLOWS["deploy"]
    named = {step["name"]: step for step in steps("deploy")}

    assert deploy["concurrency"] == {"group": "deploy", "cancel-in-progress": False}
    assert deploy["jobs"]["deploy"]["environment"]["name"] == "production"
    assert named["Shut the door"]["if"] == "always()"
    order = list(named)
    for earlier, later in [
        ("Verify that both images are ours", "Let this machine in"),
        ("Let this machine in", "Deploy, look, go back if need be"),
        ("Deploy, look, go back if need be", "Shut the door"),
    ]:
        assert order.index(earlier) < order.index(later)


def test_a_secret_is_given_to_single_steps() -> None:
    for document in WORKFLOWS.values():
        for job in document["jobs"].values():
            assert "secrets." not in str(job.get("env", ""))
            assert "secrets" not in job


def test_dependabot_waits_a_week() -> None:
    updates = yaml.safe_load((ROOT_DIR / ".github" / "dependabot.yml").read_text())["updates"]

    assert {update["package-ecosystem"] for update in updates} >= {"github-actions", "npm", "pip"}
    assert all(update["cooldown"]["default-days"] >= 7 for update in updates)
