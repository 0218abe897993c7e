"""What the pages of the Admin look like: every class they name is in a stylesheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from esmpress import console

ROOT = Path(__file__).parents[3]
OURS = Path(console.__file__).parent
PAGES = sorted([*OURS.glob("templates/console/*.html"), *OURS.rglob("*.py")])
# Nothing to be seen: scripts find these.
HOOKS = {"job-sentence", "tick-all", "trail"}


def named_in(stylesheet: str) -> set[str]:
    """The classes of a stylesheet, as a template writes them."""
    return {one.replace("\\", "") for one in re.findall(r"\.((?:\\.|[\w-])+)", stylesheet)}


@pytest.fixture(scope="module")
def styled() -> set[str]:
    """The classes that Unfold's stylesheet and ours know."""
    sheets = [Path(str(finders.find("unfold/css/styles.css"))), *OURS.glob("static/console/*.css")]
    return named_in("".join(sheet.read_text() for sheet in sheets))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(OURS)))
def test_every_class_of_a_page_is_in_a_stylesheet(page: Path, styled: set[str]) -> None:
    classes = " ".join(re.findall(r'class="(.*?)"', page.read_text()))

    written = set(re.sub(r"{[{%].*?[%}]}|{.*?}", " ", classes).split())

    assert written - styled - HOOKS == set()


@pytest.mark.django_db
def test_every_page_has_our_stylesheet(admin: Client) -> None:
    page = admin.get(reverse("admin:index")).content.decode()

    assert 'href="/static/console/alerts.css"' in page


@pytest.mark.django_db
def test_the_log_in_page_has_the_participant_pages_picture_for_the_tab() -> None:
    page = Client().get(reverse("admin:login")).content.decode()

    [address] = re.findall(r'<link rel="icon" href="/static/(.*?)"', page)
    picture = Path(str(finders.find(address)))
    assert picture.read_text() == (ROOT / "frontend/public/favicon.svg").read_text()
