"""What must be green: every check of the project, in the lanes they run in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devstack.layout import APP_DIR, FRONTEND_DIR, ROOT_DIR

BIN = Path(sys.executable).parent
GENERATED_SCHEMA = ROOT_DIR / ".state" / "openapi.yaml"
# The document of researchers' programs; the front end's types are made from the other one.
RESEARCHERS_SCHEMA = "openapi-researcher.yaml"
_FOR_RESEARCHERS = ("--custom-settings", "esmpress.api.researcher.documents.RESEARCHERS")
DOCKERFILES = (
    *("app/Dockerfile", "frontend/Dockerfile", "ops/postgres/Dockerfile"),
    *("app/containers/registry.Dockerfile", "app/containers/monitoring/Dockerfile"),
    "app/backups/store/Dockerfile",
    *(f"ops/ansible/tests/{name}/Dockerfile" for name in ("droplet", "grafana", "registry")),
)
_BACKUP = ROOT_DIR / "ops" / "backup"
SCRIPTS = (
    *(".ci/run", "ops/draw-secrets", "ops/deploy", "ops/rollback", "ops/rotate-secret"),
    *("ops/ansible/new-secrets", "ops/ansible/tests/droplet/start"),
    *("ops/monitoring/alertmanager/start", "ops/postgres/start"),
    *sorted(
        f"ops/ci/{path.name}" for path in (ROOT_DIR / "ops/ci").glob("[!_]*") if not path.suffix
    ),
    *(str(path) for path in sorted(_BACKUP.rglob("*")) if path.is_file() and not path.suffix),
)
E2E_STATE = ROOT_DIR / ".state" / "e2e-stack"
GUIDE_STATE = ROOT_DIR / ".state" / "guide-stack"
# What a command that reads the settings needs to start; guards nothing.
PLACEHOLDERS = {
    "SECRET_KEY": "only-for-checks",
    "LINK_KEYS": "1:" + "00" * 32,
    "VAULT_KEYS": "1:" + "00" * 32,
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DATABASE_URL": "postgres://127.0.0.1:1/none",
    "PUBLIC_URL": "https://esm.example.org",
    "DEFAULT_FROM_EMAIL": "noreply@esm.example.org",
    "LOG_LEVEL": "ERROR",
}


@dataclass(frozen=True)
class Step:
    """One command; green when it ends with status 0.

    `closing` lines of its output are shown even when it is green.
    """

    name: str
    argv: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    closing: int = 0


# Each runs by itself, where nothing of ours is installed.
_ALONE = ("--strict", "--config-file=", "--cache-dir=.state/mypy-ci")
_PROGRAMS = tuple(sorted(f"ops/ci/{path.name}" for path in (ROOT_DIR / "ops/ci").glob("*.py")))
_ZIZMOR = ("--offline", "--persona=pedantic", "--no-progress", ".github")


def backend_lint(database_url: str) -> list[Step]:
    """Format, types, contracts and generated files of the backend."""
    strict = ("--validate", "--fail-on-warn", "--file")
    schema = (*strict, str(GENERATED_SCHEMA))
    other = GENERATED_SCHEMA.with_name(RESEARCHERS_SCHEMA)
    for_programs = (*_FOR_RESEARCHERS, *strict, str(other))
    database = {"DATABASE_URL": database_url}
    return [
        _python("ruff check", BIN / "ruff", "check", ".", "../ops"),
        _python("ruff format", BIN / "ruff", "format", "--check", ".", "../ops"),
        _python("import contracts", BIN / "lint-imports", "--config", ROOT_DIR / "pyproject.toml"),
        _python("mypy", BIN / "mypy", directory=ROOT_DIR, placeholders=True),
        _python("mypy, Terraform", BIN / "mypy", "../ops/terraform", placeholders=True),
        _python("mypy, ops/ci", BIN / "mypy", *_ALONE, *_PROGRAMS, directory=ROOT_DIR),
        _manage("migrations complete", "makemigrations", "--check", "--dry-run", **database),
        _module("migrations fit both releases", "devstack.schema_changes", **database),
        _manage("openapi.yaml generates", "spectacular", *schema),
        Step("openapi.yaml current", ("cmp", str(GENERATED_SCHEMA), "openapi.yaml"), APP_DIR),
        _manage("openapi-researcher.yaml generates", "spectacular", *for_programs),
        Step(f"{RESEARCHERS_SCHEMA} current", ("cmp", str(other), RESEARCHERS_SCHEMA), APP_DIR),
        _python("page's words current", sys.executable, "-m", "devstack.page_words", "--check"),
        _python("catalogue", sys.executable, "-m", "devstack.catalogue", "--check"),
        _python("hadolint", BIN / "hadolint", *DOCKERFILES, directory=ROOT_DIR),
        _python("shellcheck", BIN / "shellcheck", "-x", *SCRIPTS, directory=ROOT_DIR),
        _python("actionlint", BIN / "actionlint", directory=ROOT_DIR),
        _python("zizmor", BIN / "zizmor", *_ZIZMOR, directory=ROOT_DIR),
        _python("no secrets", "ops/ci/find-secrets", BIN / "betterleaks", directory=ROOT_DIR),
    ]


def frontend_lint() -> list[Step]:
    """ESLint, Prettier, knip, types and generated files of the front end."""
    return [
        _npm("eslint, prettier, knip", "lint"),
        _npm("astro check, tsc", "check"),
        _npm("schema.d.ts current", "api:check"),
    ]


# About half of pytest's time, so that both lanes of all checks are busy as long.
_APART = tuple(
    f"app/tests/{name}"
    for name in (
        *("sampling", "questionnaires", "simulation"),
        *("delivery", "api", "exchange", "people_import", "responses"),
    )
)


def backend_tests() -> list[Step]:
    """Pytest, which starts a database of its own, and the short form of the faults."""
    return [*most_backend_tests(), *other_backend_tests()]


def most_backend_tests() -> list[Step]:
    """Pytest but for the folders that run apart."""
    rest = tuple(f"--ignore={folder}" for folder in _APART)
    return [_python("pytest", BIN / "pytest", "-q", *rest, directory=ROOT_DIR, closing=1)]


def other_backend_tests() -> list[Step]:
    """Pytest in the folders that run apart, and the short form of the faults."""
    faults = ("-p", "no:django", "app/faults", "--short")
    return [
        _python("pytest, apart", BIN / "pytest", "-q", *_APART, directory=ROOT_DIR, closing=1),
        _python("faults, short form", BIN / "pytest", *faults, directory=ROOT_DIR, closing=2),
    ]


def frontend_tests() -> list[Step]:
    """Vitest."""
    return [_npm("vitest", "test", closing=6)]


def frontend_build() -> list[Step]:
    """The participant page, built through make so that nothing is built twice."""
    return [Step("build", ("make", "--no-print-directory", "setup"), ROOT_DIR)]


def end_to_end(chromium: str, *, short: bool = False) -> list[Step]:
    """demo-check and Playwright against the same new stack on free ports."""
    form = "E2E_SHORT=1 " if short else ""
    playwright = f"cd ../frontend && {form}npm run --silent e2e"
    script = f'"{sys.executable}" -m devstack check && {playwright}'
    return [_beside_a_stack("demo-check, playwright", E2E_STATE, script, chromium)]


def guide(chromium: str) -> list[Step]:
    """The pictures of the researcher's guide, of a stack that is filled for them."""
    script = (
        f'"{sys.executable}" -m devstack.guide >"$DEVSTACK_STATE/guide.json"'
        f" && (cd ../frontend && npm run --silent guide)"
        f' && "{sys.executable}" -m devstack.guide.shrinking'
    )
    return [_beside_a_stack("pictures of the guide", GUIDE_STATE, script, chromium)]


