"""Breaks a running stack on purpose and counts afterwards what became of every message."""
