"""Two stores for backups with TLS, as at two providers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from machines import HERE, PROJECT, exists, wait_until

from backups.authority import write_certificates
from containers.docker import docker
from devstack.layout import APP_DIR

KEY, SECRET = "access-of-the-tests", "secret-of-the-tests"
ACTIONS = ["Read", "Write", "List", "Tagging", "Admin"]
# What a database's image is called that has what backups need, and trusts the stores.
DB_IMAGE = f"{PROJECT}-db:built"
TRUSTING_IMAGE = f"{PROJECT}-db:trusting"


@dataclass(frozen=True)
class Store:
    """A bucket, and the name under which the droplet reaches it."""

    name: str
    bucket: str

    @property
    def container(self) -> str:
        """What it runs in."""
        return f"{PROJECT}-{self.name}"

    @property
    def host(self) -> str:
        """As its certificate has it."""
        return f"{self.name}.test"

    def start(self, folder: Path) -> None:
        """Start it unless it runs, with what is in the folder, and make its bucket."""
        if not exists(self.container):
            mount = ("--volume", f"{folder}:/store:ro", "--tmpfs", "/tmp")
            named = ("--network", PROJECT, "--network-alias", self.host, "--init")
            docker(
                *("run", "--detach", "--name", self.container, *named, *mount),
                f"{PROJECT}-store:built",
            )
        wait_until(self._has_bucket, f"{self.host} has a bucket")

    def _has_bucket(self) -> bool:
        # It is an error where the bucket is there; the parts of the store find each other slowly.
        orders = f"s3.bucket.create -name {self.bucket}\\ns3.bucket.list\\n"
        script = f"printf '{orders}' | timeout 20 weed shell 2>&1 || :"
        return f"  {self.bucket}\t" in docker("exec", self.container, "sh", "-c", script)


STORES = (Store("store", "backups"), Store("second-store", "dumps"))


def start_stores(folder: Path) -> None:
    """Both stores run; the folder keeps who vouches for them, and the key they take."""
    docker("build", "--tag", f"{PROJECT}-store:built", str(APP_DIR / "backups/store"), seconds=900)
    if not folder.exists():
        folder.mkdir()
        write_certificates(folder, *(store.host for store in STORES))
        keys = {"accessKey": KEY, "secretKey": SECRET}
        identity = {"name": "tests", "credentials": [keys], "actions": ACTIONS}
        (folder / "keys.json").write_text(json.dumps({"identities": [identity]}))
    for store in STORES:
        store.start(folder)


def build_database(folder: Path) -> str:
    """The name of an image of the database that trusts the stores, as it would a provider."""
    docker("build", "--file", "ops/postgres/Dockerfile", "--tag", DB_IMAGE, "ops", seconds=900)
    recipe = (
        "--file",
        str(HERE / "trusting" / "Dockerfile"),
        "--build-arg",
        f"DB_IMAGE={DB_IMAGE}",
    )
    docker("build", *recipe, "--tag", TRUSTING_IMAGE, str(folder), seconds=900)
    return TRUSTING_IMAGE
