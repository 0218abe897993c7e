"""A release takes the place of another: nobody notices, or nothing has happened."""

import fcntl

import pytest

from containers.load import Load
from containers.releases import FIRST, Release, Releases, make

# What answers to Docker's health check, and to nothing else.
ONLY_HEALTHY = (
    "require('http').createServer((q, a) => { a.statusCode = q.url === '/healthz' ? 200 : 500;"
    " a.end() }).listen(4321)"
)
BAD = {
    "never healthy": {"backend": 'CMD ["sleep", "600"]'},
    "no page": {"frontend": f'CMD ["node", "-e", "{ONLY_HEALTHY}"]'},
}


@pytest.fixture(scope="module")
def next_release(images: tuple[str, str]) -> Release:
    del images
    return make("next")


def test_nobody_notices_a_deploy_nor_the_way_back(
    releases: Releases, next_release: Release, load: Load
) -> None:
    with load:
        there = releases.deploy(next_release)
        after_deploy = releases.running()
        worker, beat = releases.image("worker"), releases.image("beat")
        back = releases.roll_back()

    assert (there.returncode, back.returncode) == (0, 0), there.stderr + back.stderr
    load.require_none_failed()
    assert after_deploy == {"green": next_release}
    assert {worker, beat} == {next_release.backend}
    assert releases.running() == {"blue": FIRST}
    assert releases.image("worker") == FIRST.backend


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_bad_release_changes_nothing(
    releases: Releases, change: dict[str, str], load: Load
) -> None:
    bad = make("bad", **change)
    before = releases.running(), releases.files(), releases.image("worker")

    with load:
        ended = releases.deploy(bad, HEALTHY_WITHIN="15")

    assert ended.returncode == 1
    assert "Nothing has changed" in ended.stderr
    load.require_none_failed()
    assert (releases.running(), releases.files(), releases.image("worker")) == before
    assert "failed-before-switch" in releases.audit()[-1]


def test_of_two_deploys_at_once_the_second_is_refused(
    releases: Releases, next_release: Release
) -> None:
    before = releases.running()
    releases.folder.mkdir(exist_ok=True)

    with (releases.folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = releases.deploy(next_release)

    assert ended.returncode == 75
    assert releases.audit()[-1].endswith("refused")
    assert releases.running() == before
