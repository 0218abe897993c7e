"""Registers the pages of the console with the Django Admin."""

from esmpress.console import participants, questionnaires, researchers, studies, watching

__all__ = ["participants", "questionnaires", "researchers", "studies", "watching"]
