"""Addresses as others than the uploader see them."""

from __future__ import annotations

from esmpress.people_import.reading.cells import address_in, cleaned


def masked(cell: str) -> str:
    """The first letter of the name and of the domain; nothing of what is no address."""
    name, sign, domain = address_in(cleaned(cell)).partition("@")
    if not (name and sign and domain):
        return "•••" if cell else ""
    return f"{name[0]}•••@{domain[0]}•••"
