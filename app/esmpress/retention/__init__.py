"""Deleting by rule what a study need not keep: a class of data, some days after an end (ADR 48)."""
