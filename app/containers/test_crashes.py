"""Each process is killed, or stands still: it comes back, and nothing is lost."""

import time

import pytest

from containers.day import Day
from containers.stack import Stack

LASTING = ("worker", "jobs", "beat", "redis", "db", "backend-blue", "frontend-blue", "caddy")
# Longer than the oldest sign of life that counts.
OUTAGE_SECONDS = 90
# What a worker had handed over when it was killed may or may not have gone out: the ledger says so.
IN_DOUBT = ("uncertain", "failed", "not_sent")


@pytest.mark.parametrize("service", LASTING)
def test_a_killed_service_is_back_in_30_seconds_and_nothing_is_lost(
    stack: Stack, day: Day, service: str
) -> None:
    before = stack.container(service)["RestartCount"]
    day.plan()

    stack.signal_main(service, "KILL")

    def is_back() -> bool:
        is_new = stack.container(service)["RestartCount"] > before
        return is_new and stack.health(service) == "healthy"

    stack.wait_until(is_back, f"{service} is healthy again", seconds=30)
    day.account(f"{service} killed").require(explained=IN_DOUBT if service == "worker" else ())


def test_a_worker_that_stands_still_is_noticed_in_90_seconds(stack: Stack) -> None:
    stack.signal_main("worker", "STOP")
    try:
        stack.wait_until(
            lambda: stack.health("worker") == "unhealthy", "the worker is unhealthy", seconds=90
        )
    finally:
        stack.signal_main("worker", "CONT")

    stack.wait_until(
        lambda: stack.health("worker") == "healthy", "the worker is healthy again", seconds=30
    )


def test_a_worker_shows_life_again_after_the_broker_was_away(stack: Stack) -> None:
    stack.signal_main("redis", "KILL")
    sign = "/run/heartbeat/worker"
    script = f"import os, time; print(time.time() - os.stat({sign!r}).st_mtime)"

    stack.wait_until(
        lambda: stack.health("redis") == "healthy", "the broker is healthy again", seconds=30
    )
    stack.execute("worker", "sh", "-c", "sleep 20")

    assert float(stack.execute("worker", "python", "-c", script)) < 15


def test_an_outage_of_the_broker_leaves_all_others_healthy_and_mails_go_out_after_it(
    stack: Stack, day: Day
) -> None:
    others = ("worker", "beat", "backend-blue", "db")
    before = {name: stack.container(name)["State"]["StartedAt"] for name in others}

    stack.compose("stop", "redis")
    try:
        time.sleep(OUTAGE_SECONDS)
        health = {stack.health(name) for name in others}
    finally:
        stack.up("--no-deps", "redis")
    day.plan()

    assert health == {"healthy"}
    assert {name: stack.container(name)["State"]["StartedAt"] for name in others} == before
    day.account("the broker away").require()
