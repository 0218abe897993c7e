"""docker-compose.dev.yml: what one changes runs a moment later, in all of its processes."""

from collections.abc import Iterator

import pytest

from containers import dev_stack
from containers.dev_stack import DevStack
from devstack import mailbox
from devstack.browser import request
from devstack.errors import StackError
from devstack.layout import ROOT_DIR

pytestmark = pytest.mark.slow

# Says which process has read the changed module; nothing but /tmp can be written.
NEW_CODE = """
import sys
from pathlib import Path

Path("/tmp/new-code").write_text(" ".join(sys.argv))
"""
MAIN = "app/esmpress/__init__.py"
LIVE = "/healthz/live"
READERS = {"backend": "esmpress.wsgi", "worker": "worker", "beat": "beat"}


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevStack]:
    with dev_stack.running(tmp_path_factory.mktemp("dev"), ROOT_DIR) as stack:
        yield stack


@pytest.fixture(scope="module")
def link(dev: DevStack) -> str:
    """The way to a prompt of the demo's study, from the mail catcher."""
    found: list[str] = []

    def has_come() -> bool:
        found.extend(mail.link for mail in mailbox.invitations(dev.mail, dev.page))
        return bool(found)

    dev.wait_until(has_come, "a mail with a link to a prompt", seconds=180)
    return found[0]


def test_the_demo_is_there_and_its_mails_lead_to_a_page(dev: DevStack, link: str) -> None:
    # The first look at a page has it compiled.
    dev.wait_until(lambda: "page-title" in text_at(link), "the page is there", seconds=180)


def test_pages_of_the_admin_have_the_toolbar(dev: DevStack) -> None:
    assert 'id="djDebug"' in text_at(f"{dev.backend}/admin/login/")
    assert "djdt" in text_at(f"{dev.backend}/static/debug_toolbar/js/toolbar.js")


def test_changed_python_runs_in_backend_worker_and_beat(dev: DevStack) -> None:
    (dev.tree / MAIN).write_text(NEW_CODE)

    dev.wait_until(lambda: read_by(dev) == READERS, "all processes have read the new code")
    dev.wait_until(lambda: text_at(f"{dev.backend}{LIVE}") != "", "the backend answers")


def test_a_syntax_error_is_waited_out(dev: DevStack) -> None:
    (dev.tree / MAIN).write_text("def broken(:\n")
    dev.wait_until(lambda: text_at(f"{dev.backend}{LIVE}") == "", "the backend fails")

    (dev.tree / MAIN).write_text("")

    dev.wait_until(lambda: text_at(f"{dev.backend}{LIVE}") != "", "the backend runs again")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("frontend/src/layouts/Page.astro", "<body>", '<body data-changed="astro">'),
        (
            "frontend/src/features/questionnaire/introduction.tsx",
            '<h1 className="page-title">',
            '<h1 className="page-title" data-changed="tsx">',
        ),
    ],
)
def test_a_changed_page_shows(dev: DevStack, link: str, path: str, old: str, new: str) -> None:
    marker = new.partition("data-")[2].rstrip(">")
    assert marker not in text_at(link)

    dev.change(path, old, new)

    dev.wait_until(lambda: marker in text_at(link), f"the page shows {path} as it is now")


def read_by(dev: DevStack) -> dict[str, str]:
    """Which program has read the new code in which service."""
    script = "cat /tmp/new-code 2>/dev/null || true"
    lines = {service: dev.execute(service, "sh", "-c", script) for service in READERS}
    return {
        service: next((word for word in READERS.values() if word in line.split()), "")
        for service, line in lines.items()
    }


def text_at(url: str) -> str:
    """What is there; nothing while nobody answers well."""
    try:
        answer = request(url)
    except StackError:
        return ""
    return answer.text if answer.status == 200 else ""
