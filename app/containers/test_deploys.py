"""A release takes the place of another: nobody notices, or nothing has happened."""

import ssl
import time

import pytest

from containers.load import Load
from containers.releases import FIRST, Release, Releases, make
from containers.slow import LARGE, TO_BACKEND, TO_PAGE, Slow
from containers.stack import Stack

pytestmark = pytest.mark.slow

# What answers to Docker's health check, and to nothing else.
ONLY_HEALTHY = (
    "require('http').createServer((q, a) => { a.statusCode = q.url === '/healthz' ? 200 : 500;"
    " a.end() }).listen(4321)"
)
BAD = {
    "never healthy": {"backend": 'CMD ["sleep", "600"]'},
    "no page": {"frontend": f'CMD ["node", "-e", "{ONLY_HEALTHY}"]'},
}
# As many as leave threads for others.
SLOW = 4
# Longer than Docker takes to pass on SIGTERM.
TOLD_SECONDS = 3


def test_nobody_notices_a_deploy_nor_the_way_back(
    releases: Releases, next_release: Release, load: Load
) -> None:
    with load:
        there = releases.deploy(next_release)
        after_deploy = releases.running()
        worker, beat = releases.image("worker"), releases.image("beat")
        back = releases.roll_back()

    assert (there.status, back.status) == (0, 0), there.said + back.said
    load.require_none_failed()
    assert after_deploy == {"green": next_release}
    assert {worker, beat} == {next_release.backend}
    assert releases.running() == {"blue": FIRST}
    assert releases.image("worker") == FIRST.backend


def test_what_is_under_way_at_the_switch_is_answered(
    releases: Releases, next_release: Release, authority: ssl.SSLContext
) -> None:
    stack, before = releases.stack, links_asked_for(releases.stack)
    deploy = releases.start(next_release)
    deploy.wait_for("through Caddy")
    to_page = [Slow(TO_PAGE, stack.url, authority) for _ in range(SLOW)]
    to_backend = [Slow(TO_BACKEND, stack.url, authority) for _ in range(SLOW)]
    in_hand = [Slow(LARGE, stack.url, authority) for _ in range(SLOW)]

    deploy.wait_for("stopping the page")
    time.sleep(TOLD_SECONDS)
    failed = [one.finish() for one in to_page]
    deploy.wait_for("stopping the backend")
    time.sleep(TOLD_SECONDS)
    failed += [one.finish() for one in (*to_backend, *in_hand)]
    ended = deploy.end()

    assert ended.status == 0, ended.said
    assert failed == [""] * 3 * SLOW
    assert links_asked_for(stack) == before + 2 * SLOW


def links_asked_for(stack: Stack) -> int:
    """By the sequence: a worker takes the rows away within seconds."""
    code = (
        "from django.db import connection; cursor = connection.cursor();"
        "cursor.execute('SELECT last_value * is_called::int FROM participants_linkrequest_id_seq');"
        "print(cursor.fetchone()[0])"
    )
    command = ("python", "manage.py", "shell", "--no-imports", "-c", code)
    return int(stack.execute("worker", *command))


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_bad_release_changes_nothing(
    releases: Releases, change: dict[str, str], load: Load
) -> None:
    bad = make("bad", **change)
    before = releases.running(), releases.files(), releases.image("worker")

    with load:
        ended = releases.deploy(bad, HEALTHY_WITHIN="15")

    assert ended.status == 1
    assert "Nothing has changed" in ended.said
    load.require_none_failed()
    assert (releases.running(), releases.files(), releases.image("worker")) == before
    assert "failed-before-switch" in releases.audit()[-1]
