"""The state on a server that speaks S3: the probe of its locks, and the locks themselves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from object_store import Store
from provider import TERRAFORM
from roots import Root

PROBE = TERRAFORM / "bootstrap" / "probe_lock.py"
# Long enough that a second run meets the lock of the first.
SLOW = """
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "sleep 20"
  }
}
"""
UNKNOWN = {"AWS_ACCESS_KEY_ID": "unknown", "AWS_SECRET_ACCESS_KEY": "canary"}


class Careless(BaseHTTPRequestHandler):
    """Takes every file, whatever is there and whatever is asked."""

    def log_message(self, *arguments: object) -> None:
        """Nothing."""

    def take(self) -> None:
        """A file."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_DELETE = take  # noqa: N815


@pytest.fixture
def careless() -> Iterator[str]:
    """A server that overwrites what is there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_server_that_keeps_locks_passes(store: Store) -> None:
    store.make_bucket("probed")

    finished = _probe(store.endpoint, "probed", store.keys)

    assert finished.returncode == 0, finished.stderr
    assert not store.list_keys("probed")


def test_a_server_that_overwrites_locks_is_refused(careless: str) -> None:
    finished = _probe(careless, "states", UNKNOWN)

    assert finished.returncode == 1
    assert "wrote a lock that was there already (200 instead of 412)" in finished.stderr
    assert "Take another region" in finished.stderr


def test_a_bucket_that_the_key_does_not_reach_is_told_without_the_key(store: Store) -> None:
    store.make_bucket("unreached")

    finished = _probe(store.endpoint, "unreached", UNKNOWN)

    assert finished.returncode == 1
    assert "takes no file (403)" in finished.stderr
    assert "canary" not in finished.stderr


def test_bootstrap_stops_with_the_reason_on_a_server_that_overwrites_locks(
    program: str, environment: dict[str, str], careless: str, tmp_path: Path
) -> None:
    shutil.copytree(TERRAFORM / "bootstrap", tmp_path / "bootstrap")
    root = Root(program, tmp_path / "bootstrap", {**environment, "PATIENCE_SECONDS": "0"})
    shutil.copy(root.folder / "terraform.tfvars.example", root.folder / "terraform.tfvars")
    root.init()

    refused = root.run("apply", "-auto-approve", "-var", f"spaces_endpoint={careless}")

    assert refused.returncode == 1
    assert "two runs at once would destroy the state" in refused.stdout
    assert "backend" not in root.read_json("output", "-json")


def test_a_plan_during_an_apply_is_refused_and_no_lock_stays(
    program: str, environment: dict[str, str], store: Store, tmp_path: Path
) -> None:
    store.make_bucket("states")
    root = _slow_root(program, {**environment, **store.keys}, store.endpoint, tmp_path)

    apply = subprocess.Popen(
        [program, "apply", "-auto-approve", "-input=false"],
        cwd=root.folder,
        env=root.environment,
        stdout=subprocess.DEVNULL,
    )
    _wait_for_lock(store)
    meanwhile = root.run("plan")

    assert apply.wait(120) == 0
    assert meanwhile.returncode == 1
    assert "Error acquiring the state lock" in meanwhile.stdout
    assert store.list_keys("states") == ["prod/terraform.tfstate"]
    assert root.run("plan", "-detailed-exitcode").returncode == 0


def _probe(endpoint: str, bucket: str, keys: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROBE)],
        env={"ENDPOINT": endpoint, "BUCKET": bucket, "PATIENCE_SECONDS": "0", **keys},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _slow_root(program: str, environment: dict[str, str], endpoint: str, folder: Path) -> Root:
    """A root with the real backend's settings and a slow thing to make."""
    shutil.copy(TERRAFORM / "envs" / "prod" / "backend.tf", folder)
    (folder / "main.tf").write_text(SLOW)
    settings = f'bucket = "states"\nendpoints = {{ s3 = {json.dumps(endpoint)} }}\n'
    (folder / "state.s3.tfbackend").write_text(settings)
    root = Root(program, folder, environment)
    root.succeed("init", "-backend-config=state.s3.tfbackend")
    return root


def _wait_for_lock(store: Store) -> None:
    until = time.monotonic() + 60
    while "prod/terraform.tfstate.tflock" not in store.list_keys("states"):
        assert time.monotonic() < until, "the apply took no lock"
        time.sleep(0.2)
