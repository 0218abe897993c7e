"""What a new study is called, and whom participants turn to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


class SlugTaken(Exception):
    """Another study has the slug; the message is a sentence."""

    def __init__(self, slug: str) -> None:
        """Say which."""
        super().__init__(_("There is a study “%(slug)s” already; choose another.") % {"slug": slug})


@dataclass(frozen=True)
class Naming:
    """What each study has of its own, whatever it is made from."""

    name: str
    slug: str
    contact_name: str
    contact_email: str