def _beside_a_stack(name: str, state: Path, script: str, chromium: str) -> Step:
    beside = ("-m", "devstack", "run", "--state", str(state), "--free-ports", "--fresh", "--")
    argv = (sys.executable, *beside, "sh", "-c", script)
    return Step(name, argv, APP_DIR, {"CHROMIUM": chromium}, closing=60)


def openapi() -> list[Step]:
    """Write both documents of the API and the front end's types anew."""
    written = ("--validate", "--file", RESEARCHERS_SCHEMA)
    return [
        _manage("openapi.yaml", "spectacular", "--validate", "--file", "openapi.yaml"),
        _manage(RESEARCHERS_SCHEMA, "spectacular", *_FOR_RESEARCHERS, *written),
        _npm("schema.d.ts", "api:types"),
    ]


def languages() -> list[Step]:
    """Write the words of the participant's page anew."""
    return [_python("page's words", sys.executable, "-m", "devstack.page_words")]


def rights() -> list[Step]:
    """Write the matrix of roles and pages anew."""
    return [_manage("docs/rights.md", "export_rights", "--write")]


def _python(
    name: str,
    *argv: str | Path,
    directory: Path = APP_DIR,
    placeholders: bool = False,
    closing: int = 0,
) -> Step:
    environment = PLACEHOLDERS if placeholders else {}
    return Step(name, tuple(map(str, argv)), directory, environment, closing)


def _manage(name: str, *arguments: str, **environment: str) -> Step:
    argv = (sys.executable, "manage.py", *arguments)
    return Step(name, argv, APP_DIR, PLACEHOLDERS | environment)


def _module(name: str, module: str, **environment: str) -> Step:
    return Step(name, (sys.executable, "-m", module), APP_DIR, PLACEHOLDERS | environment)


def _npm(name: str, script: str, closing: int = 0) -> Step:
    return Step(name, ("npm", "run", "--silent", script), FRONTEND_DIR, closing=closing)


def without_colour() -> dict[str, str]:
    """The environment all steps share: their output goes to files."""
    return {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0", "CI": os.environ.get("CI", "")}
