"""The runbook has an entry for each alert and for each secret, and its commands are real."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.db import connection

from devstack.layout import ROOT_DIR
from devstack.steps import BIN

GUIDES = ROOT_DIR / "docs" / "operations"
RUNBOOK = (GUIDES / "runbook.md").read_text()
RULES = [
    path
    for path in sorted((ROOT_DIR / "ops/monitoring/prometheus").glob("*.yml"))
    if path.name != "prometheus.yml"
]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", RUNBOOK, re.MULTILINE | re.DOTALL)
STATEMENTS = re.findall(r'psql -U postgres -d esmpress -c "(.*)"$', RUNBOOK, re.MULTILINE)


def alerts() -> list[str]:
    groups = [group for path in RULES for group in yaml.safe_load(path.read_text())["groups"]]
    return [rule["alert"] for group in groups for rule in group["rules"]]


def test_each_alert_has_its_three_commands_and_no_other_has() -> None:
    entries = dict(
        re.findall(r"^### (\w+)\n\n(?:It [^\n]*\n\n)?```sh\n(.*?)^```", RUNBOOK, re.M | re.S)
    )

    assert sorted(entries) == sorted(alerts())
    assert {name: len(text.splitlines()) for name, text in entries.items()} == dict.fromkeys(
        entries, 3
    )


def test_every_secret_is_rotated_somewhere() -> None:
    drawn = re.findall(r"^keep \d+ (\w+)", (ROOT_DIR / "ops/draw-secrets").read_text(), re.M)
    # Made of others, or left over from them.
    follow = {"database_url", "database_owner_url", "redis_acl", "secret_key_fallbacks"}

    assert drawn
    told = RUNBOOK[RUNBOOK.index("## Secrets") : RUNBOOK.index("## SendGrid")]
    assert [name for name in drawn if f"`{name}`" not in told and name not in follow] == []


def test_every_secret_of_a_workflow_is_rotated_somewhere_and_explained() -> None:
    texts = [path.read_text() for path in (ROOT_DIR / ".github/workflows").iterdir()]
    used = set(re.findall(r"\b(?:secrets|vars)\.([A-Z_]+)", "".join(texts)))
    guide = (GUIDES / "github.md").read_text()

    secrets = set(re.findall(r"secrets\.([A-Z_]+)", "".join(texts)))
    assert {name for name in used if name not in guide} == set()
    assert {name for name in secrets - {"STATE_READ_SECRET"} if name not in RUNBOOK} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_statement_fits_the_tables(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement.replace('%', '%%')}", [])

        assert cursor.fetchall()


@pytest.mark.parametrize("block", BLOCKS)
def test_every_command_is_shell(block: str) -> None:
    result = subprocess.run(
        [BIN / "shellcheck", "--shell=bash", "--exclude=SC2029,SC2164,SC2086,SC2125", "-"],
        input=block,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout


def test_every_service_and_management_command_that_is_named_is_there() -> None:
    files = [ROOT_DIR / f"docker-compose.{name}.yml" for name in ("prod", "monitoring", "backup")]
    services = {name for file in files for name in yaml.safe_load(file.read_text())["services"]}
    named = set(re.findall(r"manage\.py (\w+)", RUNBOOK))

    assert named <= set(get_commands())
    for words in re.findall(r"esm-compose (?:ps|logs|top|restart|stop) ([^\n|'`#]*)", RUNBOOK):
        listed = [word for word in shlex.split(words) if not word.startswith("-")]
        assert set(listed) <= services, words


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.md")), ids=lambda path: path.stem)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", guide.read_text())

    assert [target for target in targets if not (guide.parent / target).exists()] == []


def test_every_program_of_ours_that_is_named_is_there() -> None:
    guides = "".join(path.read_text() for path in GUIDES.glob("*.md"))
    named = set(re.findall(r"(?<![\w/.-])(ops/[\w/.-]*[\w])", guides))
    # An environment's own files.
    kept = ("ops/ansible/envs", "ops/ansible/known_hosts", "ops/terraform/envs")

    missing = [
        name for name in named if not (ROOT_DIR / name).exists() and not name.startswith(kept)
    ]
    assert missing == []
