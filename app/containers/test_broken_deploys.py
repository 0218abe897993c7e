"""A deploy that is broken off, fails after the switch, or comes while another runs."""

import signal
import time

import pytest

from containers.docker import docker
from containers.releases import FIRST, Release, Releases, make
from containers.stack import PROJECT

pytestmark = pytest.mark.slow

# Where no sign of life can be left: the worker ends at once, the backend does not mind.
NO_WORKER = "ENV HEARTBEAT_DIR=/proc/none"
# Much less than a step of a deploy may take.
SOON_SECONDS = 20


@pytest.mark.parametrize(
    ("step", "number", "status"),
    [
        ("migrating", signal.SIGTERM, 143),
        ("starting", signal.SIGINT, 130),
        ("asking", signal.SIGHUP, 129),
    ],
)
def test_a_deploy_broken_off_before_the_switch_changes_nothing(
    releases: Releases, next_release: Release, step: str, number: signal.Signals, status: int
) -> None:
    before = releases.running(), releases.files(), releases.image("worker")
    deploy = releases.start(next_release)
    deploy.wait_for(step)
    time.sleep(1)

    began = time.monotonic()
    deploy.tell(number)
    ended = deploy.end()

    assert ended.status == status, ended.said
    assert time.monotonic() - began < SOON_SECONDS
    assert "Nothing has changed" in ended.said
    assert (releases.running(), releases.files(), releases.image("worker")) == before
    assert f'failed-before-switch step="{step}' in releases.audit()[-1]


def test_a_deploy_that_fails_after_the_switch_goes_on_or_back(releases: Releases) -> None:
    release = make("half", backend=NO_WORKER)
    previous = releases.running()

    failed = releases.deploy(release)
    between = releases.running()
    docker("tag", FIRST.backend, release.backend)
    again = releases.deploy(release)
    worker = releases.image("worker")
    back = releases.roll_back()

    assert failed.status == 1
    assert "the same deploy again goes on, ops/rollback goes back" in failed.said
    assert list(between.values()) == [release]
    assert [again.status, back.status] == [0, 0], again.said + back.said
    assert worker == release.backend
    assert list(releases.running().values()) == list(previous.values())
    assert [line.split()[4] for line in releases.audit()[-6:]] == [
        *("begun", "failed-after-switch", "begun", "complete", "begun", "complete"),
    ]


def test_of_two_deploys_at_once_the_second_is_refused(
    releases: Releases, next_release: Release
) -> None:
    first = releases.start(next_release)
    first.wait_for("database and broker")

    began = time.monotonic()
    second = releases.deploy(make("other"))
    took = time.monotonic() - began

    assert second.status == 75
    assert "another deploy is under way" in second.said
    assert took < SOON_SECONDS
    assert first.end().status == 0
    assert list(releases.running().values()) == [next_release]
    assert releases.image("worker") == next_release.backend
    assert f"to={PROJECT}-backend:other,{PROJECT}-frontend:other refused" in releases.audit()[-2]
