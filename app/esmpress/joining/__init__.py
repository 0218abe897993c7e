"""Joining a study by oneself: asking to, and confirming the address."""
