"""The stack with backups to two stores of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from backups.authority import write_certificates
from containers.docker import docker, in_image
from containers.stack import PROJECT, Stack
from devstack.layout import ROOT_DIR

DB_IMAGE, STORE_IMAGE = f"{PROJECT}-db:built", f"{PROJECT}-store:built"
OVERLAYS = ("docker-compose.backup.yml", "app/backups/compose.yml")
KEY, SECRET = "access-of-the-tests", "secret-of-the-tests"
Ended = subprocess.CompletedProcess[str]
# The promise: a change is elsewhere after so long.
RPO_SECONDS = 60
# How long tests wait for one, whatever else the machine does: well below the five minutes that a
# database takes which nobody has woken after its start.
PATIENCE_SECONDS = 180
STORES = {"store": "backups", "second-store": "dumps"}


class BackedUpStack(Stack):
    """What the tests ask of the stack and its stores."""

    # How fast it starts is no question here, and two stores start with it.
    seconds_to_be_healthy = 280

    def __init__(self, folder: Path) -> None:
        """Not running yet; `folder` keeps secrets, certificates and figures as well."""
        super().__init__(folder)
        self.files = (*self.files[:1], OVERLAYS[0], *self.files[1:], OVERLAYS[1])
        self.metrics, self.state = folder / "metrics", folder / "state"
        self._settings |= {
            "POSTGRES_IMAGE": DB_IMAGE,
            "STORE_IMAGE": STORE_IMAGE,
            "STORE_DIR": str(folder / "store"),
            "METRICS_DIR": str(self.metrics),
            "BACKUP_BUCKET": STORES["store"],
            "BACKUP_ENDPOINT": "store",
            "BACKUP_REGION": "eu",
            "BACKUP_CA": "/etc/esmpress-ca/ca.crt",
            "DUMP_BUCKET": STORES["second-store"],
            "DUMP_ENDPOINT": "second-store",
            "DUMP_REGION": "eu",
        }

    def prepare(self) -> None:
        """Draw all secrets, fill in those of the stores, and make what they are started with."""
        self.draw_secrets()
        for name, place in (("backup", KEY), ("dump", KEY)):
            self._fill(f"{name}_s3_key", place)
            self._fill(f"{name}_s3_secret", SECRET)
        pair = docker("run", "--rm", "--entrypoint", "age-keygen", DB_IMAGE)
        (self.folder / "age.key").write_text(pair)
        recipient = re.search(r"age1\w+", pair)
        assert recipient is not None
        self._fill("dump_recipient", recipient[0])
        store = self.folder / "store"
        store.mkdir()
        write_certificates(store, *STORES)
        keys = {"accessKey": KEY, "secretKey": SECRET}
        actions = ["Read", "Write", "List", "Tagging", "Admin"]
        identity = {"name": "tests", "credentials": [keys], "actions": actions}
        (store / "keys.json").write_text(json.dumps({"identities": [identity]}))
        self.metrics.mkdir()
        self.metrics.chmod(0o777)

    def make_bucket(self, store: str, bucket: str) -> None:
        """The store runs; a bucket is made by whoever owns it, not by its user."""
        orders = f"s3.bucket.create -name {bucket}\\ns3.bucket.list\\n"
        # It is an error where the bucket is there.
        script = f"printf '{orders}' | weed shell || :"

        def is_made() -> bool:
            # The parts of the store find each other only after it takes connections.
            return f"  {bucket}\t" in self.execute(store, "sh", "-c", script)

        self.wait_until(is_made, f"{store} has {bucket}", seconds=120)

    @contextmanager
    def away(self, store: str) -> Iterator[None]:
        """A store is away for as long as the block takes, whatever happens in it."""
        self.compose("stop", store)
        try:
            yield
        finally:
            self.compose("start", store)

    def ops(
        self, script: str, *arguments: str, given: Path = Path(os.devnull), **settings: str
    ) -> Ended:
        """How a script of ops/backup ended that was given a file on standard input."""
        with given.open("rb") as stdin:
            return self._ops(stdin, script, *arguments, **settings)

    def _ops(self, stdin: BinaryIO, script: str, *arguments: str, **settings: str) -> Ended:
        return subprocess.run(  # noqa: S603
            [ROOT_DIR / "ops" / "backup" / script, *arguments],
            env={
                **os.environ,
                "COMPOSE_FILE": os.pathsep.join(self.files),
                "COMPOSE_PROJECT_NAME": self.project,
                "ESMPRESS_ENV": str(self.write_settings()),
                "ESMPRESS_RELEASES": str(self.folder / "releases"),
                "ESMPRESS_STATE": str(self.state),
                **settings,
            },
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )

    def query(self, statement: str) -> str:
        """What the database that serves answers its superuser."""
        ask = 'PGPASSWORD=$(cat /run/secrets/postgres_password) exec psql -U postgres -XAtqc "$1"'
        return self.execute("db", "sh", "-c", f"{ask} esmpress", "-", statement).strip()

    def sums(self) -> dict[str, str]:
        """Of each table how many rows it has, and a sum over all they say."""
        ask = "PGPASSWORD=$(cat /run/secrets/postgres_password) exec psql -U postgres -XAtq"
        said = self.execute("db", "sh", "-c", f"{ask} -f /opt/esmpress/tables.sql esmpress")
        return dict(line.split(" ", 1) for line in said.splitlines())

    def dump(self) -> tuple[str, Path]:
        """What a new dump is called, and a file with it as whoever has the key opens it."""
        done = self.ops("back-up", "dump")
        assert done.returncode == 0, done.stderr
        name = self.execute("backup", "dumps", "list").split()[-1]
        sealed = self.execute("backup", "sh", "-c", f"dumps get {name} | base64")
        (self.folder / "sealed").write_text(sealed)
        script = "base64 -d /all/sealed | age --decrypt --identity /all/age.key >/all/opened"
        in_image(DB_IMAGE, script, "--volume", f"{self.folder}:/all")
        return name, self.folder / "opened"

    def repository(self, *command: str) -> str:
        """What pgBackRest prints inside `backup`."""
        return self.execute("backup", "pgbackrest", "--stanza=esmpress", *command)

    def waiting(self) -> list[str]:
        """The files in the spool."""
        return self.execute("backup", "ls", "/var/spool/wal").split()

    def tells(self, figure: str, file: str) -> bool:
        """Whether node_exporter would read such a line now."""
        return figure in (self.metrics / file).read_text()

    def figure(self, name: str) -> float:
        """A figure that node_exporter would read now."""
        text = (self.metrics / "backup.prom").read_text()
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        assert found is not None, text
        return float(found[1])

    def once(self, *command: str, **settings: str) -> Ended:
        """How a container to restore with ended, with other settings."""
        files = [option for file in self.files for option in ("--file", file)]
        asked = ("run", "--rm", "-T", "--no-deps", "recover", *command)
        return subprocess.run(  # noqa: S603
            ["docker", "compose", "--project-name", self.project, *files, *asked],  # noqa: S607
            cwd=ROOT_DIR,
            env={**os.environ, **self._settings, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def left_of_the_drill(self) -> str:
        """The files in the volumes of its copy."""
        mounts = [f"{self.project}_{name}:/all/{name}:ro" for name in ("drill", "drill_leavings")]
        options = [option for mount in mounts for option in ("--volume", mount)]
        return in_image(DB_IMAGE, "find /all -type f", *options)

    def drill_figures(self) -> dict[str, Any]:
        """What the last drill wrote down."""
        figures: dict[str, Any] = json.loads((self.state / "drill" / "drill.json").read_text())
        return figures

    def other_secrets(self, name: str, value: str) -> dict[str, str]:
        """Settings under which one secret is another."""
        folder = self.folder / f"other-{name}"
        script = (
            f"cp -a /all/secrets /all/other-{name} && printf %s '{value}' >/all/other-{name}/{name}"
        )
        in_image(DB_IMAGE, script, "--volume", f"{self.folder}:/all")
        return {"SECRETS_DIR": str(folder)}

    def remove_volume(self, name: str) -> None:
        """As if the disk with it were gone; nobody may use it."""
        docker("volume", "rm", f"{self.project}_{name}")

    def _fill(self, name: str, value: str) -> None:
        """As an operator fills a file in: group and rights stay."""
        mount = ("--volume", f"{self.folder / 'secrets'}:/secrets")
        in_image(DB_IMAGE, f"printf %s '{value}' >/secrets/{name}", *mount)
