"""A store that is away until the disk is full: nothing that was said yes to is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backups.stack import DB_IMAGE, BackedUpStack
from containers.docker import docker
from containers.stack import PROJECT

pytestmark = pytest.mark.slow

NAME = f"{PROJECT}-full-disk"
# Data and spool on one small disk, as on a machine.
DISK = """
mkdir -m 777 /disk/spool
rmdir /var/spool/wal && ln -s /disk/spool /var/spool/wal
exec sleep 900
"""
BEGIN = """
initdb --pgdata /disk/main --auth trust --username postgres >/dev/null
cat >>/disk/main/postgresql.conf <<END
archive_mode = on
archive_command = 'pgbackrest-spool %p %f'
listen_addresses = ''
max_wal_size = 48MB
min_wal_size = 32MB
unix_socket_directories = '/tmp'
END
"""
START = "pg_ctl --pgdata /disk/main --log /tmp/log --wait --timeout 120 start"
STOP = "pg_ctl --pgdata /disk/main --mode immediate stop || :"
ASK = "psql -h /tmp -U postgres -XAtqc"
# Until one is refused; then the number of the last that was not.
FILL = f"""
{ASK} 'CREATE TABLE kept (number int, ballast text)'
number=0
while {ASK} "INSERT INTO kept SELECT $((number + 1)), string_agg(md5(random()::text), '')
               FROM generate_series(1, 60000)"; do
  number=$((number + 1))
done
echo $number
"""
WHOLE_BYTES = 16 * 1024 * 1024


def run(script: str, user: str = "999") -> str:
    """What a script prints on the small disk."""
    return docker("exec", "--user", user, NAME, "sh", "-ec", script)


@pytest.fixture
def small_disk(stack: BackedUpStack) -> Iterator[None]:  # noqa: ARG001  has built the image
    """A database whose disk has room for some dozen files of WAL that nobody takes away."""
    options = ("--network", "none", "--user", "0", "--tmpfs", "/disk:size=260m,mode=1777")
    docker(
        "run",
        "--detach",
        "--rm",
        "--init",
        "--name",
        NAME,
        *options,
        "--entrypoint",
        "sh",
        DB_IMAGE,
        "-c",
        DISK,
    )
    try:
        run(BEGIN + START)
        yield
    finally:
        docker("rm", "--force", NAME)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_stops_the_database_and_loses_nothing() -> None:
    kept = int(run(FILL).split()[-1])
    log = run("cat /tmp/log")
    spool = run("stat -c '%n %s' /disk/spool/* /disk/spool/.[0-9]* 2>/dev/null || :").splitlines()

    # The store is back: what waited goes away.
    run("rm /disk/spool/*")
    run(f"pg_isready -q -h /tmp || {{ {STOP}; {START}; }}")
    found = run(f"{ASK} 'SELECT count(*) FROM kept'")

    print(f"{kept} rows, {len(spool)} files in the spool")
    assert "No space left on device" in log
    assert int(found) == kept
    assert {line.split()[1] for line in spool} == {str(WHOLE_BYTES)}
    run(f"{ASK} 'INSERT INTO kept VALUES (0)'")
