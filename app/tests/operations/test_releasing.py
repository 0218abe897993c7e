"""What the workflows release and deploy ask of registries and signatures."""

from pathlib import Path

import pytest

from tests.operations.programs import run, stand_in

DIGEST = "sha256:" + "0f" * 32
BACKEND = f"ghcr.io/uni/esm-press-backend@{DIGEST}"
FRONTEND = f"ghcr.io/uni/esm-press-frontend@{DIGEST}"
REPOSITORY = {"GITHUB_REPOSITORY": "Uni/ESM-press"}


def test_a_signature_of_our_workflow_on_main_is_asked_for(tmp_path: Path) -> None:
    called = stand_in(tmp_path, "cosign", "exit 0")

    result = run("verify-release", BACKEND, FRONTEND, path=tmp_path, settings=REPOSITORY)

    assert result.returncode == 0, result.stderr
    first, second = called.read_text().splitlines()
    assert first.endswith(BACKEND)
    assert second.endswith(FRONTEND)
    workflow = "https://github.com/Uni/ESM-press/.github/workflows/release.yml@refs/heads/main"
    assert f"--certificate-identity {workflow}" in first
    issuer = "--certificate-oidc-issuer https://token.actions.githubusercontent.com"
    assert issuer in first


def test_an_image_that_is_not_signed_is_refused(tmp_path: Path) -> None:
    stand_in(tmp_path, "cosign", "case $* in *frontend*) exit 1 ;; esac")

    result = run("verify-release", BACKEND, FRONTEND, path=tmp_path, settings=REPOSITORY)

    assert result.returncode == 1
    assert "The frontend is not signed" in result.stderr


@pytest.mark.parametrize(
    "backend",
    [
        "",
        "ghcr.io/uni/esm-press-backend:latest",
        BACKEND[:-1],
        f"{BACKEND}0",
        f"{BACKEND[:-1]}G",
        f"{BACKEND}; reboot",
        f"ghcr.io/other/esm-press-backend@{DIGEST}",
        f"ghcr.io/uni/esm-press-frontend@{DIGEST}",
        f"{BACKEND[:-1]}\n",
    ],
)
def test_what_is_no_image_of_ours_by_digest_reaches_nobody(backend: str, tmp_path: Path) -> None:
    called = stand_in(tmp_path, "cosign", "exit 0")

    result = run("verify-release", backend, FRONTEND, path=tmp_path, settings=REPOSITORY)

    assert result.returncode == 64
    assert "64 hexadecimal digits" in result.stderr
    assert called.read_text() == ""


def test_an_image_is_named_with_the_digests_of_its_bases(tmp_path: Path) -> None:
    stand_in(tmp_path, "docker", f"echo {DIGEST}")
    (tmp_path / "Dockerfile").write_text("ARG NODE_IMAGE=node:24-slim\nARG VERSION=0\nFROM x\n")

    result = run(
        "name-image", "db", str(tmp_path / "Dockerfile"), path=tmp_path, settings=REPOSITORY
    )

    assert result.stdout.splitlines() == [
        "image=ghcr.io/uni/esm-press-db",
        "bases<<END",
        f"NODE_IMAGE=node:24-slim@{DIGEST}",
        "END",
    ]


def test_a_base_without_a_digest_ends_the_release(tmp_path: Path) -> None:
    stand_in(tmp_path, "docker", "echo none")
    (tmp_path / "Dockerfile").write_text("ARG NODE_IMAGE=node:24-slim\n")

    result = run(
        "name-image", "db", str(tmp_path / "Dockerfile"), path=tmp_path, settings=REPOSITORY
    )

    assert result.returncode == 1
    assert result.stdout == ""
    assert "no digest for node:24-slim" in result.stderr


def test_the_newest_python_of_a_version_is_chosen(tmp_path: Path) -> None:
    for version in ("3.13.9", "3.13.11", "3.12.12"):
        (tmp_path / "tools" / "Python" / version).mkdir(parents=True)
    places = {"RUNNER_TOOL_CACHE": str(tmp_path / "tools"), "GITHUB_ENV": str(tmp_path / "env")}

    chosen, missing = (
        run("choose-python", version, settings=places) for version in ("3.13", "3.9")
    )

    assert chosen.returncode == 0
    expected = f"PYTHON={tmp_path}/tools/Python/3.13.11/x64/bin/python3.13\n"
    assert (tmp_path / "env").read_text() == expected
    assert missing.returncode == 1
    assert "no Python 3.9" in missing.stderr
