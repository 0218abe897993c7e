from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[1]
NEEDED = (
    "SECRET_KEY",
    "LINK_KEYS",
    "VAULT_KEYS",
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "DEFAULT_FROM_EMAIL",
)

PRINT_KEY = "from django.conf import settings; print(repr(settings.SENDGRID_API_KEY))"


def manage(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process of its own with some variables changed or left out."""
    merged = os.environ | {name: value for name, value in environment.items() if value}
    kept = {name: value for name, value in merged.items() if environment.get(name, "") is not None}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=APP, env=kept, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("name", NEEDED)
def test_nothing_starts_without_what_has_no_safe_default(name: str) -> None:
    result = manage("check", **{name: None})

    assert result.returncode != 0
    assert name in result.stderr


def test_links_without_tls_are_refused_unless_security_is_off() -> None:
    result = manage("check", SECURE=None, PUBLIC_URL="http://esm.example.org")

    assert result.returncode != 0
    assert "PUBLIC_URL" in result.stderr


def test_the_defaults_pass_the_deployment_check() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", SECURE=None, DEBUG=None)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["none", "one", "of Windows"])
def test_a_secret_is_read_from_a_file_without_its_line_end(tmp_path: Path, end: str) -> None:
    secret = tmp_path / "sendgrid_api_key"
    secret.write_bytes(f"SG.key{end}".encode())

    result = manage("shell", "--no-imports", "-c", PRINT_KEY, SENDGRID_API_KEY_FILE=str(secret))

    assert result.stdout == "'SG.key'\n", result.stderr


def test_the_example_names_every_variable_the_backend_reads() -> None:
    sources = "".join(
        (APP / name).read_text() for name in ("esmpress/settings.py", "gunicorn.conf.py")
    )
    read = set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""", sources))

    example = (APP.parent / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert read - named == set()
    assert "SECRET_KEY" in read


def test_webhooks_to_this_machine_are_refused_beside_tls() -> None:
    result = manage("check", SECURE=None, WEBHOOKS_TO_LOOPBACK="true")

    assert result.returncode != 0
    assert "WEBHOOKS_TO_LOOPBACK is for machines without TLS" in result.stderr


def test_an_unknown_rule_for_second_factors_is_refused_at_the_start() -> None:
    result = manage("check", REQUIRE_SECOND_FACTOR="sometimes")

    assert result.returncode != 0
    assert "REQUIRE_SECOND_FACTOR is one of: never, owners, all." in result.stderr


def test_a_webhook_key_that_is_none_is_refused_at_the_start() -> None:
    result = manage("check", SENDGRID_WEBHOOK_PUBLIC_KEY="SG.an-api-key-by-mistake")

    assert result.returncode != 0
    assert "SENDGRID_WEBHOOK_PUBLIC_KEY" in result.stderr
    assert "SG.an-api-key" not in result.stderr


@pytest.mark.parametrize(("debug", "is_there"), [("true", False), ("false", True)])
def test_the_debug_toolbar_takes_both_debug_and_its_package(
    debug: str, is_there: bool, tmp_path: Path
) -> None:
    if is_there:
        (tmp_path / "debug_toolbar").mkdir()
        (tmp_path / "debug_toolbar" / "__init__.py").touch()
    code = "from django.conf import settings; print('debug_toolbar' in settings.INSTALLED_APPS)"

    result = manage(
        "shell", "--no-imports", "--command", code, DEBUG=debug, PYTHONPATH=str(tmp_path)
    )

    assert result.stdout == "False\n", result.stderr
