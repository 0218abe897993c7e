"""Withdrawing from a study: how far it goes is the participant's choice (ADR 18)."""

from esmpress.withdrawal.levels import AlreadyWithdrawn, Level, Wish, levels_left, withdraw

__all__ = ["AlreadyWithdrawn", "Level", "Wish", "levels_left", "withdraw"]
