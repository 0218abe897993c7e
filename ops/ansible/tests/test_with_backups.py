"""The droplet with backups: its timers, a drill, and a restore."""

import json
import shlex
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pyrage
import pytest
from machines import wait_until
from playbooks import HOST
from stores import KEY, SECRET, STORES, build_database, start_stores
from study import answer, load_study, manage, reached, rows

from conftest import Site

pytestmark = pytest.mark.slow

JOBS = ("esm-backup", "esm-dump", "esm-drill")
# Who has not answered is erased at their own wish.
ERASE = """
from django.utils import timezone
from esmpress.participants.models import Participant
from esmpress.withdrawal import Level, withdraw
people = Participant.objects.filter(study__slug="{study}")
withdraw(people.exclude(prompts__status="answered").get(), Level.ERASE, now=timezone.now())
"""
WHO_IS_LEFT = """
from esmpress.participants.models import Participant
for one in Participant.objects.filter(study__slug="{study}").order_by("withdrawal_level"):
    print("found", one.withdrawal_level or "none", one.prompts.count() > 0, hasattr(one, "contact"))
"""


@pytest.fixture(scope="module")
def backed_up(site: Site) -> Iterator[Site]:
    """The droplet as before, and backups of it, as site.yml and deploy.yml turn them on."""
    operator, backup, dump = site.operator, *STORES
    folder = operator.folder / "stores"
    start_stores(folder)
    image = site.world.registry.take(build_database(folder), "esmpress-db")
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    for name, value in (("key", KEY), ("secret", SECRET)):
        operator.set_secret(f"backup_s3_{name}", value)
        operator.set_secret(f"dump_s3_{name}", value)
    operator.set_secret("dump_recipient", recipient)
    there = {"bucket": backup.bucket, "endpoint": f"https://{backup.host}", "region": "eu"}
    operator.write_outputs(backup=there)
    second = {"DUMP_BUCKET": dump.bucket, "DUMP_ENDPOINT": dump.host, "DUMP_REGION": "eu"}
    images = operator.settings["images"] | {"postgres": image}
    operator.write_settings(images=images, stack_settings=second)
    operator.play("site.yml").require()
    operator.play("deploy.yml", *site.release()).require()
    yield site
    # On a machine that is kept, others look for one without.
    site.run(f"systemctl disable --now {' '.join(f'{job}.timer' for job in JOBS)}")
    site.run("rm -r /srv/esmpress/ops/backup")
    operator.write_outputs()
    operator.write_settings()


def test_backups_are_on_and_a_second_run_changes_nothing(backed_up: Site) -> None:
    again = backed_up.operator.play("site.yml").require()

    assert again.changed == 0, again.output
    timers = backed_up.run("systemctl list-timers --plain --no-legend 'esm-*'")
    assert [job for job in JOBS if f"{job}.timer" not in timers] == []
    assert "backup healthy" in backed_up.run("esm-compose ps --format '{{.Service}} {{.Health}}'")


def test_units_of_backups_are_confined(backed_up: Site) -> None:
    names = " ".join(f"{job}.service" for job in JOBS)

    backed_up.run(f"systemd-analyze security --no-pager --threshold=40 {names}")


@pytest.mark.parametrize("job", ["esm-backup", "esm-dump"])
def test_a_unit_makes_what_it_is_for(backed_up: Site, job: str) -> None:
    ended = backed_up.machine.run(f"systemctl start {job}.service")

    assert ended.rc == 0, backed_up.run(f"journalctl -u {job} --no-pager -n 40")
    told = json.loads(backed_up.run("cat /var/lib/esmpress/backup/backup.json"))
    assert told["ok"]


def test_the_drill_runs_as_its_timer_runs_it(backed_up: Site) -> None:
    ended = backed_up.machine.run("systemctl start esm-drill.service")

    assert ended.rc == 0, backed_up.run("journalctl -u esm-drill --no-pager -n 40")
    figures = json.loads(backed_up.run("cat /var/lib/esmpress/drill/drill.json"))
    print(f"drill: {figures}")
    assert figures["ok"]
    assert (figures["rows"] > 0, figures["different_tables"]) == (True, "")
    told = backed_up.run("cat /var/lib/esmpress/metrics/drill.prom")
    assert "esmpress_drill_last_success_timestamp_seconds" in told


def test_after_a_restore_an_answer_is_back_and_who_left_is_gone(backed_up: Site) -> None:
    study, answered = answered_by_one(backed_up)
    time.sleep(2)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    time.sleep(2)
    shell(backed_up, ERASE.format(study=study))
    ask = "psql -U postgres -d esmpress -c 'DROP TABLE responses_response CASCADE'"
    backed_up.run(f"esm-compose exec -T db {ask}")
    sent = mentions(backed_up)
    to = ("--extra-vars", f"restore_confirm={HOST}", "--extra-vars", f"restore_to={moment}")

    restored = backed_up.operator.play("restore.yml", *to).require()

    print(f"restore.yml: {restored.seconds:.0f} s")
    assert [row for row in rows(backed_up, study) if row["status"] == "answered"] == answered
    left = shell(backed_up, WHO_IS_LEFT.format(study=study)).splitlines()
    assert [line for line in left if line.startswith("found")] == [
        "found none True True",
        "found erase False False",
    ]
    assert {link: times for link, times in mentions(backed_up).items() if link in sent} == sent
    assert set(backed_up.healths()) == {"healthy"}


def answered_by_one(site: Site) -> tuple[str, list[dict[str, str]]]:
    """A new study, of whose two people one has answered, and that one's row."""
    before = set(site.world.mailbox.links())
    study = load_study(site)

    def new() -> list[str]:
        return sorted(set(site.world.mailbox.links()) - before)

    wait_until(lambda: len(new()) >= 2, "both are asked", seconds=180)
    with reached(site):
        assert answer(new()[0]) == 201
    answered = [row for row in rows(site, study) if row["status"] == "answered"]
    assert len(answered) == 1
    return study, answered


def shell(site: Site, code: str) -> str:
    return manage(site, f"shell --no-imports -c {shlex.quote(code)}")


def mentions(site: Site) -> dict[str, int]:
    """How many mails have each link that was ever sent."""
    mailbox = site.world.mailbox
    return {link: sum(link in mail for mail in mailbox.mails) for link in mailbox.links()}
