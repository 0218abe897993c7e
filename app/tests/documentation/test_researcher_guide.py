"""The researcher's guide has a picture of every page a researcher meets, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import resolve

from devstack.layout import FRONTEND_DIR, ROOT_DIR
from esmpress.console.rights.pages import PAGES
from esmpress.console.sidebar import _SECTIONS

GUIDE = ROOT_DIR / "docs" / "researcher-guide.md"
FOLDER = ROOT_DIR / "docs" / "images" / "guide"
LIST = FRONTEND_DIR / "guide" / "pages.json"
MOST_BYTES = 5_000_000
WIDTH = 1280
IMAGE = re.compile(r"!\[([^\]]*)\]\(images/guide/([a-z-]+)\.png\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")

# Pages of a study that have no picture of their own, and why.
WITHOUT = {
    "api_tokens": "is for programs: docs/api.md tells of it",
    "add": "the same form as a study's page, empty",
    "delete": "asks once, as Django does, and only of a draft",
    "invitation": "is reached from a mail, by its link alone",
    "message_acts": "asks once, from the page Delivery",
    "message_preview": "is the frame inside the page of a message",
    "message_standard": "asks once, from the page of a message",
    "message_test": "sends a mail, from the page of a message",
    "alert_rule_add": "the same form as a rule's page, empty",
    "alert_rule_removal": "asks once, from the page of rules",
    "people_import": "a field for a file: people-import shows what follows",
    "people_import_refused": "is a file",
    "export_csv": "is a file: data shows its menu",
    "export_timings": "is a file: data shows its menu",
    "export_package": "asks once: data shows its menu",
}


def pictures() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(LIST.read_text())
    return listed


def names() -> list[str]:
    return [picture["name"] for picture in pictures()]


def pages_shown() -> set[str]:
    """The names of the Admin's addresses that pictures are taken of."""
    paths = [picture.get("leadsTo", picture["path"]) for picture in pictures()]
    return {resolve(f"/admin/{re.sub('{[a-z]+}', '1', path)}").view_name for path in paths}


def in_guide() -> Iterator[tuple[str, str]]:
    for alt, name in IMAGE.findall(GUIDE.read_text()):
        yield name, alt


def png_width(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:20], "big")


def test_the_guide_names_each_picture_that_make_guide_takes_once() -> None:
    assert sorted(name for name, _ in in_guide()) == sorted(names())


def test_the_folder_holds_what_make_guide_takes_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{n}.png" for n in names())


def test_each_picture_says_in_words_what_is_seen() -> None:
    alts = [alt for _, alt in in_guide()]

    assert min(map(len, alts)) > 15
    assert len(set(alts)) == len(alts)


def test_pictures_are_of_one_width_and_small_altogether() -> None:
    files = list(FOLDER.iterdir())

    assert {png_width(path) for path in files} == {WIDTH}
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_each_entry_of_the_sidebar_has_a_picture() -> None:
    entries = {
        f"admin:{model.replace('.', '_')}_changelist"
        for section in _SECTIONS.values()
        for _, _, model in section
    }

    assert entries <= pages_shown()


def test_each_page_of_a_study_has_a_picture_or_a_reason() -> None:
    start = "admin:studies_study_"
    pages = {name.removeprefix(start) for name in PAGES if name.startswith(start)}
    shown = {name.removeprefix(start) for name in pages_shown() if name.startswith(start)}

    assert pages - shown == set(WITHOUT)


def test_links_of_the_guide_lead_somewhere() -> None:
    for address, _ in LINK.findall(GUIDE.read_text()):
        assert not address or (GUIDE.parent / address).is_file(), address


def test_the_contents_lead_to_the_parts() -> None:
    text = GUIDE.read_text()
    parts = re.findall(r"^## (\d.*)$", text, re.MULTILINE)
    anchors = ["#" + re.sub(r"[^\w\s-]", "", part).lower().replace(" ", "-") for part in parts]

    assert re.findall(r"^\d+\. \[[^\]]*\]\((#[^)]*)\)$", text, re.MULTILINE) == anchors
