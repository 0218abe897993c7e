"""`db` makes a new database on an empty volume only."""

import re

import pytest

from containers.docker import DockerFailed, in_image
from containers.stack import BASES
from devstack.layout import ROOT_DIR

VOLUME = "/var/lib/postgresql/data"
START = "sh /etc/esmpress/start echo started"


def tell(script: str) -> str:
    """What is printed where the service's folders are, the volume empty at first."""
    folder = ROOT_DIR / "ops" / "postgres"
    options = ("--env", f"PGDATA={VOLUME}/main", "--volume", f"{folder}:/etc/esmpress:ro")
    return in_image(BASES["POSTGRES_IMAGE"], script, *options)


@pytest.mark.parametrize("there", ["", f"mkdir {VOLUME}/main; touch {VOLUME}/main/PG_VERSION"])
def test_it_starts_with_its_data_and_without_any(there: str) -> None:
    assert tell(f"{there}\n{START}") == "started\n"


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ("touch PG_VERSION", "move them into its folder main"),
        ("mkdir restoring", "a restore was broken off"),
        ("mkdir before-20270328T013000Z", "a restore was broken off"),
    ],
)
def test_data_that_lie_elsewhere_are_not_taken_for_none(there: str, sentence: str) -> None:
    with pytest.raises(DockerFailed, match=sentence):
        tell(f"cd {VOLUME} && {there} && {START}")


def test_what_the_guide_says_moves_data_of_before() -> None:
    guide = (ROOT_DIR / "docs/operations/stack.md").read_text()
    move = re.search(r"--entrypoint sh db -c '(.*mkdir.*)'", guide)
    assert move is not None

    moved = tell(f"touch {VOLUME}/PG_VERSION; {move[1]}; {START}; ls -A {VOLUME} {VOLUME}/main")

    assert moved.split() == ["started", f"{VOLUME}:", "main", f"{VOLUME}/main:", "PG_VERSION"]
