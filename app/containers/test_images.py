"""What is in the images, and what is not."""

import json

import pytest

from containers.docker import docker, in_image, inspect
from containers.stack import BACKEND_IMAGE, FRONTEND_IMAGE

BOTH = pytest.mark.parametrize("image", [BACKEND_IMAGE, FRONTEND_IMAGE])
TOOLS = "apt apt-get dpkg pip pip3 uv npm npx yarn corepack gcc cc make perl git curl wget su sudo"

pytestmark = pytest.mark.usefixtures("images")


@pytest.mark.parametrize(("image", "megabytes"), [(BACKEND_IMAGE, 305), (FRONTEND_IMAGE, 250)])
def test_an_image_keeps_to_its_budget(image: str, megabytes: int) -> None:
    assert inspect(image)["Size"] <= megabytes * 1_000_000


@BOTH
def test_no_file_gives_the_rights_of_another_user(image: str) -> None:
    assert in_image(image, "find / -xdev -perm /6000") == ""


@BOTH
def test_there_is_no_package_manager_and_no_compiler(image: str) -> None:
    assert in_image(image, f"for tool in {TOOLS}; do command -v $tool || true; done") == ""


@BOTH
def test_the_code_is_not_the_process_own(image: str) -> None:
    others = "find /srv /opt /usr /etc -xdev ! -type l '(' -user 10001 -o -perm -o+w ')'"

    assert in_image(image, f"{others} ! -path /srv/assets ! -path /srv/caddy 2>/dev/null") == ""


@BOTH
def test_an_image_says_what_it_is_and_how_it_is_run(image: str) -> None:
    config = inspect(image)["Config"]

    assert config["User"] == "10001:10001"
    assert config["StopSignal"] == "SIGTERM"
    assert config["Healthcheck"]["Test"][0] == "CMD"
    labels = {"title", "description", "licenses", "version", "revision"}
    assert {f"org.opencontainers.image.{name}" for name in labels} <= set(config["Labels"])


@BOTH
def test_neither_history_nor_settings_hold_a_secret(image: str) -> None:
    history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    settings = json.dumps(inspect(image)["Config"]["Env"])

    for word in (
        "SECRET_KEY",
        "LINK_KEYS",
        "VAULT_KEYS",
        "PASSWORD",
        "TOKEN",
        "postgres:",
        "redis:",
    ):
        assert word not in history + settings


def test_only_the_product_is_in_the_backend() -> None:
    names = set(in_image(BACKEND_IMAGE, "ls /srv/app /srv").split())

    assert {"esmpress", "manage.py", "static"} <= names
    assert not names & {"tests", "devstack", "faults", "benchmarks", "containers", "assets"}


def test_no_library_misses_another() -> None:
    programs = "/opt/venv /usr/bin /usr/lib/python3* /usr/local/lib -type f"
    missing = f"find {programs} '(' -name '*.so*' -o -perm /111 ')' -exec ldd {{}} + 2>/dev/null"

    assert "not found" not in in_image(BACKEND_IMAGE, f"{missing} || true")


def test_the_pictures_that_are_taken_can_be_read() -> None:
    script = "from PIL import features; print(*map(features.check, ('jpg', 'zlib', 'webp')))"

    assert in_image(BACKEND_IMAGE, f'python -c "{script}"').split() == ["True"] * 3


@pytest.mark.parametrize(
    ("age", "kept"),
    [("31 days ago", ["2", "4", "5"]), ("29 days ago", ["1", "2", "3", "4", "5"])],
)
def test_scripts_of_the_last_three_releases_and_of_30_days_are_kept(
    age: str, kept: list[str]
) -> None:
    script = f"""
    release() {{
      rm -rf dist/client/_astro && mkdir dist/client/_astro && touch dist/client/_astro/$1
      node kept-assets.mjs add && touch -d '{age}' /srv/assets/_astro/$1
      node kept-assets.mjs tidy && sleep 0.05
    }}
    for one in 1 2 3 2 4 5; do release $one; done
    ls /srv/assets/_astro
    """

    assert in_image(FRONTEND_IMAGE, script).split() == kept


def test_files_for_the_browser_are_compressed_beforehand() -> None:
    count = "ls | grep -c '[.]css[.]br$'"

    assert int(in_image(FRONTEND_IMAGE, f"cd dist/client/_astro; {count}")) > 0
    assert int(in_image(BACKEND_IMAGE, f"cd /srv/static/admin/css; {count}")) > 0
