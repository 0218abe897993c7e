"""Mails to participants that are about no prompt: written with what they tell, sent soon after."""

from esmpress.delivery.letters.writing import write

__all__ = ["write"]
