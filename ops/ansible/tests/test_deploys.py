"""Deploys by key, settings that change, a machine half set up, and a reboot."""

import subprocess
import time

import pytest
from machines import PROJECT, wait_until

from conftest import Site
from containers.docker import docker

DIGEST = "sha256:" + "0" * 64
REFUSED = (
    "sh",
    "",
    "deploy",
    "status; id",
    "deploy registry.test/esmpress-backend:1 registry.test/esmpress-frontend:1",
    f"deploy elsewhere.test/esmpress-backend@{DIGEST} elsewhere.test/esmpress-frontend@{DIGEST}",
    f"deploy registry.test/esmpress-backend@{DIGEST} registry.test/esmpress-frontend@{DIGEST} x",
    f"deploy registry.test/esmpress-backend@{DIGEST} registry.test/esmpress-frontend@{DIGEST}\nid",
    f"deploy registryXtest/esmpress-backend@{DIGEST} registry.test/esmpress-frontend@{DIGEST}",
)


def by_key(site: Site, words: str) -> subprocess.CompletedProcess[str]:
    """As CI does."""
    config = ["-F", str(site.operator.ssh_config()), "-p", str(site.operator.ports["ssh"])]
    key = [
        "-i",
        str(site.operator.deploy_key),
        "-o",
        "ControlPath=none",
        "-o",
        "IdentityAgent=none",
    ]
    return subprocess.run(
        ["ssh", *config, *key, "deploy@127.0.0.1", words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("words", REFUSED)
def test_a_deploy_key_does_nothing_else(site: Site, words: str) -> None:
    asked = by_key(site, words)

    assert asked.returncode == 64
    assert "this key may do" in asked.stderr
    assert asked.stdout == ""


def test_a_deploy_key_says_what_runs_and_deploys(site: Site) -> None:
    status = by_key(site, "status")
    deployed = by_key(site, f"deploy {site.world.backend} {site.world.frontend}")

    assert "backend-" in status.stdout
    assert deployed.returncode == 0, deployed.stderr
    assert "by=deploy" in site.run("tail -n 1 /var/lib/esmpress/releases/audit.log")


def change(image: str, made: str, instruction: str) -> None:
    """Another image, but for one line of its Dockerfile the same."""
    container = docker("create", image).strip()
    docker("commit", "--change", instruction, container, made)
    docker("rm", container)


@pytest.fixture(scope="module")
def next_backend(site: Site) -> str:
    """Another release's image, which is in the registry and not on the droplet."""
    made = f"{PROJECT}-backend:next"
    # One that a droplet which was kept has not either.
    change(f"{PROJECT}-backend:built", made, f"ENV RELEASE={time.time_ns()}")
    return site.world.registry.take(made, "esmpress-backend")


@pytest.mark.slow
def test_only_what_is_signed_is_deployed_and_the_release_before_comes_back(
    site: Site, next_backend: str
) -> None:
    operator, chosen = site.operator, ("--extra-vars", f"backend_image={next_backend}")
    site.run("rm -f /root/images.key /root/images.pub")
    site.run("env COSIGN_PASSWORD= cosign generate-key-pair --output-key-prefix /root/images")
    operator.write_settings(signed_by={"key": site.run("cat /root/images.pub")})
    operator.play("site.yml", "--tags", "esmpress").require()

    refused = operator.play("deploy.yml", *site.release(), *chosen)
    sign = "env COSIGN_PASSWORD= cosign sign --yes --tlog-upload=false --key /root/images.key"
    site.run(f"{sign} {next_backend}")
    deployed = operator.play("deploy.yml", *site.release(), *chosen)
    serves = site.run("cat /var/lib/esmpress/releases/current")
    back = operator.play("rollback.yml")

    site.run("rm /root/images.key /root/images.pub")
    operator.write_settings()
    operator.play("site.yml", "--tags", "esmpress").require()
    assert refused.status != 0
    assert "is not signed by whom /etc/esmpress/env names" in refused.words
    assert "Nothing has changed" in refused.words
    assert deployed.status == 0, deployed.output
    assert next_backend in serves
    assert back.status == 0, back.output
    assert next_backend not in site.run("cat /var/lib/esmpress/releases/current")


@pytest.fixture(scope="module")
def broken_backend(site: Site) -> str:
    """A release whose backend ends as soon as it is started."""
    made = f"{PROJECT}-backend:broken"
    change(f"{PROJECT}-backend:built", made, 'CMD ["false"]')
    return site.world.registry.take(made, "esmpress-backend")


@pytest.mark.slow
def test_a_release_that_is_not_healthy_does_not_come_to_serve(
    site: Site, broken_backend: str
) -> None:
    before = site.run("cat /var/lib/esmpress/releases/current")

    run = site.operator.play(
        "deploy.yml", *site.release(), "--extra-vars", f"backend_image={broken_backend}"
    )

    assert run.status != 0
    assert "Nothing has changed" in run.words
    assert site.run("cat /var/lib/esmpress/releases/current") == before
    assert set(site.healths()) == {"healthy"}


@pytest.mark.slow
def test_a_setting_that_changes_reaches_the_product(site: Site) -> None:
    site.operator.write_settings(stack_settings={"LOG_LEVEL": "WARNING"})

    run = site.operator.play("site.yml").require()
    print_level = "python -c 'import os; print(os.environ[\"LOG_LEVEL\"])'"
    level = site.run(f"esm-compose exec -T backend-{site.colour()} {print_level}").strip()

    site.operator.write_settings()
    assert run.changed > 0
    assert level == "WARNING"


@pytest.mark.slow
def test_a_machine_half_set_up_is_completed(site: Site) -> None:
    site.run("rm /srv/esmpress/ops/deploy /etc/docker/daemon.json /etc/esmpress/env")
    site.run("apt-get remove --yes -qq chrony")
    site.run("sh -c 'cd /tmp && apt-get download less && dpkg --unpack less_*.deb'")

    site.operator.play("site.yml").require()
    again = site.operator.play("site.yml").require()

    assert again.changed == 0
    assert site.run("dpkg --audit") == ""


@pytest.mark.slow
def test_after_a_reboot_all_is_as_before(site: Site) -> None:
    services = site.run("esm-compose ps --services --status running").split()
    site.world.droplet.restart()

    def healthy() -> bool:
        asked = "esm-compose ps --format '{{.Health}}' || :"
        return site.world.droplet.run("sh", "-c", asked).split() == ["healthy"] * len(services)

    seconds = wait_until(healthy, "the stack is healthy after a reboot", seconds=300)
    print(f"healthy after a reboot: {seconds:.0f} s")
    assert "policy drop" in site.run("nft list chain inet esmpress forward")
    assert "169.254.0.0/16" in site.run("iptables -S DOCKER-USER")
