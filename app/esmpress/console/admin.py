"""Registers the pages of the console with the Django Admin."""

from esmpress.console import (
    participants,
    questionnaires,
    researchers,
    responses,
    studies,
    watching,
)

__all__ = ["participants", "questionnaires", "researchers", "responses", "studies", "watching"]
