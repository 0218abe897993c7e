"""The dependency locks: hashed, and free of addresses of any registry."""

import json
import re

import pytest

from devstack.layout import FRONTEND_DIR, ROOT_DIR

LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-dev-stack.lock",
    "requirements-object-store.lock",
    "requirements-ops.lock",
    "requirements-proof.lock",
)


@pytest.mark.parametrize("name", LOCKS)
def test_python_locks_name_no_address(name: str) -> None:
    assert "://" not in (ROOT_DIR / name).read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_is_pinned_with_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT_DIR / name).read_text().strip())

    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_what_helps_development_is_not_in_production() -> None:
    production = (ROOT_DIR / "requirements.lock").read_text()
    development = (ROOT_DIR / "requirements-dev-stack.lock").read_text()

    for name in ("django-debug-toolbar", "watchfiles"):
        assert f"\n{name}==" in development
        assert f"\n{name}==" not in production
    assert "DEBUG" not in (ROOT_DIR / "docker-compose.prod.yml").read_text()


def test_both_locks_of_containers_hold_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT_DIR / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev-stack.lock")


def test_the_node_lock_names_no_address_and_has_every_hash() -> None:
    lock = json.loads((FRONTEND_DIR / "package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}

    assert packages
    for path, entry in packages.items():
        assert "resolved" not in entry, path
        assert "integrity" in entry, path
