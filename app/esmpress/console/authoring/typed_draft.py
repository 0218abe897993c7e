"""A draft in the form of the definition language, with one part replaced by what is typed."""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]


def fields_with_item(draft: Fields, item: Fields, *, page: str, stored_name: str) -> Fields:
    """The draft with an item in its place, or a new one at the end of its page."""
    pages = []
    for one in draft["pages"]:
        items = [item if other["name"] == stored_name else other for other in one["items"]]
        if not stored_name and one["name"] == page:
            items.append(item)
        pages.append({**one, "items": items})
    if not pages:
        # The first item brings its page along.
        pages.append({"name": page, "items": [item]})
    return {**draft, "pages": pages}


def fields_with_page(draft: Fields, page: Fields, *, stored_name: str) -> Fields:
    """The draft with a page in its place, its items kept, or a new one at the end."""
    pages = [
        {**page, "items": one["items"]} if one["name"] == stored_name else one
        for one in draft["pages"]
    ]
    return {**draft, "pages": pages if stored_name else [*pages, {**page, "items": []}]}


def only_item(draft: Fields, name: str) -> Fields:
    """Just one item on one page, whatever its conditions are."""
    item = next(one for page in draft["pages"] for one in page["items"] if one["name"] == name)
    bare = {key: value for key, value in item.items() if key not in ("show_if", "rotation")}
    page = {"name": "page", "items": [bare]}
    return {**draft, "introduction": None, "pages": [page], "rotations": []}


def only_page(draft: Fields, name: str) -> Fields:
    """Just one page, whatever its condition is; its items keep theirs."""
    page = next(one for one in draft["pages"] if one["name"] == name)
    bare = {key: value for key, value in page.items() if key not in ("show_if", "end_if")}
    return {**draft, "introduction": None, "pages": [bare], "shuffle_pages": False}
